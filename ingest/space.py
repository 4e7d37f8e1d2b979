"""Room on the disk, asked before it is needed: a mapped file on a full disk kills the process."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import ENOSPC
from pathlib import Path
from typing import IO

from configs.settings import Settings
from ingest.domain import LibraryError, Passage

TO_READ = 32_000_000  # bytes; the embedded engine also writes a little when it opens
TO_WRITE = 200_000_000  # bytes; its logs and segments grow in large steps
MARGIN = 64_000_000  # bytes; what a batch may need at most, and so the least before each
PER_PASSAGE = 30_000  # bytes, measured, with vectors and indexes
BATCH = 256  # passages that the library writes at once
AGAIN = "then run this again; the library holds what was published last."


def require_space(settings: Settings, *, writing: bool, passages: int = 0) -> None:
    """Raise `LibraryError` when the data folder has too little room for what comes."""
    if settings.library.engine == "embedded":
        needed = (TO_WRITE if writing else TO_READ) + passages * PER_PASSAGE
        _require(_existing(settings.data.absolute()), needed)


@contextmanager
def clear_when_full(settings: Settings) -> Iterator[None]:
    """One clear message for whatever fails inside because the disk is full."""
    try:
        yield
    except (LibraryError, OSError) as error:
        folder = _existing(settings.data.absolute())
        free, full = shutil.disk_usage(folder).free, os.strerror(ENOSPC)
        if full in str(error) and free > TO_WRITE:  # a quota, or inodes
            raise LibraryError(f"{full} in {folder}. Make room, {AGAIN}") from error
        if full in str(error) or free < TO_READ:
            raise _full(folder, TO_WRITE) from error
        raise


class Reserve:
    """Room kept for a write, so that nothing else on the disk takes it meanwhile.

    The engine maps its files into memory, and a write to a mapped file on a full disk ends the
    process at once (SIGBUS): no error is raised that could be caught. So the room is taken first
    and given back batch by batch, and the write stops in time when others fill up the disk. What
    this can't exclude is that they take `MARGIN` within one step; the process is then lost, as
    with kill -9, and nothing else is.
    """

    def __init__(self, folder: Path, file: IO[bytes], kept: int) -> None:
        """Keep so many bytes in this file; on a file system that can't, only watch."""
        self._folder, self._file, self._kept = folder, file, kept
        if kept:
            with suppress(AttributeError, OSError):  # macOS has no such call, some systems refuse
                os.posix_fallocate(file.fileno(), 0, kept)

    def require(self) -> None:
        """Raise `LibraryError` when the next step of the write may not find room."""
        if self._kept:
            _require(self._folder, MARGIN)

    def batchwise(self, passages: Iterable[Passage]) -> Iterator[Passage]:
        """The passages, with room given back and required before each batch of them."""
        for number, passage in enumerate(passages):
            if self._kept and number % BATCH == 0:
                self._kept = max(1, self._kept - BATCH * PER_PASSAGE)
                self._file.truncate(self._kept)
                self.require()
            yield passage


@contextmanager
def reserve(settings: Settings, passages: int) -> Iterator[Reserve]:
    """Keep room for so many passages and what the engine adds; what is left is given back."""
    embedded = settings.library.engine == "embedded"
    folder = _existing(settings.data.absolute())
    with tempfile.TemporaryFile(dir=folder) as file:
        kept = TO_WRITE // 2 + passages * PER_PASSAGE
        yield Reserve(folder, file, kept if embedded else 0)


def _require(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise _full(folder, needed)


def _full(folder: Path, needed: int) -> LibraryError:
    free = shutil.disk_usage(folder).free
    return LibraryError(
        f"The disk is nearly full: {folder} has {free // 1_000_000} MB free, and "
        f"{needed // 1_000_000} MB is needed. Make room, {AGAIN}"
    )


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
