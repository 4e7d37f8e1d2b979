"""Erase pages from every edition of a library, every collection of it, and the disk."""

from collections.abc import Iterable, Sequence
from contextlib import closing

from ingest.library.batches import batches
from ingest.library.domain import Engine, Where, any_of
from ingest.library.generations import Generations, beside
from ingest.library.shelf import Shelf

URLS = 500


def forget(shelf: Shelf, generations: Generations | None, urls: Iterable[str]) -> int:
    """First what a rebuild replaced or did not finish, then the library; gives its passages.

    `LibraryBusy` while another process has such a collection: then nothing was erased yet.
    """
    wheres = [Where(must=(any_of("url", some),)) for some in batches(urls, URLS)]
    if generations is not None:
        for name in beside(generations):
            _erase(generations.open(name), wheres)
    if not shelf.made():
        return 0
    count = sum(shelf.drop(where, erase=True) for where in wheres)
    shelf.erase()
    return count


def _erase(engine: Engine, wheres: Sequence[Where]) -> None:
    with closing(engine):
        for where in wheres:
            engine.delete(where)
        engine.flush()
        engine.erase()
