"""Documents made to exhaust their reader end in one clear reason, and the next one is read."""

import io
import zipfile
import zlib

import openpyxl
import pytest

from ingest.domain import ReadError
from ingest.reading import confined
from tests.ingest.reading.documents import archive, line, pdf, read_bytes, texts

ODF = "urn:oasis:names:tc:opendocument:xmlns"
BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def sheet_of(xml):
    """A workbook of which the first sheet is this XML."""
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    files = {}
    with zipfile.ZipFile(out) as packed:
        for name in packed.namelist():
            files[name.replace("/", "__").replace(".", "_dot_")] = packed.read(name)
    files["xl__worksheets__sheet1_dot_xml"] = xml
    return archive(**files)


def worksheet(body, before=""):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{space}">{body}</worksheet>'


def in_column(last, text="x"):
    return (
        f'<sheetData><row r="{last}"><c r="XFD{last}" t="inlineStr"><is><t>{text}</t></is></c>'
        "</row></sheetData>"
    )


def repeated(rows, columns):
    cell = (
        f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>x</text:p>'
        "</table:table-cell>"
    )
    names = " ".join(f'xmlns:{n}="{ODF}:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table>"
        f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return archive(
        mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=content
    )


def looped():
    return pdf(line("Tekst", 60, 700)).replace(b"/Kids [5 0 R] /Count 1", b"/Kids [2 0 R] /Count 9")


def swollen():
    stream = zlib.compress(b"BT /F1 9 Tf (woord) Tj ET " * 4_000_000, 9)
    body = pdf("@").replace(
        b"/Length 1 >>\nstream\n@", b"/Length %d /Filter /FlateDecode >>\nstream\n@" % len(stream)
    )
    return body.replace(b"@", stream, 1)


HOSTILE = {
    "a page tree that bites its tail": (looped, "a.pdf"),
    "a page that unpacks to 100 MB": (swollen, "a.pdf"),
    "entities in a sheet": (
        lambda: sheet_of(worksheet("<sheetData>&i;</sheetData>", BOMB)),
        "a.xlsx",
    ),
    "a cell in the last corner": (lambda: sheet_of(worksheet(in_column(1_048_576))), "a.xlsx"),
    "all cells merged": (
        lambda: sheet_of(
            worksheet(
                '<sheetData/><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            )
        ),
        "a.xlsx",
    ),
    "entities in a sheet of OpenDocument": (
        lambda: archive(mimetype="x", content_dot_xml=f"{BOMB}<x>&i;</x>"),
        "a.ods",
    ),
    "a sheet that unpacks to 30 MB": (lambda: sheet_of(" " * 30_000_000), "a.xlsx"),
    "a text nested 50,000 deep": (
        lambda: archive(content_dot_xml="<a>" * 50_000 + "</a>" * 50_000),
        "a.odt",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_would_exhaust_its_reader_ends_in_one_reason(kind, monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 3)
    monkeypatch.setattr(confined, "MEGABYTES", 700)
    make, name = HOSTILE[kind]
    with pytest.raises(ReadError) as caught:
        read_bytes(make(), f"https://x.nl/{name}", "")
    reason = str(caught.value)
    assert "\n" not in reason
    assert len(reason) < 120


def test_a_table_that_repeats_a_cell_a_billion_times_is_cut():
    page = read_bytes(repeated(10**9, 10**9), "https://x.nl/a.ods", "").page
    assert page.remarks == ("only the first 10,000 rows were read",) or len(texts(page)) == 10_000


def test_a_stray_cell_far_away_does_not_hide_the_table():
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>Wijk {n}</t></is></c></row>'
        for n in range(1, 4)
    )
    stray = in_column(1_048_576).replace("<sheetData>", f"<sheetData>{rows}")
    page = read_bytes(sheet_of(worksheet(stray)), "https://x.nl/a.xlsx", "").page
    assert texts(page) == ["Wijk 1", "Wijk 2", "Wijk 3"]
    assert page.remarks == ("only the first 10,000 rows of Sheet were read",)


def test_the_next_document_is_read(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 6)
    with pytest.raises(ReadError):
        read_bytes(looped(), "https://x.nl/a.pdf", "")
    page = read_bytes(
        pdf(line("De gemeente haalt het afval op.", 60, 700)), "https://x.nl/b.pdf", ""
    )
    assert texts(page.page) == ["De gemeente haalt het afval op."]
