"""One sync at a time: a lock that the system lets go of when its process ends, however it ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.domain import LibraryBusy


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the lock below the data folder; `LibraryBusy` when another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "sync.lock"
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LibraryBusy(
                f"Another sync is running ({file} is locked); wait until it has finished."
            ) from error
        yield
