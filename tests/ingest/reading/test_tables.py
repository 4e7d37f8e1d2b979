import io
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from ingest.domain import BlockKind, ReadError
from ingest.reading import sheets
from ingest.reading.figures import as_shown
from tests.ingest.reading.documents import archive, blocks, read_bytes, texts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

date_time = datetime.fromisoformat


def read_csv(text, **options):
    body = text.encode(options.pop("encoding", "utf-8"))
    return read_bytes(body, "https://x.nl/tarieven-2026.csv", "text/csv", **options).page


def rows(page):
    return [(b.text, b.lead) for b in blocks(page) if b.kind is BlockKind.ROW]


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*lines, title="Blad1"):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for line in lines:
        sheet.append(line)
    return book, sheet


def read_xlsx(book):
    return read_bytes(saved(book), "https://x.nl/tarieven-2026.xlsx", XLSX).page


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_row_of_a_csv_stands_beside_its_heads(delimiter):
    lines = [["Product", "Tarief"], ["Paspoort", "€ 83"], ["Id-kaart", ""]]
    page = read_csv("\r\n".join(delimiter.join(line) for line in lines))
    assert page.title == "Tarieven 2026"
    assert rows(page) == [("Paspoort | € 83", "Product | Tarief"), ("Id-kaart", "Product")]


def test_a_csv_as_excel_writes_it_is_read():
    text = 'sep=;\r\nProduct;Uitleg\r\nPaspoort;"Vijf jaar;\r\ngeldig in ""Europa"""\r\n'
    page = read_csv("\ufeff" + text)
    assert rows(page)[-1][0] == 'Paspoort | Vijf jaar; geldig in "Europa"'
    assert rows(read_csv("Café;Prijs\nÉén;€ 5\n", encoding="cp1252"))[0] == (
        "Één | € 5",
        "Café | Prijs",
    )


def test_a_long_table_is_cut_with_a_remark(monkeypatch):
    monkeypatch.setattr("ingest.reading.delimited.MOST_ROWS", 100)
    page = read_csv("Nummer;Naam\n" + "".join(f"{n};straat\n" for n in range(250)))
    assert len(rows(page)) == 99
    assert page.remarks == ("only the first 100 of 251 rows were read",)


def test_a_cell_without_an_end_is_refused():
    with pytest.raises(ReadError, match="cannot be read"):
        read_csv('Naam;Tekst\nA;"' + "x" * 200_000)


def test_a_sheet_is_read_as_it_is_shown():
    book, sheet = workbook(
        ["Leges 2026"], [], ["Product", "Tarief", "Vanaf"], ["Paspoort", 83.87, date(2026, 1, 1)]
    )
    sheet["B4"].number_format = '"€" #,##0.00'
    page = read_xlsx(book)
    assert texts(page)[0] == "Leges 2026"
    assert rows(page) == [("Paspoort | € 83,87 | 01-01-2026", "Product | Tarief | Vanaf")]


def test_merged_cells_stand_in_every_row_and_above_every_column_they_cover():
    book, sheet = workbook(
        ["Soort", "Tarief", None],
        [None, "inwoner", "ander"],
        ["Graf", 100, 200],
        [None, 110, 220],
    )
    for span in ("B1:C1", "A1:A2", "A3:A4"):
        sheet.merge_cells(span)
    sheet.freeze_panes = "A3"
    assert rows(read_xlsx(book)) == [
        ("Graf | 100 | 200", "Soort | Tarief inwoner | Tarief ander"),
        ("Graf | 110 | 220", "Soort | Tarief inwoner | Tarief ander"),
    ]


def test_sheets_stand_under_their_names_and_groups_under_theirs():
    book, _ = workbook(["Wat", "Prijs"], ["Volwassenen"], ["Pas", 80], title="Tarieven")
    other = book.create_sheet("Locaties")
    other.append(["Plaats", "Nummer"])
    other.append(["Stadhuis", 1])
    page = read_xlsx(book)
    assert [(s.headings, s.blocks[0].text) for s in page.sections] == [
        (("Tarieven", "Volwassenen"), "Pas | 80"),
        (("Locaties",), "Stadhuis | 1"),
    ]
    assert rows(page)[0] == ("Pas | 80", "Wat | Prijs")


def test_an_empty_row_does_not_part_a_table_from_its_heads():
    book, _ = workbook(["Wat", "Prijs"], ["Pas", 80], [], ["Kaart", 60])
    assert rows(read_xlsx(book))[1] == ("Kaart | 60", "Wat | Prijs")


def test_a_table_marks_its_own_heads():
    book, sheet = workbook(["Wijk", "Dag"], ["Noord", "maandag"], ["Zuid", "dinsdag"])
    sheet.add_table(Table(displayName="Wijken", ref="A1:B3"))
    assert rows(read_xlsx(book))[0] == ("Noord | maandag", "Wijk | Dag")


def test_two_columns_without_heads_have_none():
    book, _ = workbook(["Maandag", "gesloten"], ["Dinsdag", "open"])
    assert rows(read_xlsx(book)) == [("Maandag | gesloten", ""), ("Dinsdag | open", "")]


def test_what_a_sheet_hides_is_left_out_and_remarked():
    book, sheet = workbook(
        ["Wat", "Prijs", "Intern"], ["Pas", 80, "Betaal A"], ["Weg", 1, "x"], ["Kaart", 60, "y"]
    )
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = True
    sheet["B4"].font = Font(color="FFFFFFFF")
    sheet["A2"].comment = Comment("Betaal B", "x")
    secret = book.create_sheet("Geheim")
    secret.append(["Betaal C", "x"])
    secret.sheet_state = "hidden"
    page = read_xlsx(book)
    assert texts(page) == ["Pas | 80", "Kaart"]
    told = " ".join(page.remarks)
    assert all(word in told for word in ("Betaal A", "Betaal B", "Geheim", "Weg", "60"))


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, '_-"€" * #,##0.00_-', "1.234,50"),
        (1234.5, "[$€-413] #,##0.00", "€ 1.234,50"),
        (5, "€ 0", "€ 5"),
        (0.215, "0.0%", "21,5%"),
        (0.1 + 0.2, "General", "0,3"),
        (2024, "General", "2024"),
        (date(2025, 3, 12), "yyyy-mm-dd", "12-03-2025"),
        (date_time("2025-03-12T09:30"), "d mmmm yyyy hh:mm", "12 maart 2025 09:30"),
        (date_time("2025-03-12"), "mmmm yyyy", "maart 2025"),
        (time(9, 5), "hh:mm", "09:05"),
        (True, "General", "WAAR"),
        (None, "General", ""),
        ("tekst", "@", "tekst"),
        (7, ";;;", ""),
    ],
)
def test_values_are_written_as_dutch_sheets_show_them(value, code, shown):
    assert as_shown(value, code).removeprefix("€ ") == shown.removeprefix("€ ")


def ods(table, styles=""):
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    return archive(mimetype=ODS, content_dot_xml=content)


def cell(text, more=""):
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_an_opendocument_sheet_is_read_as_it_is_shown():
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>'
    page = read_bytes(
        ods(
            '<table:table table:name="Leges">'
            f"<table:table-row>{cell('Product')}{cell('Tarief')}</table:table-row>"
            f"<table:table-row>{cell('Pas')}{cell('€ 83,87')}</table:table-row>"
            f'<table:table-row table:visibility="collapse">{cell("Betaal A")}</table:table-row>'
            f"{empty}</table:table-row></table:table>"
            f'<table:table table:name="Weg" table:style-name="uit">'
            f"<table:table-row>{cell('Betaal B')}</table:table-row></table:table>",
            '<style:style style:name="uit"><style:table-properties table:display="false"/>'
            "</style:style>",
        ),
        "https://x.nl/leges.ods",
        ODS,
    ).page
    assert rows(page) == [("Pas | € 83,87", "Product | Tarief")]
    assert page.remarks == ("left out (hidden row): Betaal A", "left out (hidden sheet): Weg")


@pytest.mark.parametrize(
    ("body", "name", "reason"),
    [
        (b"PK\x03\x04 kapot", "a.xlsx", "damaged"),
        (archive(iets="x"), "a.xlsx", "damaged"),
        (archive(iets="x"), "a.ods", "not an ODS"),
        (archive(xl__workbook_dot_xml=b"\0" * 30_000_000), "a.xlsx", "more than is allowed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "a.xls", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a", "docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "password",
        ),
    ],
)
def test_a_table_that_cannot_be_read_says_why(body, name, reason):
    with pytest.raises(ReadError, match=reason):
        read_bytes(body, f"https://x.nl/{name}", "")


def test_the_cap_on_rows_holds_for_sheets_too(monkeypatch):
    assert sheets.MOST_ROWS == 10_000
    book, _ = workbook(["Nummer", "Naam"], *([n, "straat"] for n in range(10_050)))
    page = read_xlsx(book)
    assert len(rows(page)) == 9_999
    assert page.remarks == ("only the first 10,000 rows of Blad1 were read",)
