"""Which pages say the same, and which contradict each other: what an editor should see, and not."""

from datetime import UTC, date, datetime

import pytest

from ingest.comparing.alike import twins
from ingest.comparing.comparing import compare, compare_quickly, keep_comparison, read_comparison
from ingest.comparing.contradicting import contradictions
from ingest.comparing.domain import PageRef
from ingest.domain import Block, BlockKind, Page, Section, Source
from ingest.library.library import open_library
from ingest.splitting import split
from ingest.sync import sync
from models.facts import FactKind

READ = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = Source(name="x", owner="X", review_by=date(2090, 1, 1), start=("https://x.nl/",))
PASSPORT = (
    "U vraagt uw paspoort aan bij de balie van het stadhuis, op afspraak. Neem uw oude paspoort "
    "mee en een pasfoto die aan alle eisen voldoet. Wij controleren uw gegevens en nemen uw "
    "vingerafdrukken af. Na vijf werkdagen haalt u het nieuwe document zelf op bij dezelfde balie."
)


def ref(name, **facts):
    return PageRef(url=f"https://x.nl/{name}", title=name, source="x", read_at=READ, **facts)


def told(name, *blocks, heading=""):
    """A page with these sentences, or rows of (lead, text)."""
    made = tuple(
        Block(kind=BlockKind.PROSE, text=one)
        if isinstance(one, str)
        else Block(kind=BlockKind.ROW, lead=one[0], text=one[1])
        for one in blocks
    )
    headings = (heading,) if heading else ()
    page = Page(
        source="x",
        url=f"https://x.nl/{name}",
        title=name,
        language="nl",
        sections=(Section(headings=headings, blocks=made),),
        read_at=READ,
    )
    return ref(name), split(page, SOURCE, 200)


def values(found):
    return [one.values for one in found]


def test_nearly_the_same_text_is_named_with_the_page_that_counts_first():
    old = ref("oud", modified=date(2024, 1, 1))
    new = ref("nieuw", modified=date(2026, 1, 1))
    texts = {
        old: PASSPORT,
        new: f"{PASSPORT} Dat kost vijf minuten.",
        ref("afval"): "Grofvuil " * 50,
    }
    (pair,) = twins(texts)
    assert (pair.better, pair.other) == (new, old)
    assert 0.8 < pair.share < 1
    official = ref("wet", authority=2.0)
    (pair,) = twins({official: PASSPORT, new: PASSPORT})
    assert pair.better == official


def test_what_stands_on_every_page_makes_no_twins():
    words = "abcdefghijklmnopqrstuvwxy"
    texts = {
        ref(one): PASSPORT + " ".join(f"{one}{other}{one}{other}" for other in words)
        for one in words
    }
    assert twins(texts) == []


def test_two_prices_for_the_same_product_are_a_candidate():
    lead = "Product | Kosten"
    found = contradictions(
        [
            told("Paspoort aanvragen", (lead, "Paspoort, 18 jaar en ouder | € 88,25")),
            told("Tarieven 2024", (lead, "Paspoort, 18 jaar en ouder | € 83,87")),
            told("Rijbewijs aanvragen", (lead, "Rijbewijs, 18 jaar en ouder | € 54,10")),
        ]
    )
    assert values(found) == [(("€ 88,25",), ("€ 83,87",))]
    assert found[0].kind is FactKind.AMOUNT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Een aanvraag voor een parkeervergunning beoordelen wij binnen 8 weken.",
            "Een aanvraag voor een parkeervergunning beoordelen wij binnen 13 weken.",
        ),
        (
            "De hondenbelasting betaalt u uiterlijk op 1 mei 2026 via de website.",
            "De hondenbelasting betaalt u uiterlijk op 1 juli 2026 via de website.",
        ),
        (
            "Het ophalen van grofvuil aan huis is gratis.",
            "Het ophalen van grofvuil aan huis kost € 32,50.",
        ),
    ],
)
def test_another_period_date_or_price_for_the_same_is_a_candidate(one, other):
    name = one.split()[1]
    assert contradictions([told(f"Over {name}", one), told(f"Nieuws {name}", other)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Een paspoort kost € 88,25 per stuk.", "Een paspoort kost 88,25 euro per stuk."),
        ("Een paspoort kost € 88,25 per stuk.", "Een rijbewijs kost € 54,10 per stuk."),
        ("Wij beslissen binnen 8 weken.", "Wij beslissen binnen 6 weken."),
        ("Bel ons op werkdagen.", "Bel ons op zaterdag."),
    ],
)
def test_the_same_fact_or_another_subject_is_none(one, other):
    assert contradictions([told("Paspoort", one), told("Bijstand", other)]) == []


def test_of_two_pages_the_best_pair_is_shown_with_a_count_of_the_rest():
    rows = ("Paspoort, ouder dan 18", "Paspoort, jonger dan 18", "Toeslag paspoort met spoed")
    pages = [
        told(name, *(("Product | Prijs", f"{row} | € {price}{n},00") for n, row in enumerate(rows)))
        for name, price in (("Paspoort", 5), ("Paspoort vorig jaar", 4))
    ]
    (found,) = contradictions(pages)
    assert found.more == 2


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


def test_the_published_edition_is_compared_and_kept(site, library, settings):
    lines = [f"Regel {n} over het paspoort: u neemt stuk {n} mee." for n in range(12)]
    site.put("/", "Gemeente", lines[:3], ["/a", "/b"])
    site.put("/a", "Paspoort", lines)
    site.put("/b", "Paspoort kopie", [*lines, "Een paspoort kost € 20,00 per stuk aan de balie."])
    source = Source(name="t", owner="X", review_by=date(2090, 1, 1), start=(f"{site.url}/",))
    assert compare(library).pages == ()
    sync(source, library, settings)
    found = compare(library)
    assert (found.edition, len(found.pages), found.passages) == (1, 3, library.count())
    assert {found.twins[0].better.url, found.twins[0].other.url} == {
        f"{site.url}/a",
        f"{site.url}/b",
    }
    compare_quickly(library, settings.data)
    assert read_comparison(settings.data).twins == found.twins
    keep_comparison(found, settings.data)
    (settings.data / "comparison.json").write_text("{")
    assert read_comparison(settings.data) is None
