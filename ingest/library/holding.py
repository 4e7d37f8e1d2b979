"""A folder that one process has: a lock that the system lets go of when the process ends."""

import fcntl
from pathlib import Path

from ingest.domain import LibraryBusy

FILE = "process.lock"


class Hold:
    """Taken before the engine looks into a folder.

    Its own lock comes only after it mended files, which breaks them for who has them open.
    """

    def __init__(self, folder: Path) -> None:
        """Raises `LibraryBusy` when another has it."""
        self._handle = (folder / FILE).open("a")
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._handle.close()
            raise LibraryBusy(busy(f"the folder {folder}")) from error

    def release(self) -> None:
        """Let another in."""
        self._handle.close()


def busy(place: str) -> str:
    """What to tell who comes second."""
    return (
        f"Another process has the library in {place} open. Stop it first, or use a Qdrant server "
        "(VRAAGBAAK_LIBRARY__ENGINE=server)."
    )
