"""When an edition is published, the library is asked what its scores are worth."""

import logging

import pytest

from ingest.domain import LibraryError, Search
from ingest.library.calibrating import strange_questions
from tests.ingest.library.conftest import PARKING, PASSPORT, SITE, WASTE, passage

SUBJECTS = ("paspoort", "rijbewijs", "grofvuil", "huwelijk", "bijstand", "parkeren", "bezwaar")


def town(count):
    """Pages whose headings ask what their text answers in other words."""
    return [
        passage(
            f"p{number}",
            f"Voor {subject} in wijk {number} maakt u een afspraak bij balie {number}. Het kost "
            f"€ {number},50 en duurt {number} weken.",
            title=f"Alles over {subject} {number}",
            headings=(f"Hoe regel ik {subject} in wijk {number}",),
        )
        for number, subject in zip(range(1, count + 1), SUBJECTS * count, strict=False)
    ]


def publish(library, passages):
    with library.writing("gemeente") as writing:
        writing.put(passages)
        return writing.publish().number


def test_most_strangers_lie_below_and_nearly_all_own_questions_above(library):
    publish(library, town(40))
    found = library.calibration()
    assert found.asked == 40
    assert found.own <= 0.05
    best = [library.find(Search(text=text, limit=1)) for text in strange_questions()]
    below = sum(not hits or hits[0].relevance < found.least for hits in best)
    assert below / len(best) == pytest.approx(found.strangers, abs=0.02)
    (hit, *_) = library.find(Search(text="Wat kost grofvuil in wijk 3?"))
    assert hit.relevance > found.least


def test_every_edition_has_its_own_and_a_rollback_brings_it_back(place):
    library = place.open()
    first = publish(library, SITE)
    second = publish(library, town(40))
    one, other = library.calibration(first), library.calibration(second)
    assert (one.passages, other.passages) == (3, 43)
    library.rollback()
    assert library.calibration() == one
    place.close()
    assert place.open(read_only=True).calibration() == one


def test_hardly_another_library_is_not_asked_again(library):
    publish(library, town(40))
    before = library.calibration()
    publish(library, [PASSPORT, WASTE])
    assert library.calibration() == before
    publish(library, [PARKING, *town(60)])
    assert library.calibration().passages == 63


def test_an_unpublished_library_has_none(library):
    assert library.calibration() is None


def test_an_edition_stands_without_it_when_asking_fails(library, monkeypatch, caplog):
    def fail(*_):
        raise LibraryError("gone")

    monkeypatch.setattr("ingest.library.calibrating._asked", fail)
    with caplog.at_level(logging.WARNING):
        assert publish(library, SITE) == library.published == 1
    assert library.calibration() is None
    assert "gone" in caplog.text
    assert library.find(Search(text="paspoort"))
