"""The files of the embedded engine's log, which keeps what was deleted until it is full."""

from pathlib import Path

FILLER, FILLERS, STEP = "x" * 1_000_000, 128, 8
"""What pushes older writes out: the log keeps two files of 32 MiB at most, checked at each step."""


def logs(folder: Path) -> frozenset[int]:
    """Those that hold something, by inode: all but the one that was made in advance."""
    files = sorted(folder.glob("wal/open-*"), key=lambda file: int(file.name.split("-")[1]))
    used = [*folder.glob("wal/closed-*"), *files[:1]]
    return frozenset(file.stat().st_ino for file in used)
