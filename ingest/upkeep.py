"""`python -m ingest rebuild`, `backup`, `restore` and `forget`: what keeps a library in order."""

import argparse
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from configs.settings import Settings
from ingest.erasing import erase
from ingest.library.backup import back_up, restore
from ingest.library.checkup import check_up
from ingest.library.generations import tidy
from ingest.library.opening import embedder_of, generations_of
from ingest.library.rebuilding import Rebuild
from ingest.library.state import maker
from ingest.locking import only_one
from ingest.printing import as_stored, opened, paper, put
from ingest.space import require_copies

log = logging.getLogger(__name__)


def rebuild_library(settings: Settings, options: argparse.Namespace) -> bool:
    """Make all vectors anew in a collection beside the old one, and switch; or say if it is due."""
    embedder = embedder_of(settings)
    generations = generations_of(settings)
    with only_one(settings.data):
        if options.check:
            return _check(settings, options)
        require_copies(settings, 2)  # the new one, and one to read while a server has the old
        with _bar("rebuild") as progress:
            done = Rebuild(generations, embedder).run(progress)
        dropped = tidy(generations, settings.library.grace)
    if options.json:
        put({**done.model_dump(mode="json"), "dropped": dropped})
        return True
    paper().print(
        f"{done.name} is the library now: {done.passages} passages in {done.editions} editions, "
        f"{done.embedded} of them made anew in this run. Start the assistant again if its settings "
        f"changed. The old collection goes {settings.library.grace:g} hours after the switch, at "
        "the next sync or rebuild.",
        soft_wrap=True,
    )
    return True


def back_up_library(settings: Settings, options: argparse.Namespace) -> bool:
    """Write the library to one file, while it answers."""
    require_copies(settings, 1)
    with only_one(settings.data), _bar("backup") as progress:
        manifest = back_up(settings, options.file, progress)
    size = options.file.stat().st_size
    if options.json:
        put({"file": str(options.file), "bytes": size, "passages": manifest.passages})
    else:
        paper().print(
            f"{options.file}: {manifest.passages} passages in {manifest.editions} editions, "
            f"{size / 1e6:,.1f} MB. It holds no keys. What is erased later is still in it.",
            soft_wrap=True,
        )
    return True


def restore_library(settings: Settings, options: argparse.Namespace) -> bool:
    """Make a backup the library again."""
    with only_one(settings.data), _bar("restore") as progress:
        done = restore(settings, options.file, options.yes, progress)
        tidy(generations_of(settings), settings.library.grace)
    if options.json:
        put(done.model_dump(mode="json"))
    else:
        paper().print(
            f"{done.passages} passages in {done.editions} editions came back; "
            f"edition {done.published} is published. Start the assistant again.",
            soft_wrap=True,
        )
    return True


def forget_pages(settings: Settings, options: argparse.Namespace) -> bool:
    """Erase a page, or all pages of a source, from every edition and from the disk, at once."""
    with opened(settings, read_only=False) as library:
        known = library.holdings(options.source) if options.source else [options.url]
        done = erase(settings, library, {form for url in known for form in (url, as_stored(url))})
    if options.json:
        put({"url": options.url, "source": options.source, **done.model_dump(mode="json")})
    else:
        paper().print(_erased(done.passages, options.source or options.url), soft_wrap=True)
    return done.passages > 0


def _erased(passages: int, of: str) -> str:
    if not passages:
        return f"The library holds nothing of {of}; `list` and `show URL` tell what it holds."
    return (
        f"{passages} passages erased. The next sync reads {of} again, unless it is gone there or "
        "its source file leaves it out (`deny`). Backups made before still hold it."
    )


def _check(settings: Settings, options: argparse.Namespace) -> bool:
    generations = generations_of(settings)
    with generations.reading(generations.live()) as engine:
        found = check_up(engine, maker(embedder_of(settings)))
    if options.json:
        put(found.model_dump(mode="json"))
    else:
        for line in found.lines():
            paper().print(line, soft_wrap=True)
    return True


@contextmanager
def _bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """How far it is and how long it still takes, on stderr."""
    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
