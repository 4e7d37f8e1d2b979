"""A fact that the cited sentence does not state is not shown."""

import pytest

from assistant.checking.figures import figures
from assistant.draft import Sentence
from tests.assistant.checking.drafts import drafted, verdict
from tests.passages import passage


@pytest.fixture
def draft():
    return drafted(
        passage(
            "Een paspoort kost € 88,25 en is na twee weken klaar.",
            ("row", "Spoed | € 60,15", "Document | Kosten in 2026"),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "Een paspoort kost 88,25 euro.",
        "U wacht 14 dagen.",
        "Er staat geen getal in deze zin.",
    ],
)
def test_facts_of_the_cited_sentence_pass(draft, text):
    assert figures(draft, Sentence(text, ((0, 0),))) is None


@pytest.mark.parametrize(
    "text",
    [
        "Een paspoort kost € 88,52.",
        "U wacht 14 werkdagen.",
        "Bel 14 0999.",
        "Kijk op www.anders.example.",
        "Spoed kost € 60,15.",
    ],
)
def test_other_facts_are_refused_even_if_the_next_sentence_has_them(draft, text):
    assert figures(draft, Sentence(text, ((0, 0),)))


def test_the_heads_of_a_table_count_with_its_row(draft):
    assert figures(draft, Sentence("Spoed: Kosten in 2026: € 60,15", ((0, 1),))) is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Kinderen tot 18 jaar.", "Voor 18-jarigen niet."),
        ("U krijgt één brief.", "U krijgt 1 brief."),
        ("Neem drie foto's mee.", "Neem 3 foto's mee."),
        ("Zie artikel 5, tweede lid.", "Zie het tweede lid van artikel 5."),
        ("Open van 9.00 tot 17.00 uur.", "Open van 9 tot 17 uur."),
        ("Dat kan tot 3 maart 2026.", "Dat kan tot in maart 2026."),
        ("Dat kan tot eind 2025.", "Dat kan nog in 2025."),
        ("Dat kan in maart 2026.", "Dat kan in 2026."),
        ("Het kost € 1,5 miljoen.", "Het kost 1.500.000 euro."),
        ("Op 1 januari 2026.", "Op 1 januari."),
        ("Tussen 300 en 600 euro.", "Tussen € 300,- en € 600,-."),
        ("De SVB van Den Haag.", "Dat doet de SVB."),
        ("De regels van OAuth 2.0 gelden.", "Volgens OAuth 2.0."),
    ],
)
def test_the_same_fact_in_another_shape_passes(source, text):
    assert verdict(figures, source, text) is None


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Kinderen tot 18 jaar.", "Voor 16-jarigen niet."),
        ("Neem drie foto's mee.", "Neem vier foto's mee."),
        ("Zie artikel 5, tweede lid.", "Zie het derde lid van artikel 5."),
        ("Open van 9.00 tot 17.00 uur.", "Open van 8 tot 17 uur."),
        ("Het kost € 1,5 miljoen.", "Het kost € 1,6 miljoen."),
        ("Op 1 januari.", "Op 1 januari 2026."),
        ("Dat kan tot eind 2025.", "Dat kan tot begin 2025."),
        ("Dat kan in 2025.", "Dat kan tot eind 2025."),
        ("Dat kan in maart 2026.", "Dat kan in mei 2026."),
        ("Sinds oktober 2021, nieuw in september 2025.", "Sinds september 2021."),
        ("Dat doet de SVB.", "Dat doet de UWV."),
        ("Dat is in Rotterdam.", "Dat is in Utrecht."),
        ("De regels van OAuth 2.0 gelden.", "Volgens OAuth 2.1."),
        ("Eerst 2, dan 3 brieven.", "Eerst 3, dan 3 brieven."),
    ],
)
def test_another_fact_is_refused(source, text):
    assert verdict(figures, source, text)


def test_a_sentence_without_end_is_refused_unless_it_is_quoted():
    assert verdict(figures, "Neem dit mee.", "Neem dit mee, " * 100)
    long = f"Neem {'dit en ' * 300}dat mee."
    assert verdict(figures, long, long) is None


def test_a_heading_may_give_the_year_but_not_take_its_place():
    heading = {"headings": ("Tarieven 2026",)}
    assert verdict(figures, "Een pas kost € 5.", "In 2026 kost een pas € 5.", **heading) is None
    assert verdict(figures, "In 2025 kost een pas € 5.", "In 2026 kost een pas € 5.", **heading)
    assert verdict(figures, "Een pas kost € 6.", "Een pas kost € 5.", headings=("Voor € 5",))
    rough = {"headings": ("Tarieven sinds eind 2026",)}
    assert verdict(figures, "Een pas kost € 5.", "In 2026 kost een pas € 5.", **rough) is None


def test_a_heading_may_give_the_name_but_not_take_its_place():
    heading = {"title": "Parkeren in Amsterdam"}
    assert verdict(figures, "Het is gratis.", "Het is in Amsterdam gratis.", **heading) is None
    assert verdict(figures, "Dat is in Utrecht.", "Dat is in Amsterdam.", **heading)
