"""The question is cleaned and masked before anything else sees it."""

import pytest

from assistant.domain import Conversation, Outcome, Question
from assistant.draft import Draft
from assistant.steps.screen import Screen, visible
from configs.domain import Language


def drafted(text):
    return Draft(Question(text=text), Conversation(id="c"), Language.NL, text, text)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Wat kost\u200b een\u202e paspoort?", "Wat kost een paspoort?"),
        ("pas\u00adpoort", "paspoort"),
        ("hallo\U000e0041\U000e0042", "hallo"),
        ("  twee   spaties  ", "twee spaties"),
        ("e\u0301e\u0301n", "één"),
        ("a\x00b", "ab"),
    ],
)
def test_what_nobody_sees_is_gone(written, seen):
    assert visible(written) == seen


def test_personal_data_is_masked_and_named():
    draft = drafted("Mijn e-mail is jan@voorbeeld.nl, wat kost een paspoort?")
    assert Screen(1000)(draft) is None
    assert "jan@voorbeeld.nl" not in draft.text + draft.search_text
    assert draft.masked


def test_what_is_too_long_is_refused_with_the_limit():
    draft = drafted("a" * 1001)
    assert Screen(1000)(draft) is Outcome.REFUSED
    assert draft.fields == {"limit": 1000}


def test_what_is_empty_is_asked_for():
    assert Screen(1000)(drafted("\u200b ")) is Outcome.CLARIFY
