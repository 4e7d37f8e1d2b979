"""When an edition is published, the library is asked what its scores are worth."""

import logging

import pytest

from ingest.domain import LibraryError, Search
from ingest.library.evidence import read_evidence
from ingest.library.trials import strange_questions
from tests.ingest.library.conftest import PARKING, PASSPORT, SITE, WASTE, passage

BEFORE = ("least", "strangers", "own", "asked", "passages")
"""What was kept before there was a line."""
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


def test_a_line_is_drawn_above_most_strangers_and_below_nearly_all_own_questions(library):
    publish(library, town(40))
    found = library.calibration()
    assert found.line is not None
    assert found.strangers_refused >= 0.75
    assert found.own_refused <= 0.1
    evidence = read_evidence()
    best = [evidence.best(library.find(Search(text=text, limit=1))) for text in strange_questions()]
    assert sum(one < found.line for one in best) / len(best) == pytest.approx(
        found.strangers_refused, abs=0.02
    )
    assert evidence.best(library.find(Search(text="Wat kost grofvuil in wijk 3?"))) > found.line


def test_a_library_of_a_few_pages_has_a_line_too(library):
    publish(library, SITE)
    found = library.calibration()
    assert found.strangers_refused >= 0.85
    evidence = read_evidence()
    assert evidence.best(library.find(Search(text="Wat kost een paspoort?"))) > found.line


def test_a_heading_of_many_pages_is_nobody_s_question(library):
    footer = [
        passage(f"f{number}", f"Dank u {number}.", headings=("Help ons deze pagina te verbeteren",))
        for number in range(30)
    ]
    publish(library, [*town(25), *footer])
    assert library.calibration().asked == 25


def test_what_pages_are_about_is_not_refused_because_strangers_ask_it(library):
    """A library about cooking, sports and pets."""
    pages = [
        passage(f"s{number}", f"{text} Dat leest u hier.", title=text, headings=(text,))
        for number, text in enumerate(strange_questions())
    ]
    publish(library, pages)
    found = library.calibration()
    assert found.strangers_refused <= 0.1
    assert found.own_refused <= 0.1
    assert found.least <= 0.25


def test_a_line_drawn_before_or_by_other_weights_does_not_count(library):
    number = publish(library, town(40))
    record = library._engine.record("calibration")
    old = dict(record["editions"][str(number)])
    for change in ({"mark": "other"}, None):
        kept = {**old, **change} if change else {name: old[name] for name in BEFORE}
        library._engine.keep("calibration", {"editions": {str(number): kept}})
        found = library.calibration()
        assert found.line is None
        assert found.least == old["least"]
    publish(library, [PASSPORT])
    assert library.calibration().line is not None, "asked anew, though hardly another library"


def test_no_word_of_a_page_stands_in_it(library):
    publish(library, town(40))
    assert "grofvuil" not in str(library._engine.record("calibration"))
