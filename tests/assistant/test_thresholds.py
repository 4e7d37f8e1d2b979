"""From when on something was found."""

import pytest

from assistant.thresholds import UNKNOWN, Thresholds
from ingest.library.calibrating import Calibration
from tests.passages import hits, passage

FOUND = hits(passage("Een paspoort kost € 88,25."))
STRANGE = [
    hit.model_copy(update={"relevance": 0.1, "matched": 0.1, "strange": 1.0}) for hit in FOUND
]
DRAWN = Calibration(least=0.07, strangers=0.6, own=0.0, asked=40, passages=50, line=0.0)


class Library:
    def __init__(self, **known):
        self.published, self.known, self.read = 1, known, []

    def calibration(self, edition):
        self.read.append(edition)
        return self.known.get(f"e{edition}")


def test_they_are_those_of_the_edition_that_is_published():
    library = Library(e1=DRAWN, e2=DRAWN.model_copy(update={"least": 0.2, "line": -99.0}))
    thresholds = Thresholds.of(None, library)
    assert thresholds.least() == 0.07
    assert thresholds.enough(FOUND)
    assert not thresholds.enough(STRANGE)
    library.published = 2
    assert thresholds.least() == 0.2
    assert thresholds.enough(STRANGE)


def test_they_are_read_once_but_asked_for_again_while_there_are_none():
    library = Library()
    thresholds = Thresholds.of(None, library)
    assert thresholds.least() == UNKNOWN
    library.known["e1"] = DRAWN
    assert thresholds.least() == thresholds.least() == 0.07
    assert library.read == [1, 1]


@pytest.mark.parametrize("found", [STRANGE, []])
def test_without_a_line_only_relevance_counts(found):
    before = DRAWN.model_copy(update={"line": None})
    assert Thresholds.of(None, Library(e1=before)).enough(found)
    assert Thresholds.of(None, Library()).enough(found)


def test_the_setting_goes_before_both():
    thresholds = Thresholds.of(0.0, Library(e1=DRAWN))
    assert thresholds.least() == 0.0
    assert thresholds.enough(STRANGE)
