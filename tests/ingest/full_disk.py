"""Syncs on a small disk of its own that fills up at a named moment; run by `test_full_disk`.

`python -m tests.ingest.full_disk FOLDER` prints one line of JSON for each moment.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from ingest import space
from ingest.domain import IngestError, Search
from ingest.fetching import Fetcher
from ingest.library import writing
from ingest.library.embedded import EmbeddedEngine
from ingest.library.library import open_library
from ingest.sync import sync
from ingest.visits import Visits
from tests.ingest.crashes import settings_for, source_at
from tests.ingest.sites import Site, text_about

BEFORE, AFTER = "before", "after"
MOMENTS: dict[str, tuple[str, Any, str]] = {
    "while fetching": (AFTER, Fetcher, "fetch"),
    "before the first batch": (BEFORE, writing.Writing, "put"),
    "between two batches": (AFTER, writing.Writing, "_put"),
    "within a batch": (BEFORE, EmbeddedEngine, "put"),
    "before the end": (AFTER, writing.Writing, "put"),
    "after the end": (AFTER, writing.Writing, "end"),
    "before publishing": (BEFORE, writing.Writing, "publish"),
    "before the visits are saved": (BEFORE, Visits, "save"),
    "before the sweep": (AFTER, Visits, "save"),
}
PAGES = 12


def fill(folder: Path) -> None:
    """Take all that is left, as another program would."""
    with (folder / "filler").open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, max(1, shutil.disk_usage(folder).free))


def filling(folder: Path, when: str, owner: Any, call: str) -> None:
    """Let the disk fill up right before or after the first such call."""
    real, left = getattr(owner, call), [1]

    def full(*arguments: Any, **named: Any) -> Any:
        first, left[0] = left[0], 0
        if first and when == BEFORE:
            fill(folder)
        result = real(*arguments, **named)
        if first and when == AFTER:
            fill(folder)
        return result

    setattr(owner, call, full)


def put(site: Site, subject: str) -> None:
    names = [f"/p{number}" for number in range(PAGES)]
    site.put("/", "Gemeente", text_about("producten"), names)
    for name in names:
        site.put(name, name, text_about(f"{subject} {name}"))


def found(library: Any) -> list[str]:
    hits = library.find(Search(text="afspraak bij de gemeente", limit=50))
    return sorted(hit.passage.text for hit in hits)


def in_child(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What a process of its own told, and how it ended."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        told = work(*arguments)
        os.write(write, json.dumps(told).encode())
        os._exit(0)
    os.close(write)
    _, status = os.waitpid(child, 0)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    return {**json.loads(told or b"{}"), "ended": os.waitstatus_to_exitcode(status)}


def disturbed(settings: Any, source: Any, moment: str, folder: Path) -> dict[str, Any]:
    """A sync during which the disk fills up."""
    told: dict[str, Any] = {}
    library = open_library(settings)
    old = found(library)
    filling(folder, *MOMENTS[moment])
    try:
        told["failed"] = sync(source, library, settings, confirmed=True).failed
    except (IngestError, OSError) as error:
        told["message"] = str(error)
    told["published"] = library.published
    told["answers"] = found(library) == old
    with suppress(IngestError):
        library.close()
    return told


def undisturbed(settings: Any, source: Any) -> dict[str, Any]:
    """What the library answers, before and after a sync."""
    with closing(open_library(settings)) as library:
        before = found(library)
        failed = sync(source, library, settings, confirmed=True).failed
        return {"before": before, "failed": failed, "after": found(library)}


def one(moment: str, folder: Path, site: Site) -> dict[str, Any]:
    settings, source = settings_for(folder / "data"), source_at(f"{site.url}/")
    put(site, "paspoort")
    old = in_child(undisturbed, settings, source)["after"]
    put(site, "rijbewijs")
    told = in_child(disturbed, settings, source, moment, folder)
    (folder / "filler").unlink()
    again = in_child(undisturbed, settings, source)
    shutil.rmtree(settings.data)
    new = sum("rijbewijs" in text for text in again["after"])
    return {**told, "reopened": again["before"] == old, "again": not again["failed"], "new": new}


def main() -> None:
    space.TO_WRITE, space.MARGIN, space.PER_PASSAGE = 60_000_000, 12_000_000, 100_000
    space.TO_READ, space.BATCH, writing.BATCH = 4_000_000, 4, 4
    site = Site()
    for moment in MOMENTS:
        told = one(moment, Path(sys.argv[1]), site)
        sys.stdout.write(json.dumps({"moment": moment, **told}) + "\n")
    site.close()


if __name__ == "__main__":
    main()
