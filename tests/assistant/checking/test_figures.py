"""A fact that the cited sentence does not state is not shown."""

import pytest

from assistant.checking.figures import figures
from assistant.domain import Conversation, Question
from assistant.draft import Draft, Sentence
from configs.domain import Language
from tests.passages import hits, passage


@pytest.fixture
def draft():
    made = Draft(Question(text="?"), Conversation(id="c"), Language.NL, "?", "?")
    made.hits = hits(
        passage(
            "Een paspoort kost € 88,25 en is na twee weken klaar.",
            ("row", "Spoed | € 60,15", "Document | Kosten in 2026"),
        )
    )
    return made


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
