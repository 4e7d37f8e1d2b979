import pytest

from ingest.domain import BlockKind
from ingest.reading.wording import join_lines
from ingest.splitting import split
from tests.ingest.reading.documents import SOURCE, blocks, corpus, read_bytes, texts


def text_page(text, name="https://x.nl/beleid-voor-fietsen-2025.txt"):
    return read_bytes(text.encode(), name, "text/plain").page


WRAPPED = """\
Regels voor het parkeren van een fiets

De gemeente wil dat iedereen zijn fiets veilig kan stallen. Daarom maken wij
meer plekken in het centrum en bij de haltes van het openbaar ver-
voer. Dit geldt voor wet- en regelgeving en voor AI-
toepassingen van de gemeente, ook in de stations en in de kleinere kernen
van Waterveen.

1.1 Waar mag u stallen?
U mag uw fiets stallen in een rek of in een vak. Op de stoep mag het alleen
als er genoeg ruimte overblijft voor anderen. Wij letten daarbij op:

• kinderwagens en rolstoelen, die anderhalve meter nodig hebben om er nog
langs te kunnen
o ook in de avond
• hulpdiensten

2 Zie ook het beleid voor bromfietsen.

Wat gebeurt er met mijn fiets?

Wij halen een fiets weg als hij in de weg staat. U krijgt hem terug na
betaling van de kosten.
"""


def test_wrapped_lines_become_running_text_under_their_headings():
    page = text_page(WRAPPED)
    assert page.title == "Regels voor het parkeren van een fiets"
    assert [section.headings for section in page.sections] == [
        (),
        ("1.1 Waar mag u stallen?",),
        ("1.1 Waar mag u stallen?", "Wat gebeurt er met mijn fiets?"),
    ] or [section.headings for section in page.sections][1:] == [
        ("1.1 Waar mag u stallen?",),
        ("Wat gebeurt er met mijn fiets?",),
    ]
    assert texts(page)[0] == (
        "De gemeente wil dat iedereen zijn fiets veilig kan stallen. Daarom maken wij meer plekken "
        "in het centrum en bij de haltes van het openbaar vervoer. Dit geldt voor wet- en "
        "regelgeving en voor AI-toepassingen van de gemeente, ook in de stations en in de kleinere "
        "kernen van Waterveen."
    )


def test_bullets_become_items_with_their_lead():
    items = [(b.text, b.lead) for b in blocks(text_page(WRAPPED)) if b.kind is BlockKind.ITEM]
    lead = "Wij letten daarbij op:"
    first = (
        "kinderwagens en rolstoelen, die anderhalve meter nodig hebben om er nog langs te kunnen"
    )
    assert items == [
        (first, lead),
        ("ook in de avond", f"{lead} {first}"),
        ("hulpdiensten", lead),
    ]


def test_a_footnote_does_not_interrupt_the_text():
    assert texts(text_page(WRAPPED))[-1] == "2 Zie ook het beleid voor bromfietsen."


def test_tabs_are_spaces_and_a_gap_after_every_line_means_nothing():
    lines = [
        "De\tgemeente\tmaakt\teen\tplan\tvoor\tde\tbinnenstad,\twaar\tmen",
        "veilig\tkan\tlopen\ten\tfietsen.\tHet\tplan\tis\tklaar\tin\thet\tnajaar",
        "en\twordt\tdan\tbesproken\tmet\tde\tbewoners\tvan\talle\tbuurten\tin",
        "de\tstad.\tDaarna\tbeslist\tde\traad\tover\thet\tgeld\tdat\tervoor\tnodig",
        "is\ten\tbegint\tde\tuitvoering\tvan\thet\twerk\taan\tde\tstraten\tin",
        "het\tcentrum\tvan\tde\tstad.",
    ]
    (text,) = texts(text_page("\n\n".join(lines)))
    assert text == " ".join(lines).replace("\t", " ")


def test_without_a_telling_heading_the_file_gives_the_title():
    assert text_page("Inleiding\n\nWij zijn open.").title == "Beleid voor fietsen 2025"


def test_unwrapped_text_keeps_its_paragraphs():
    one = "De gemeente haalt het afval elke week op, behalve op feestdagen en bij storm. " * 3
    assert texts(text_page(f"{one}\n\n{one}")) == [one.strip(), one.strip()]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("het openbaar ver-", "voer", "het openbaar vervoer"),
        ("nieuws-", "en informatie", "nieuws- en informatie"),
        ("de Al-", "verordening", "de Al-verordening"),
        ("een-op-", "een", "een-op-een"),
        ("Noord-", "Holland", "Noord-Holland"),
        ("stap-", "voor-stap", "stap-voor-stap"),
        ("ver\u00ad", "voer", "vervoer"),
        ("in 2024 -", "en later", "in 2024 - en later"),
    ],
)
def test_broken_words_are_mended_and_real_hyphens_kept(first, second, joined):
    assert join_lines(first, second) == joined


@pytest.mark.real
def test_the_standpunt_says_in_one_sentence_whether_a_consumer_account_may_be_used():
    file = corpus("generatieve-ai-overheid", "overheidsbreed-standpunt-generatieve-ai-2025.txt")
    page = read_bytes(file.read_bytes(), f"https://x.nl/{file.name}", "text/plain").page
    found = [
        passage.sentence(number)
        for passage in split(page, SOURCE, 200)
        for number in range(len(passage.sentences))
        if "consumentenvoorwaarden" in passage.sentence(number)
    ]
    assert found == [
        "Voor overheidsmedewerkers is het gebruik van generatieve Al-toepassingen onder "
        "consumentenvoorwaarden, ook voor individueel gebruik, niet toegestaan omdat er met de "
        "leveranciers geen afspraken kunnen worden gemaakt."
    ]


@pytest.mark.real
def test_the_chapters_of_the_handreiking_are_its_headings():
    file = corpus(
        "generatieve-ai-overheid", "handreiking-verantwoorde-inzet-generatieve-ai-2025.txt"
    )
    page = read_bytes(file.read_bytes(), f"https://x.nl/{file.name}", "text/plain").page
    trails = [section.headings for section in page.sections]
    assert (
        "1. Positionering en scope",
        "1.3 Organisatie specifieke versie van de handreiking",
    ) in trails
    assert ("2. Wat is generatieve AI en hoe wordt het ingezet bij de overheid?",) in {
        trail[:1] for trail in trails
    }
    assert not any("\t" in text or "http" in text[:5] for text in texts(page))


def test_a_sentence_about_a_chapter_is_no_heading():
    wrapped = "\n".join(
        [
            "In hoofdstuk 1 staat wat de gemeente van een aanvraag voor een fietsenstalling",
            "verwacht en wanneer u die aanvraag kunt doen.",
            "",
            "Hoofdstuk 2 gaat in op de kosten van een stalling en op de laag-",
            "drempelige manieren om die te betalen \u2013 ook in delen van een bedrag per maand",
            "\u2013 voordat de plaats van de stalling in uw straat of buurt bekend is gemaakt aan",
            "de bewoners van de buurt.",
            "Hoofdstuk 3 legt uit hoe een bewoner of een bedrijf uit de buurt daartegen in",
            "bezwaar kan gaan bij de gemeente.",
        ]
    )
    page = text_page(wrapped)
    assert [section.headings for section in page.sections] == [()]
    assert "laagdrempelige manieren" in " ".join(texts(page))
    assert all(b.kind is BlockKind.PROSE for b in blocks(page))


def test_a_footer_with_its_page_number_glued_to_it_is_left_out():
    parts = [f"De gemeente doet nummer {n} van de lijst.\n\n" for n in "abc"]
    footers = [f"{n}Handreiking voor de inzet van fietsen\n\n" for n in (8, 13, 16)]
    page = text_page("".join(part + footer for part, footer in zip(parts, footers, strict=True)))
    assert len(texts(page)) == 3


def test_a_letter_tells_its_own_date():
    page = text_page("Aan de raad\n\nDen Haag, 11 december 2023\n\nU vroeg om een plan.")
    assert str(page.modified) == "2023-12-11"


def test_links_as_scrapers_write_them_are_read_as_their_words():
    body = b"Zie [LINK: de aanslag](https://x.example/aanslag/) of [betalen](#betalen) en [1]."
    page = read_bytes(body, url="https://x.example/a.txt", kind="text/plain").page
    assert "Zie de aanslag of betalen en [1]." in " ".join(texts(page))
