"""Runs syncs in processes of their own that are killed, with no clean-up, at a named moment.

`python -m tests.ingest.crashes` reads one job a line: `{"moment", "verb", "data", "url"}`. Each
runs in a fork of this process, which has read the code but never opened a library; its answer is
the status of the child's end (-9 when it was killed).
"""

import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from configs.settings import load_settings
from ingest import discovering, judging, visits
from ingest.domain import Source
from ingest.fetching import Fetcher
from ingest.library import writing
from ingest.library.embedded import EmbeddedEngine
from ingest.library.library import Library, open_library
from ingest.library.shelf import Shelf
from ingest.robots import Robots
from ingest.sync import sync

BEFORE, AFTER = "before", "after"


@dataclass(frozen=True)
class Moment:
    """Before or after a call, the `nth` of its kind."""

    when: str
    owner: Any
    call: str
    nth: int = 1
    published: bool = False  # whether the new edition counts by then


SYNC = {
    "before discovery": Moment(BEFORE, Robots, "forbid"),
    "after the robots.txt": Moment(AFTER, Robots, "forbid"),
    "after the sitemaps": Moment(AFTER, discovering.Sitemaps, "walk"),
    "before a fetch": Moment(BEFORE, Fetcher, "fetch", 4),
    "after a fetch": Moment(AFTER, Fetcher, "fetch", 4),
    "after a page is read": Moment(AFTER, judging, "look", 3),
    "before writing": Moment(BEFORE, Library, "writing"),
    "after the writing is marked": Moment(AFTER, Library, "_mark"),
    "before the first batch": Moment(BEFORE, writing.Writing, "_put"),
    "after the first batch": Moment(AFTER, writing.Writing, "_put"),
    "within the second batch": Moment(AFTER, EmbeddedEngine, "put", 2),
    "after all is put": Moment(AFTER, writing.Writing, "put"),
    "within the end": Moment(AFTER, EmbeddedEngine, "change"),
    "after the end": Moment(AFTER, writing.Writing, "end"),
    "after the reading is noted": Moment(AFTER, writing.Writing, "read_again"),
    "before publishing": Moment(BEFORE, writing.Writing, "publish"),
    "publishing, lexicon not yet stored": Moment(BEFORE, Shelf, "learn"),
    "publishing, lexicon stored": Moment(AFTER, Shelf, "learn"),
    "after publishing": Moment(AFTER, writing.Writing, "publish", published=True),
    "before the visits are saved": Moment(BEFORE, visits.Visits, "save", published=True),
    "saving the visits": Moment(BEFORE, visits.Path, "replace", published=True),
    "after the visits are saved": Moment(AFTER, visits.Visits, "save", published=True),
    "before the sweep": Moment(BEFORE, Library, "sweep", published=True),
    "sweeping, editions dropped": Moment(BEFORE, Shelf, "drop", published=True),
    "sweeping, before passages are erased": Moment(
        BEFORE, EmbeddedEngine, "delete", published=True
    ),
    "sweeping, passages erased": Moment(AFTER, EmbeddedEngine, "delete", published=True),
    "after the sweep": Moment(AFTER, Library, "sweep", published=True),
    "before the library is closed": Moment(BEFORE, EmbeddedEngine, "close", published=True),
    "after the library is closed": Moment(AFTER, EmbeddedEngine, "close", published=True),
}
QUIET = {
    "before nothing new is confirmed": Moment(BEFORE, writing.Writing, "confirm"),
    "after nothing new is confirmed": Moment(AFTER, writing.Writing, "confirm"),
}
FORGET = {
    "before forgetting": Moment(BEFORE, Shelf, "drop"),
    "forgetting, lexicon stored": Moment(AFTER, Shelf, "learn"),
    "forgetting, passages erased": Moment(AFTER, EmbeddedEngine, "delete", published=True),
    "after forgetting": Moment(AFTER, Shelf, "drop", published=True),
}
ROLLBACK = {
    "before rolling back": Moment(BEFORE, Shelf, "amend"),
    "after rolling back": Moment(AFTER, Shelf, "amend", published=True),
}
MOMENTS = {**SYNC, **QUIET, **FORGET, **ROLLBACK}


def arm(moment: Moment) -> None:
    """Make the moment deadly."""
    real, left = getattr(moment.owner, moment.call), [moment.nth]

    def deadly(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and moment.when == BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(moment.owner, moment.call, deadly)


def settings_for(data: Path) -> Any:
    """One edition is kept, so that a sweep leaves what a library made at once would hold."""
    keep = {"keep_editions": 1}
    return load_settings(data=data, ingest={"allow_private_hosts": True, "delay": 0}, library=keep)


def source_at(url: str) -> Source:
    return Source(name="gemeente", owner="X", review_by=date(2090, 1, 1), start=(url,))


def work(job: dict[str, str]) -> None:
    """Do what the job says, until its moment."""
    writing.BATCH = 1
    settings = settings_for(Path(job["data"]))
    library = open_library(settings)
    arm(MOMENTS[job["moment"]])
    if job["verb"] == "sync":
        sync(source_at(job["url"]), library, settings, confirmed=True)
    elif job["verb"] == "forget":
        library.forget(job["url"])
    else:
        library.rollback()
    library.close()


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(json.loads(line))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
