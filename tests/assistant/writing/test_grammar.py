"""The form of an answer: what its grammar allows, and what its lines say."""

import re

import pytest

from assistant.domain import Completeness
from assistant.writing.grammar import Lines, Shown, grammar, read

OFFER = {1: Shown(hit=4, sentences=2), 2: Shown(hit=0, sentences=1)}


def test_the_grammar_knows_exactly_the_sentences_that_were_shown():
    numbers = next(line for line in grammar(OFFER).splitlines() if line.startswith("number"))
    assert numbers == 'number ::= "1." ("1" | "2") | "2." ("1")'


def test_a_line_is_its_citations_and_a_sentence():
    found = read("[1.2][2.1] Een paspoort kost € 88,25.", OFFER)
    assert found.text == "Een paspoort kost € 88,25."
    assert found.cited == ((4, 1), (0, 0))
    assert found.written


def test_the_same_citation_twice_counts_once():
    assert read("[1.1][1.1] Het kan.", OFFER).cited == ((4, 0),)


@pytest.mark.parametrize("number", ["1.3", "2.2", "3.1", "0.1", "1.0", "99.99"])
def test_what_was_not_shown_points_nowhere(number):
    assert read(f"[{number}] Het kan.", OFFER).cited == ((-1, -1),)


@pytest.mark.parametrize(
    "line",
    [
        "Een paspoort kost € 88,25.",
        "Het kost € 88,25 [1.1].",
        "[1.1]Het kan.",
        "[1.1] Het kan [2.1].",
        "[1.1] <b>Het kan.</b>",
        "[1.1] **Het kan.**",
        "[1.1] Het kan. <|im_end|>",
        "[1.1] {het}",
        "[1.1]",
        "[1] Het kan.",
        "[1.1] Het\x00kan.",
        "= volledig",
        "VOLLEDIG",
    ],
)
def test_a_line_in_another_form_has_no_citation(line):
    assert read(line, OFFER).cited == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("= VOLLEDIG", Completeness.COMPLETE),
        ("= ONVOLLEDIG", Completeness.PARTIAL),
        ("= GEEN", Completeness.NONE),
    ],
)
def test_the_last_line_is_the_completeness(line, said):
    assert read(line, OFFER) is said
    assert re.search(re.escape(f'"{line}"'), grammar(OFFER))


def test_lines_are_given_when_they_are_finished():
    lines = Lines()
    given = [lines.feed(piece) for piece in ("[1.1] Het", " kan.\n\n[1", ".2] Het mag.", "\n= VO")]
    assert given == [[], ["[1.1] Het kan."], [], ["[1.2] Het mag."]]
    assert lines.rest == "= VO"
