"""What the library remembers of itself: editions, the one published, a writing under way."""

import os
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import uuid4

from configs.domain import Noun
from ingest.domain import Edition, LibraryMismatch
from ingest.library.domain import Engine
from models.domain import Embedder
from models.dutch import FINGERPRINT

STATE = "state"
COMPANIONS = ("calibration",)
"""Records beside the state that belong to its editions and the vectors they were made with."""
REBUILD = "Run `python -m ingest rebuild`; a server with the old settings goes on meanwhile."
LEASE = timedelta(minutes=30)
"""A writing on another machine that gave no sign of life for so long is taken for crashed."""


class Mark(Noun):
    """A writing under way: which edition it makes, and who does it."""

    number: int
    source: str
    token: str
    host: str
    process: int
    seen_at: datetime


class Maker(Noun):
    """What made the vectors."""

    lexicon: str = ""
    embedder: str = ""
    size: int = 0


class State(Noun):
    """The one record that says what is published."""

    published: int = 0
    highest: int = 0
    """The highest edition number ever begun; a number is never used again."""
    editions: tuple[Edition, ...] = ()
    before: Mapping[str, int] = {}
    """Per edition, the one that it was built on."""
    writing: Mark | None = None
    stamp: int = 0
    """Counts the changes of the lexicon."""
    pieces: int = 0
    """In how many records the lexicon is stored."""
    made_with: Maker = Maker()
    made_at: datetime | None = None
    """When a rebuild or a restore made this collection; None for the first one."""
    read: Mapping[str, datetime] = {}
    """When each source was last read; it counts for all its passages that are not stale."""

    def edition(self, number: int) -> Edition | None:
        """The edition with this number, if it is kept."""
        return next((one for one in self.editions if one.number == number), None)

    def staying(self, keep: int, days: int = 0) -> tuple[Edition, ...]:
        """The newest editions and the published one, without what was replaced `days` ago."""
        oldest = datetime.now(UTC) - timedelta(days=days) if days else None
        replaced = [later.published_at for later in self.editions[1:]] + [None]
        newest = self.editions[-keep:]
        return tuple(
            one
            for one, at in zip(self.editions, replaced, strict=False)
            if one.number == self.published
            or (one in newest and (at is None or oldest is None or at >= oldest))
        )

    def absent(self, number: int) -> str:
        """What to say of an edition that is not kept."""
        kept = ", ".join(str(one.number) for one in self.editions) or "none"
        return f"There is no edition {number or 'before the published one'}. Editions kept: {kept}."


class _Living:
    """The writings under way in this process."""

    def __init__(self) -> None:
        self._tokens: set[str] = set()
        self._changing = Lock()

    @contextmanager
    def writing(self, number: int, source: str) -> Iterator[Mark]:
        """A mark that counts as alive inside."""
        mark = Mark(
            number=number,
            source=source,
            token=uuid4().hex,
            host=socket.gethostname(),
            process=os.getpid(),
            seen_at=datetime.now(UTC),
        )
        with self._changing:
            self._tokens.add(mark.token)
        try:
            yield mark
        finally:
            with self._changing:
                self._tokens.discard(mark.token)

    def has(self, mark: Mark, alone: bool) -> bool:
        """Whether somebody still works on it; `alone` when no other process can."""
        if mark.token in self._tokens:
            return True
        if alone or (mark.host, mark.process) == (socket.gethostname(), os.getpid()):
            return False
        if mark.host == socket.gethostname() and sys.platform != "win32":
            return _runs(mark.process)
        return datetime.now(UTC) - mark.seen_at < LEASE


LIVING = _Living()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def maker(embedder: Embedder | None) -> Maker:
    """What would make the vectors now."""
    if embedder is None:
        return Maker(lexicon=FINGERPRINT)
    return Maker(lexicon=FINGERPRINT, embedder=embedder.fingerprint, size=embedder.size)


def check_maker(engine: Engine, now: Maker) -> None:
    """Raise `LibraryMismatch` when the library was made by something else than `now`."""
    record = engine.record(STATE, ["made_with"]) if engine.exists() else None
    if not record:
        return
    then = Maker.model_validate(record["made_with"])
    if then.lexicon != now.lexicon:
        raise LibraryMismatch(
            f"The library in {engine.place} was made by another version of the lexicon. {REBUILD}"
        )
    if then != now:
        raise LibraryMismatch(
            f"The library in {engine.place} was made with embedder {then.embedder or 'none'!r}, "
            f"the settings name {now.embedder or 'none'!r}. Set VRAAGBAAK_LIBRARY__EMBEDDER back "
            f"as it was, or make the vectors anew. {REBUILD}"
        )
