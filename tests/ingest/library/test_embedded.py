"""How the engine in this process is used, where no contract of libraries says it."""

import json
from pathlib import Path

import pytest

from ingest.domain import Search
from ingest.library.embedded_forms import SEARCH_THREADS
from tests.ingest.library.conftest import SITE
from tests.ingest.library.test_contract import sync

THREADS = Path("/proc/self/task")


def threads():
    """The engine's own threads in this process."""
    names = [(thread / "comm").read_text().strip() for thread in THREADS.iterdir()]
    return [name for name in names if name.startswith("edge-search")]


@pytest.mark.skipif(not THREADS.is_dir(), reason="Only Linux tells the names of threads.")
@pytest.mark.parametrize("made", ["now", "before it was set"])
def test_the_engine_has_no_pool_of_threads_that_spin_between_searches(embedded, made):
    library = embedded.open()
    sync(library, SITE)
    if made != "now":
        embedded.close()
        (config,) = embedded.folder.rglob("edge_config.json")
        known = json.loads(config.read_text(encoding="utf-8"))
        del known["max_search_threads"]
        config.write_text(json.dumps(known), encoding="utf-8")
        library = embedded.open()
    assert library.find(Search(text="paspoort"))
    assert len(threads()) <= SEARCH_THREADS
