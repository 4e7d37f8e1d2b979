"""kill -9 at any moment of a sync: the old edition answers, and a rerun ends where it should."""

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ingest.domain import Search
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.crashes import FORGET, QUIET, ROLLBACK, SYNC, settings_for, source_at
from tests.ingest.sites import Site, text_about

ROOT = Path(__file__).parents[2]
NAMES = ("paspoort", "rijbewijs", "afval", "parkeren", "trouwen", "bijstand")
QUESTIONS = ("afspraak maken voor een paspoort", "grofvuil", "kwijtschelding", "bericht")


class Town:
    """A site with two faces, and a library that is to follow it."""

    def __init__(self, folder):
        self.folder, self.site = folder, Site()
        self.url = f"{self.site.url}/"
        self.face = 0
        self.whole = False
        """Whether the library holds this face, with nothing left of an earlier one."""
        self._driver = subprocess.Popen(
            [sys.executable, "-m", "tests.ingest.crashes"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.clean = []
        for face in (0, 1):
            self.show(face)
            self.clean.append(self.sync(folder / f"clean-{face}"))
        self.show(0)

    def close(self):
        self._driver.stdin.close()
        self._driver.wait(10)
        self._driver.stdout.close()
        self.site.close()

    def show(self, face):
        self.face, names = face, list(NAMES)
        for name in NAMES:
            self.site.put(f"/{name}", name.capitalize(), text_about(name))
        if face:
            names[names.index("trouwen")] = "kwijtschelding"
            self.site.put("/afval", "Afval", text_about("grofvuil"))
            self.site.put("/kwijtschelding", "Kwijtschelding", text_about("kwijtschelding"))
        self.site.put("/", "Gemeente", text_about("producten"), [f"/{name}" for name in names])

    def sync(self, data):
        """Sync undisturbed; gives all that the library then answers."""
        settings = settings_for(data)
        with closing(open_library(settings)) as library:
            report = sync(source_at(self.url), library, settings, confirmed=True)
            assert not report.failed
        return self.answers(data)

    def killed(self, data, moment, verb="sync", url=""):
        """Run until the moment; True when the process was killed there."""
        job = {"moment": moment, "verb": verb, "data": str(data), "url": url or self.url}
        self._driver.stdin.write(json.dumps(job) + "\n")
        self._driver.stdin.flush()
        return self._driver.stdout.readline().strip() == "-9"

    def answers(self, data):
        """Every live passage to its last letter, and what questions find with which score."""
        with closing(open_library(settings_for(data), read_only=True)) as library:
            passages = {
                url: [one.model_dump(exclude={"read_at"}) for one in library.show(url)]
                for url in library.holdings("gemeente")
            }
            found = [library.find(Search(text=text, limit=50)) for text in QUESTIONS]
        scores = [[(hit.passage.id, round(hit.relevance, 6)) for hit in hits] for hits in found]
        return passages, scores


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    town = Town(tmp_path_factory.mktemp("town"))
    yield town
    town.close()


@pytest.fixture(scope="module")
def data(town):
    """One library for all moments: each takes it from one face of the site to the other."""
    return town.folder / "data"


@pytest.fixture
def old(town, data):
    """What the library answers before the crash."""
    if not town.whole:
        town.sync(data)
    town.whole = False
    return town.clean[town.face]


@pytest.mark.parametrize("moment", SYNC)
def test_a_killed_sync_leaves_one_whole_edition(town, data, old, moment):
    town.show(1 - town.face)
    new = town.clean[town.face]
    assert town.killed(data, moment)
    passages, _ = town.answers(data)
    assert passages == (new if SYNC[moment].published else old)[0]
    assert town.sync(data) == new
    town.whole = True


@pytest.mark.parametrize("moment", QUIET)
def test_a_sync_that_finds_nothing_new_may_be_killed(town, data, old, moment):
    assert town.killed(data, moment)
    assert town.answers(data) == old
    assert town.sync(data) == old
    town.whole = True


@pytest.mark.parametrize("moment", FORGET)
def test_a_killed_forgetting_is_done_or_not_and_can_be_repeated(town, data, old, moment):
    page = f"{town.url}paspoort"
    assert town.killed(data, moment, "forget", page)
    passages, _ = town.answers(data)
    rest = {url: held for url, held in old[0].items() if url != page}
    assert passages == (rest if FORGET[moment].published else old[0])
    with closing(open_library(settings_for(data))) as library:
        library.forget(page)
    assert town.answers(data)[0] == rest
    assert town.sync(data) == old
    town.whole = True


@pytest.mark.parametrize("moment", ROLLBACK)
def test_a_killed_rollback_is_done_or_not(town, tmp_path, moment):
    settings = settings_for(tmp_path).model_copy(update={"data": tmp_path})
    keep = settings.model_copy(
        update={"library": settings.library.model_copy(update={"keep_editions": 5})}
    )
    source = source_at(town.url)
    for face in (0, 1):
        town.show(face)
        with closing(open_library(keep)) as library:
            sync(source, library, keep, confirmed=True)
    assert town.killed(tmp_path, moment, "rollback")
    passages, _ = town.answers(tmp_path)
    assert passages == town.clean[0 if ROLLBACK[moment].published else 1][0]
    town.whole = False
    assert town.sync(tmp_path)[0] == town.clean[1][0]
