"""Room on the disk, asked before it is needed: a mapped file on a full disk kills the process."""

import shutil
from pathlib import Path

from configs.settings import Settings
from ingest.domain import LibraryError

TO_READ = 32_000_000  # bytes; the embedded engine also writes a little when it opens
TO_WRITE = 200_000_000  # bytes; its logs and segments grow in large steps
BLOCK = 512  # bytes
PER_PASSAGE = 30_000  # bytes, measured, with vectors and indexes


def require_space(settings: Settings, *, writing: bool, passages: int = 0) -> None:
    """Raise `LibraryError` when the data folder has too little room for what comes."""
    if settings.library.engine != "embedded":
        return
    folder = _existing(settings.data.absolute())
    needed = (TO_WRITE if writing else TO_READ) + passages * PER_PASSAGE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise LibraryError(
            f"The disk is nearly full: {folder} has {free // 1_000_000} MB free, and "
            f"{needed // 1_000_000} MB is needed. Make room, then run this again; the library "
            "holds what was published last."
        )


def require_copies(settings: Settings, copies: int) -> None:
    """Raise `LibraryError` when there is no room for this many further copies of the library."""
    files = (settings.data / "library").rglob("*")
    size = sum(file.stat().st_blocks * BLOCK for file in files if file.is_file())
    require_space(settings, writing=True, passages=copies * size // PER_PASSAGE)


def _existing(folder: Path) -> Path:
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
