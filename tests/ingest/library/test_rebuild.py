"""Another embedder or lexicon: a collection is made anew beside the old one, and switched to."""

import os
import signal
from collections import Counter
from multiprocessing import get_context

import pytest

from configs.slices.library import LibraryWeights
from ingest.domain import LibraryBusy, LibraryError, LibraryMismatch, Search
from ingest.library import rebuilding
from ingest.library.checkup import check_up
from ingest.library.domain import EVERY_PASSAGE
from ingest.library.embedded_generations import EmbeddedGenerations
from ingest.library.generations import tidy
from ingest.library.library import Library
from ingest.library.opening import generations_of
from ingest.library.rebuilding import Rebuild
from ingest.library.state import maker
from ingest.library.watching import Watch
from tests.ingest.library.conftest import PARKING, PASSPORT, SITE, WASTE, passage
from tests.ingest.library.test_crashes import DIE, run
from tests.ingest.library.test_dense import Topics

EVERYTHING = "paspoort grofvuil parkeervergunning rijbewijs"


def publish(library, *passages, gone=()):
    with library.writing("gemeente") as writing:
        writing.put(passages)
        writing.end(one.id for one in gone)
        return writing.publish()


def found(library, edition=None):
    hits = library.find(Search(text=EVERYTHING, edition=edition, limit=20))
    return [(hit.passage.url, round(hit.score, 5)) for hit in hits]


def filled(place):
    """Three editions; the second one is published."""
    library = place.open()
    publish(library, *SITE)
    publish(library, passage("rijbewijs", "Een rijbewijs verlengen."), gone=[WASTE])
    publish(library, gone=[PASSPORT])
    library.rollback(2)
    answers = {number: found(library, number) for number in (None, 1, 2, 3)}
    place.close()
    return answers


def rebuilt(place, embedder=None, progress=None):
    return Rebuild(generations_of(place.settings()), embedder).run(progress)


def with_topics(place):
    generations = generations_of(place.settings())
    place.opened.append(engine := generations.open(generations.live()))
    return Library(engine, LibraryWeights(dense=1.0), Topics())


def test_the_same_answers_editions_and_rollbacks_come_from_the_new_collection(place):
    answers = filled(place)
    steps = []
    done = rebuilt(place, progress=lambda *step: steps.append(step))
    assert (done.name.rsplit(".", 1)[1], done.embedded, done.editions) == ("2", 4, 3)
    assert steps[-1] == (4, 4)
    library = place.open()
    assert {number: found(library, number) for number in answers} == answers
    assert library.published == 2
    assert library.rollback(3).number == 3
    assert publish(library, WASTE).number == 4, "numbers go on"


def test_with_another_embedder_the_library_opens_after_a_rebuild(place):
    filled(place)
    with pytest.raises(LibraryMismatch, match="ingest rebuild"):
        with_topics(place)
    place.close()
    rebuilt(place, Topics())
    library = with_topics(place)
    best = library.find(Search(text="bankstel", edition=1))[0]
    assert best.passage == WASTE
    place.close()
    with pytest.raises(LibraryMismatch, match="ingest rebuild"):
        place.open()


def test_the_old_one_answers_while_the_new_one_is_made(place):
    answers = filled(place)
    library, seen = place.open(), Counter()
    generations = library._watch.generations

    def ask(done, total):
        seen[tuple(found(library))] += 1

    Rebuild(generations, Topics()).run(ask)
    assert set(seen) == {tuple(answers[None])}
    assert found(library) == answers[None], "this process has no embedder, so it stays"
    with pytest.raises(LibraryMismatch, match="ingest rebuild"):
        publish(library, WASTE)


def test_a_process_that_fits_goes_over_by_itself(place, monkeypatch):
    answers = filled(place)
    library = place.open()
    Rebuild(library._watch.generations, None).run()
    monkeypatch.setattr("ingest.library.watching.LOOK_AGAIN", 0.0)
    assert found(library) == answers[None]
    assert publish(library, WASTE).number == 4
    assert tidy(library._watch.generations, grace=0) == (
        [] if place.engine == "embedded" else [place.collection]
    )
    place.close()
    assert WASTE.url in dict(found(place.open()))


def test_a_rebuild_goes_on_where_it_stopped_and_takes_in_what_changed(place, monkeypatch):
    monkeypatch.setattr("ingest.library.rebuilding.BATCH", 1)
    filled(place)

    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilt(place, progress=stop)
    library = place.open()
    publish(library, passage("woo", "Een Woo-verzoek."), gone=[PARKING])
    library.forget(PASSPORT.url)
    answers = {number: found(library, number) for number in (None, 1, 2, 3, 4)}
    place.close()
    done = rebuilt(place)
    assert done.passages > done.embedded > 0
    library = place.open()
    assert {number: found(library, number) for number in answers} == answers


def killed_after(step, settings):
    """Do a rebuild and die right after one of its steps, without any clean-up."""
    owner = next(one for one in (rebuilding, Rebuild, EmbeddedGenerations) if hasattr(one, step))
    real = getattr(owner, step)

    def deadly(*what):
        real(*what)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, step, deadly)
    Rebuild(generations_of(settings), None).run()


@pytest.mark.parametrize("step", ["_begin", "_copy", "finish", "switch"])
def test_killed_at_any_step_the_library_answers_and_a_rerun_ends_well(embedded, step):
    answers = filled(embedded)
    started = get_context("forkserver").Process(
        target=killed_after, args=(step, embedded.settings())
    )
    started.start()
    started.join(60)
    assert started.exitcode == -signal.SIGKILL
    assert found(embedded.open()) == answers[None]
    embedded.close()
    rebuilt(embedded)
    library = embedded.open()
    assert {number: found(library, number) for number in answers} == answers


def test_what_a_crashed_sync_left_is_undone_after_the_rebuild(place):
    filled(place)
    code = (
        "library = open_library(settings)\n"
        "with library.writing('gemeente') as writing:\n"
        f"    writing.put(passages)\n    {DIE}"
    )
    run(place, code, passage("half", "Een half geschreven paspoort."))
    rebuilt(place)
    library = place.open()
    assert "half" not in str(found(library))
    publish(library, WASTE)
    assert "half" not in str(found(library))


def test_a_new_collection_that_lacks_a_passage_is_not_switched_to(place, monkeypatch):
    answers = filled(place)
    monkeypatch.setattr(Rebuild, "_copy", lambda *_: None)
    with pytest.raises(LibraryError, match="Nothing was switched"):
        rebuilt(place)
    assert found(place.open()) == answers[None]


def test_the_old_collection_goes_after_the_grace(place):
    filled(place)
    rebuilt(place)
    generations = generations_of(place.settings())
    assert tidy(generations, grace=1) == []
    assert len(generations.all()) == 2
    assert tidy(generations, grace=0) == [generations.base]
    assert generations.all() == [generations.live()]
    assert found(place.open())


def test_an_empty_library_needs_no_rebuild(place):
    with pytest.raises(LibraryError, match="nothing to rebuild"):
        rebuilt(place)


def test_another_process_that_searches_does_not_stop_an_embedded_rebuild(embedded):
    answers = filled(embedded)
    reader = embedded.open(read_only=True)
    generations = generations_of(embedded.settings())
    Rebuild(generations, None).run()
    assert found(reader) == answers[None]
    assert tidy(generations, grace=0) == [], "it still has the old one"
    embedded.close()
    assert tidy(generations, grace=0) == ["vraagbaak"]


def test_a_rebuild_waits_for_a_sync(place):
    filled(place)
    library = place.open()
    with library.writing("gemeente"), pytest.raises(LibraryBusy, match="A sync is writing"):
        Rebuild(library._watch.generations, None).run()


def test_the_checkup_says_when_a_rebuild_is_due(place):
    filled(place)
    generations = generations_of(place.settings())
    with generations.reading(generations.live()) as engine:
        good = check_up(engine, maker(None))
        other = check_up(engine, maker(Topics()))
        engine.amend("lexicon-1", {"stamp": -1})
        recounted = check_up(engine, maker(None))
        assert engine.count(EVERY_PASSAGE) == good.passages == 4
    assert (good.needed, good.drift, good.advised) == ("", 0.0, False)
    assert good.ended == 0.25
    assert "topics" in other.needed
    assert other.advised
    assert recounted.drift == 0, "a lexicon that is lost is counted anew by itself"


def test_frequencies_that_drifted_advise_a_rebuild(place, monkeypatch):
    library = place.open()
    publish(library, *SITE)
    monkeypatch.setattr("ingest.library.shelf.Shelf.learn", lambda shelf, state, *_, **__: state)
    publish(library, *(passage("rijbewijs", f"Rijbewijs, stap {number}.") for number in range(9)))
    place.close()
    monkeypatch.undo()
    generations = generations_of(place.settings())
    with generations.reading(generations.live()) as engine:
        found = check_up(engine, maker(None))
    assert found.drift > 0.1
    assert any("advised" in line for line in found.lines())
    rebuilt(place)
    with generations.reading(generations.live()) as engine:
        assert check_up(engine, maker(None)).drift == 0


def test_a_watch_that_finds_no_switch_changes_nothing(place):
    library = place.open()
    publish(library, *SITE)
    watch = Watch(library._watch.generations, place.collection)
    assert watch.newer(library._shelf, writing=True) is None
