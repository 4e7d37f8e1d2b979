"""A library survives what goes wrong: killed processes, lost connections, a second process."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from configs.slices.library import LibraryWeights
from ingest.domain import LibraryBusy, LibraryError, Search
from ingest.library.embedded import EmbeddedEngine
from ingest.library.library import Library, open_library
from tests.ingest.library.conftest import PARKING, PASSPORT, SITE, WASTE, Place, passage

ROOT = Path(__file__).parents[3]
BEGIN = """
import os, signal, sys
from configs.settings import Settings
from ingest.domain import Passage, Search
from ingest.library.library import open_library
settings = Settings.model_validate_json(sys.argv[1])
passages = [Passage.model_validate_json(line) for line in sys.argv[2:]]
"""
DIE = "os.kill(os.getpid(), signal.SIGKILL)\n"


def run(place, code, *passages):
    arguments = [place.settings().model_dump_json(), *(one.model_dump_json() for one in passages)]
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def found(library, edition=None):
    hits = library.find(Search(text="paspoort grofvuil parkeervergunning", edition=edition))
    return sorted(hit.passage.url.rsplit("/", 1)[1] for hit in hits)


def publish(library, *passages):
    with library.writing("gemeente") as writing:
        writing.put(passages)
        return writing.publish()


def test_killed_in_the_middle_of_writing(place):
    publish(place.open(), PASSPORT, WASTE)
    place.close()
    code = (
        "library = open_library(settings)\n"
        "with library.writing('gemeente') as writing:\n"
        "    writing.put(passages[1:])\n"
        f"    writing.end([passages[0].id])\n    {DIE}"
    )
    assert run(place, code, PASSPORT, PARKING).returncode == -signal.SIGKILL

    library = place.open()
    assert library.published == 1
    assert found(library) == ["grofvuil", "paspoort"]
    assert publish(library, passage("rijbewijs", "Naast het paspoort.")).number == 3
    assert found(library) == ["grofvuil", "paspoort", "rijbewijs"]


def test_killed_right_after_publishing(place):
    code = (
        "library = open_library(settings)\n"
        "with library.writing('gemeente') as writing:\n"
        f"    writing.put(passages)\n    writing.publish()\n    {DIE}"
    )
    assert run(place, code, *SITE).returncode == -signal.SIGKILL
    library = place.open()
    assert library.published == 1
    assert library.count() == 3
    assert found(library) == ["grofvuil", "parkeren", "paspoort"]


@pytest.mark.parametrize("engine", ["embedded", "local"])
def test_a_second_process_hears_that_the_library_is_taken(engine, tmp_path):
    place = Place(engine, tmp_path)
    publish(place.open(), *SITE)
    answer = run(place, "open_library(settings)")
    assert answer.returncode == 1
    assert "LibraryBusy: Another process has the" in answer.stderr
    place.close()
    assert run(place, "open_library(settings).close()").returncode == 0


def test_who_comes_second_breaks_nothing_for_the_first(embedded):
    library = embedded.open()
    publish(library, PASSPORT)
    with library.writing("gemeente") as writing:
        writing.put([WASTE])
        with pytest.raises(LibraryBusy, match="Another process has the library"):
            open_library(embedded.settings())
        writing.publish()
    assert found(embedded.reopen()) == ["grofvuil", "paspoort"]


def test_a_server_that_cannot_be_reached_names_the_setting(tmp_path):
    settings = Place("server", tmp_path).settings(url="http://127.0.0.1:9")
    with pytest.raises(LibraryError, match=r"127\.0\.0\.1:9.*VRAAGBAAK_LIBRARY__URL"):
        open_library(settings)


def test_a_broken_folder_gives_one_clear_error(embedded):
    folder = embedded.folder / "library" / "vraagbaak"
    folder.mkdir(parents=True)
    (folder / "edge_config.json").write_text("not JSON")
    with pytest.raises(LibraryError, match=str(folder)):
        embedded.open()


class Flaky:
    """The real engine, whose next call of one method fails, before or after its work."""

    def __init__(self, engine):
        self._engine = engine
        self.fail: str = ""
        self.after = False

    def __getattr__(self, name):
        method = getattr(self._engine, name)
        if name != self.fail:
            return method
        self.fail = ""

        def failing(*arguments):
            if self.after:
                method(*arguments)
            raise LibraryError("connection lost")

        return failing


@pytest.fixture
def flaky(tmp_path):
    engine = Flaky(EmbeddedEngine(tmp_path / "library"))
    yield engine
    engine.close()


def test_an_undo_that_fails_halfway_is_finished_later(flaky):
    library = Library(flaky, LibraryWeights())
    publish(library, PASSPORT)

    def leave():
        with library.writing("gemeente") as writing:
            writing.put([WASTE])
            writing.end([PASSPORT.id])
            flaky.fail = "delete"

    with pytest.raises(LibraryError, match="connection lost"):
        leave()
    assert found(library) == ["paspoort"]
    publish(library, PARKING)
    assert found(library) == ["parkeren", "paspoort"]


def test_an_edition_whose_publication_was_not_confirmed_stays_whole(flaky):
    library = Library(flaky, LibraryWeights())
    publish(library, PASSPORT)

    def lose_the_reply():
        with library.writing("gemeente") as writing:
            writing.put([WASTE])
            flaky.fail, flaky.after = "amend", True
            writing.publish()

    with pytest.raises(LibraryError, match="connection lost"):
        lose_the_reply()
    assert library.published == 2
    assert found(library) == ["grofvuil", "paspoort"]
    publish(library, PARKING)
    assert found(library) == ["grofvuil", "parkeren", "paspoort"]


def test_questions_are_answered_while_an_edition_is_written(embedded):
    library = embedded.open()
    publish(library, *SITE)
    answers, done = [], threading.Event()

    def ask():
        while not done.is_set():
            answers.append(tuple(found(library)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    with library.writing("gemeente") as writing:
        writing.put(passage("grofvuil", f"Grofvuil, wijk {number}.") for number in range(300))
        writing.end([PASSPORT.id, PARKING.id, WASTE.id])
        before = len(answers)
        while len(answers) < before + 8:
            time.sleep(0.01)
        writing.publish()
    done.set()
    for thread in threads:
        thread.join()
    old, new = ("grofvuil", "parkeren", "paspoort"), ("grofvuil",) * 10
    assert set(answers) <= {old, new}
    assert tuple(found(library)) == new


def test_questions_are_answered_while_a_page_is_erased(embedded):
    library = embedded.open()
    publish(library, *SITE)
    answers, failures, done = set(), [], threading.Event()

    def ask():
        while not done.is_set():
            try:
                answers.add(tuple(found(library)))
            except (LibraryError, RuntimeError) as error:
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    library.forget(PASSPORT.url)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert answers <= {("grofvuil", "parkeren", "paspoort"), ("grofvuil", "parkeren")}
