"""Give two groups of processes cores of their own (Linux)."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROCESSES = Path("/proc")


@contextmanager
def apart(group: int) -> Iterator[None]:
    """Half of the cores for the processes of a group, the others for this one."""
    cores = sorted(os.sched_getaffinity(0))
    half = len(cores) // 2
    theirs, ours = list(_threads(group)), list(_threads(os.getpgid(0)))
    _keep(theirs, cores[half:])
    _keep(ours, cores[:half])
    try:
        yield
    finally:
        _keep([*theirs, *_threads(group), *ours, *_threads(os.getpgid(0))], cores)


def _threads(group: int) -> Iterator[int]:
    for place in PROCESSES.glob("[0-9]*"):
        with suppress(ProcessLookupError, FileNotFoundError):
            if os.getpgid(int(place.name)) == group:
                yield from (int(task.name) for task in (place / "task").iterdir())


def _keep(threads: Iterable[int], cores: Iterable[int]) -> None:
    for thread in threads:
        with suppress(ProcessLookupError):
            os.sched_setaffinity(thread, cores)
