"""A process that has a library open goes over to the collection that took its place."""

import logging
from time import monotonic

from ingest.domain import LibraryMismatch
from ingest.library.generations import Generations
from ingest.library.shelf import Shelf
from ingest.library.state import check_maker, maker

LOOK_AGAIN = 30.0
"""Seconds after which a process that only reads looks whether there was a switch."""
log = logging.getLogger(__name__)


class Watch:
    """Knows which collection a process has open, and looks which one is the library."""

    def __init__(self, generations: Generations, name: str) -> None:
        self.generations, self._name = generations, name
        self._looked = monotonic()

    def newer(self, shelf: Shelf, *, writing: bool = False) -> Shelf | None:
        """What took the place of this shelf, where there is such and it fits this process.

        One that does not fit is left alone, and the old one goes on answering; who writes gets
        `LibraryMismatch`. Looks at most twice a minute, but always before writing.
        """
        if not writing and monotonic() - self._looked < LOOK_AGAIN:
            return None
        self._looked = monotonic()
        live = self.generations.live()
        if live == self._name:
            return None
        engine = self.generations.open(live)
        try:
            check_maker(engine, maker(shelf.embedder))
        except LibraryMismatch as error:
            engine.close()
            if writing:
                raise
            log.warning("%s Until it is started anew, this process answers from the old.", error)
            return None
        self._name = live
        return Shelf(engine, shelf.embedder)
