"""Who may use a folder and a shard: one process, and in it many threads or one alone."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, get_ident

from ingest.domain import LibraryBusy

FILE = "process.lock"


class Hold:
    """A lock that the system lets go of when the process ends; taken before a folder is opened.

    Its own lock comes only after it mended files, which breaks them for who has them open.
    """

    def __init__(self, folder: Path) -> None:
        """Raises `LibraryBusy` when another has it."""
        self._handle = (folder / FILE).open("a")
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._handle.close()
            if isinstance(error, BlockingIOError):
                raise LibraryBusy(busy(f"the folder {folder}")) from error
            raise

    def release(self) -> None:
        """Let another in."""
        self._handle.close()


class Gate:
    """Lets many threads in, or one alone: the engine cannot be closed while somebody uses it."""

    def __init__(self) -> None:
        self._changing = Condition()
        self._inside = 0
        self._alone: int | None = None

    @contextmanager
    def inside(self) -> Iterator[None]:
        """With others; waits while another thread is alone."""
        with self._changing:
            self._changing.wait_for(lambda: self._alone in (None, get_ident()))
            self._inside += 1
        try:
            yield
        finally:
            with self._changing:
                self._inside -= 1
                self._changing.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Alone, once those inside have left; they may be let in again by this thread only."""
        with self._changing:
            self._changing.wait_for(lambda: self._alone is None)
            self._alone = get_ident()
            self._changing.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changing:
                self._alone = None
                self._changing.notify_all()


def busy(place: str) -> str:
    """What to tell who comes second."""
    return (
        f"Another process has the library in {place} open. Stop it first, or use a Qdrant server "
        "(VRAAGBAAK_LIBRARY__ENGINE=server)."
    )
