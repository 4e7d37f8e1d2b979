"""A stream in pieces becomes finished sentences, whatever its pieces are."""

import pytest

from assistant.textwork.lining import Sentences
from configs.domain import Language

SAID = (
    "[1] Geachte heer, mevrouw,\n"
    "[2] U betaalt € 12,50. Dat moet vóór 1 jan. 2027, zie art. 5 lid 2.\n- eerst dit\n- dan dat\n"
    "[3] Klaar?"
)


def sentences(text, size, **how):
    lines = Sentences(Language.NL, **how)
    found = []
    for start in range(0, len(text), size):
        found += lines.feed(text[start : start + size])
    return found + lines.end()


@pytest.mark.parametrize("size", [1, 2, 3, 7, 200])
def test_every_sentence_knows_its_paragraph(size):
    found = sentences(SAID, size, numbered=True)
    assert [(one.paragraph, one.text) for one in found] == [
        (1, "Geachte heer, mevrouw,"),
        (2, "U betaalt € 12,50."),
        (2, "Dat moet vóór 1 jan. 2027, zie art. 5 lid 2."),
        (2, "- eerst dit"),
        (2, "- dan dat"),
        (3, "Klaar?"),
    ]
    assert [one.opens for one in found] == [True, True, False, True, True, True]


def test_a_sentence_is_given_before_the_next_is_finished():
    lines = Sentences(Language.NL, numbered=False)
    assert lines.feed("U krijgt bericht. Wij") != []
    assert lines.feed(" bellen") == []


def test_an_empty_line_sets_what_follows_apart():
    found = sentences("Geachte heer,\n\nU krijgt geld.\nDag.", 5, numbered=False)
    assert [(one.text, one.apart) for one in found] == [
        ("Geachte heer,", True),
        ("U krijgt geld.", True),
        ("Dag.", False),
    ]


def test_a_placeholder_is_no_number():
    (one,) = sentences("[naam] krijgt [3] brieven", 4, numbered=False)
    assert one.text == "[naam] krijgt [3] brieven"


def test_a_line_without_an_end_is_noticed():
    lines = Sentences(Language.NL, numbered=False)
    lines.feed("a" * 5_000)
    assert lines.endless
