"""kill -9 at any point of a sync: the old edition answers, and a rerun ends where it should."""

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.domain import Search, Source
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.sites import text_about

ROOT = Path(__file__).parents[2]
NAMES = ("paspoort", "rijbewijs", "afval", "parkeren", "trouwen", "bijstand")
# Runs one sync and kills itself, without any clean-up, right before or after a step.
DRIVER = """
import os, signal, sys
from datetime import date
from pathlib import Path
from configs.settings import load_settings
from ingest.domain import Source
from ingest.library.library import open_library
from ingest.library.writing import Writing
from ingest.sync import sync
from ingest.visits import Visits

when, step, data, start = sys.argv[1:]
owner = Visits if step == "save" else Writing
real = getattr(owner, step)

def deadly(self, *rest):
    if when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    real(self, *rest)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(owner, step, deadly)
settings = load_settings(data=Path(data), ingest={"allow_private_hosts": True, "delay": 0})
source = Source(name="gemeente", owner="X", review_by=date(2090, 1, 1), start=(start,))
sync(source, open_library(settings), settings, confirmed=True)
"""


@pytest.fixture
def town(site):
    site.put("/", "Gemeente", text_about("producten"), [f"/{name}" for name in NAMES])
    for name in NAMES:
        site.put(f"/{name}", name.capitalize(), text_about(name))
    return site


def a_source(site):
    start = (f"{site.url}/",)
    return Source(name="gemeente", owner="X", review_by=date(2090, 1, 1), start=start)


def answers(library):
    """All that can be found: the ids of the passages, and the pages a question leads to."""
    ids = {id_ for held in library.holdings("gemeente").values() for id_ in held}
    hits = library.find(Search(text="afspraak maken voor paspoort of grofvuil", limit=50))
    return ids, {hit.passage.id for hit in hits}


def changed(site):
    site.put("/afval", "Afval", text_about("grofvuil"))
    site.put("/kwijtschelding", "Kwijtschelding", text_about("kwijtschelding"))
    menu = [f"/{name}" for name in NAMES if name != "trouwen"] + ["/kwijtschelding"]
    site.put("/", "Gemeente", text_about("producten"), menu)


@pytest.mark.parametrize(
    ("point", "published"),
    [
        ("before put", False),
        ("after put", False),
        ("after end", False),
        ("after read_again", False),
        ("before publish", False),
        ("after publish", True),
        ("after save", True),
    ],
)
def test_a_killed_sync_leaves_one_whole_edition(town, settings, tmp_path, point, published):
    library = open_library(settings)
    sync(a_source(town), library, settings)
    old = answers(library)
    library.close()
    changed(town)

    arguments = [*point.split(), str(settings.data), f"{town.url}/"]
    killed = subprocess.run(
        [sys.executable, "-c", DRIVER, *arguments], cwd=ROOT, timeout=60, check=False
    )
    assert killed.returncode == -9

    library = open_library(settings)
    assert (answers(library) == old) == (not published)
    report = sync(a_source(town), library, settings, confirmed=True)
    assert not report.failed
    reached = answers(library)
    library.close()

    clean = settings.model_copy(update={"data": tmp_path / "clean"})
    library = open_library(clean)
    sync(a_source(town), library, clean)
    assert answers(library) == reached
    library.close()


def test_a_sync_killed_while_it_fetches_changes_nothing(town, settings):
    library = open_library(settings)
    sync(a_source(town), library, settings)
    old = answers(library)
    library.close()
    changed(town)
    page, reached = town.pages["/kwijtschelding"], []

    def slow(_):
        reached.append(1)
        time.sleep(0.3)
        return page

    town.pages["/kwijtschelding"] = slow
    arguments = ["before", "put", str(settings.data), f"{town.url}/"]
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, *arguments], cwd=ROOT, env=dict(os.environ)
    )
    deadline = time.monotonic() + 20
    while not reached and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait(timeout=10)
    library = open_library(settings)
    assert answers(library) == old
    assert sync(a_source(town), library, settings, confirmed=True).published
    library.close()
