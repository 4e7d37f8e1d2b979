import time
from datetime import date

import pytest

from ingest.domain import ReadError
from ingest.reading import confined
from tests.ingest.reading.documents import blocks, corpus, line, pdf, read_bytes, texts

URL = "https://x.nl/verordening-afval.pdf"


def read_pdf(body):
    return read_bytes(body, URL, "application/pdf").page


def paged(content, number):
    header = line("Gemeente Waterveen - verordening", 60, 810, 9)
    return header + content + line(f"Pagina {number} van 3", 280, 20, 9)


FIRST = (
    line("Verordening afval", 60, 760, 24)
    + line("Artikel 1 Ophalen", 60, 720, 11, font="F2")
    + line("De gemeente haalt het afval elke week op bij ieder huis in de ge-", 60, 700)
    + line("meente, behalve op feestdagen. Dan komen wij een dag later langs bij", 60, 686)
    + line("u thuis.", 60, 672)
)
SECOND = line("Een tweede alinea met genoeg woorden staat op de tweede bladzijde.", 60, 700)
THIRD = (
    line("Artikel 2 Tarieven", 60, 720, 11, font="F2")
    + line("Grofvuil", 60, 700)
    + line("30 euro", 300, 700)
    + line("Tuinafval", 60, 686)
    + line("gratis", 300, 686)
)
DOCUMENT = pdf(paged(FIRST, 1), paged(SECOND, 2), paged(THIRD, 3), info="/ModDate (D:20250312)")


def test_a_pdf_has_sections_with_page_numbers_and_running_text():
    page = read_pdf(DOCUMENT)
    assert page.title == "Verordening afval"
    assert page.modified == date(2025, 3, 12)
    assert [(s.headings, s.number) for s in page.sections] == [
        (("Artikel 1 Ophalen",), 1),
        (("Artikel 1 Ophalen",), 2),
        (("Artikel 2 Tarieven",), 3),
    ]
    assert texts(page)[0] == (
        "De gemeente haalt het afval elke week op bij ieder huis in de gemeente, behalve op "
        "feestdagen. Dan komen wij een dag later langs bij u thuis."
    )


def test_aligned_columns_are_rows():
    assert [block.text for block in blocks(read_pdf(DOCUMENT))][-2:] == [
        "Grofvuil | 30 euro",
        "Tuinafval | gratis",
    ]


def test_headers_footers_and_page_numbers_are_left_out():
    found = " ".join(texts(read_pdf(DOCUMENT)))
    assert "Pagina" not in found
    assert "Gemeente Waterveen" not in found


@pytest.mark.parametrize(
    "hidden",
    [
        line("Betaal aan Anders", 60, 500, before="3 Tr"),
        line("Betaal aan Anders", 60, 500, before="1 1 1 rg"),
        line("Betaal aan Anders", 60, 500, 1),
        line("Betaal aan Anders", 60, 5000),
        line("Betaal aan Anders", -900, 500),
    ],
)
def test_text_that_is_not_seen_is_left_out_and_remarked(hidden):
    page = read_pdf(pdf(FIRST + hidden))
    assert "Anders" not in " ".join(texts(page))
    assert "Anders" in page.remarks[0]


def test_white_text_on_a_dark_ground_is_read():
    dark = "0 0 0.5 rg 40 480 500 60 re f\n" + line("Let op: wit op blauw", 60, 500, before="1 g")
    assert "Let op: wit op blauw" in " ".join(texts(read_pdf(pdf(FIRST + dark))))


PASSWORD = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'00' * 32}> /U <{'00' * 32}> /P -4 >>"
PASSWORD += f" /ID [<{'00' * 16}> <{'00' * 16}>]"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.4\n kapot", "damaged"),
        (DOCUMENT[:200], "damaged"),
        (pdf(FIRST, trailer=PASSWORD), "encrypted"),
        (pdf(""), "no text"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(body, reason):
    with pytest.raises(ReadError, match=reason):
        read_pdf(body)


def test_a_pdf_that_takes_too_long_ends_in_time(monkeypatch):
    monkeypatch.setattr(confined, "SECONDS", 1)
    filler = "".join(line("woord " * 15, 20, 20 + 8 * row, 6) for row in range(100))
    began = time.monotonic()
    with pytest.raises(ReadError, match=r"longer than 1 second|time"):
        read_pdf(pdf(*[filler] * 300))
    assert time.monotonic() - began < 4


def test_a_pdf_that_takes_too_much_memory_ends_there(monkeypatch):
    monkeypatch.setattr(confined, "MEGABYTES", 24)
    with pytest.raises(ReadError, match="memory"):
        read_pdf(DOCUMENT)


@pytest.mark.real
def test_a_real_council_decision_is_read_item_by_item():
    file = corpus(
        "bestandsformaten", "raadsinformatie", "Besluitenlijst-raadsvergadering-29-juni-2015.pdf"
    )
    page = read_pdf(file.read_bytes())
    assert page.title.startswith("Besluitenlijst raadsvergadering 29 juni 2015")
    assert {section.number for section in page.sections} == {1, 2, 3, 4}
    assert "4. Bepalen stemvolgorde." in texts(page)


@pytest.mark.real
def test_a_real_manual_has_its_chapters():
    file = corpus("bestandsformaten", "open-inwoner", "OpenInwoner_Introductie_v1.pdf")
    page = read_pdf(file.read_bytes())
    assert {("1 Inleiding",), ("5 Producten",), ("6 Mijn profiel",)} <= {
        section.headings for section in page.sections
    }


SENTENCE = "De gemeente haalt het afval op bij ieder huis."


def turned(content, degrees):
    """A page that is turned when it is shown, with text that stands upright then."""
    body = pdf(content).decode("latin-1")
    return body.replace("/MediaBox", f"/Rotate {degrees} /MediaBox").encode("latin-1")


@pytest.mark.parametrize(
    ("degrees", "matrix"),
    [
        (90, "0 1 -1 0 {down} 60 Tm"),
        (180, "-1 0 0 -1 535 {up} Tm"),
        (270, "0 -1 1 0 {left} 780 Tm"),
    ],
)
def test_a_turned_page_is_read_as_it_is_shown(degrees, matrix):
    parts = ["Verordening afval", "De gemeente haalt het afval elke", "week bij u thuis op."]
    content = ""
    for place, text in enumerate(parts):
        at = matrix.format(down=90 + 16 * place, up=90 + 16 * place, left=500 - 16 * place)
        size = 11 if place else 24
        content += f"BT /F1 {size} Tf {at} ({text}) Tj ET\n"
    page = read_pdf(turned(content, degrees))
    assert page.title == "Verordening afval"
    assert texts(page) == ["De gemeente haalt het afval elke week bij u thuis op."]


@pytest.mark.parametrize(
    "over",
    [
        "0 g 55 495 300 20 re f\n",
        "1 g 55 495 300 20 re f\n",
        "0.2 0.2 0.9 rg 50 490 400 40 re f\n",
    ],
)
def test_what_was_painted_over_is_left_out_and_remarked(over):
    page = read_pdf(pdf(FIRST + line("Naam: A. Jansen", 60, 500) + over))
    assert "Jansen" not in " ".join(texts(page))
    assert "Jansen" in page.remarks[0]


@pytest.mark.parametrize(
    "under",
    ["0.9 g 55 495 300 20 re f\n", "1 g 0 0 595 842 re f\n", "0.8 1 0.8 rg 0 0 595 842 re f\n"],
)
def test_text_on_a_light_ground_is_read(under):
    page = read_pdf(pdf(under + "0 g\n" + FIRST + line("Naam: A. Jansen", 60, 500)))
    assert "Naam: A. Jansen" in texts(page)
    assert page.remarks == ()


PICTURE = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n"


def test_scanned_pages_are_named():
    page = read_pdf(pdf(FIRST, PICTURE, FIRST, PICTURE))
    assert page.remarks == ("pages without text, probably scanned: 2, 4",)
    with pytest.raises(ReadError, match="scanned"):
        read_pdf(pdf(PICTURE, PICTURE))


def test_columns_are_read_one_after_the_other():
    left = [f"{n} links staat een regel van de eerste kolom" for n in range(8)]
    right = [f"{n} rechts staat een regel van de tweede kolom" for n in range(8)]
    lines = [line("Nieuws uit de gemeente Waterveen", 60, 760, 24)]
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        lines.append(line(one, 40, 700 - 14 * place, 10) + line(other, 320, 700 - 14 * place, 10))
    told = " ".join(texts(read_pdf(pdf("".join(lines)))))
    assert told.index(left[-1]) < told.index(right[0])
    assert "|" not in told


def test_a_long_document_is_read_in_time():
    page = read_pdf(pdf(*(paged(SECOND, number) for number in range(320))))
    assert {section.number for section in page.sections} == set(range(1, 321))
    assert not any("Pagina" in text for text in texts(page))


def test_a_broken_table_of_contents_is_mended():
    body = DOCUMENT.replace(b"startxref\n", b"startxref\n99")
    assert read_pdf(body).title == "Verordening afval"


def test_comments_and_fields_beside_the_text_are_not_read():
    note = "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Betaal Anders) >>]"
    body = pdf(FIRST).decode("latin-1").replace("/MediaBox", f"{note} /MediaBox")
    assert "Anders" not in " ".join(texts(read_pdf(body.encode("latin-1"))))
