"""A conversation in a few lines: its own questions, how each ended, and nothing invented."""

from datetime import UTC, datetime

import pytest

from assistant.domain import Answer, Completeness, Message, Outcome, Reason, Role
from assistant.handoff.summary import LONGEST, MOST, shortened, summarise
from configs.domain import Language
from tests.assistant.test_domain import GOOD

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def said(number, role, text="", answer=None):
    return Message(id=number, role=role, text=text, answer=answer, at=NOW)


def nothing(name):
    return Answer(
        id=name,
        conversation="c",
        outcome=Outcome.NO_SOURCE,
        completeness=Completeness.NONE,
        notice="AI",
        language=Language.NL,
        message="Niets gevonden.",
    )


def test_every_question_stands_with_its_outcome_and_its_pages():
    partial = Answer(**GOOD | {"completeness": Completeness.PARTIAL, "id": "a1"})
    found = summarise(
        [
            said(1, Role.USER, "Wat kost een paspoort?"),
            said(2, Role.ASSISTANT, answer=partial),
            said(3, Role.USER, "En bezorgen?"),
            said(4, Role.ASSISTANT, answer=nothing("a2")),
            said(5, Role.SYSTEM, "U praat nu met een medewerker"),
            said(6, Role.USER, "Bent u daar?"),
        ],
        Reason.NO_SOURCE,
        ["a2"],
    )
    first, second, third = found.asked
    assert (first.text, first.outcome, first.partial) == (
        "Wat kost een paspoort?",
        Outcome.REFERENCES,
        True,
    )
    assert first.titles == ("Paspoort",)
    assert (second.outcome, second.complaint) == (Outcome.NO_SOURCE, True)
    assert third.outcome is None


def test_of_many_questions_the_first_and_the_latest_stay_and_it_says_so():
    many = [said(number, Role.USER, f"Vraag {number}?") for number in range(1, 21)]
    found = summarise(many, Reason.ASKED)
    assert [one.text for one in found.asked] == [
        "Vraag 1?",
        *(f"Vraag {n}?" for n in range(16, 21)),
    ]
    assert found.left_out == 20 - MOST


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Wat  kost\ndit?", "Wat kost dit?"),
        (f"{'Ik heb een lang verhaal. ' * 20}Mag dat? {'En zo. ' * 20}", "Mag dat?"),
        ("", ""),
    ],
)
def test_of_a_long_story_the_question_stays(text, short):
    assert shortened(text) == short


def test_a_story_without_a_question_is_cut_at_a_word():
    cut = shortened("woord " * 100)
    assert cut.endswith("woord …")
    assert len(cut) <= LONGEST


def test_an_empty_conversation_has_an_empty_summary():
    assert summarise([], Reason.ASKED).asked == ()
