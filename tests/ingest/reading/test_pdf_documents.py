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
