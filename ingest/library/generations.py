"""Which collection is the library: a rebuild makes the next one beside it and then switches."""

import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Protocol

from ingest.domain import LibraryBusy
from ingest.library.domain import Engine

LONG_AGO = datetime.min.replace(tzinfo=UTC)
LIVE = ".live"
"""Ends the name of what points at the live collection; the setting's pattern has no dot."""


class Generations(Protocol):
    """The collections of one library. Every method may raise `LibraryError`."""

    base: str
    """The name of the first one, from the settings."""

    def live(self) -> str:
        """The name of the one that is the library; `base` before any switch."""
        ...

    def since(self) -> datetime:
        """When the live one became the library; long ago before any switch."""
        ...

    def all(self) -> list[str]:
        """The names of all that are there, oldest first."""
        ...

    def open(self, name: str) -> Engine:
        """One of them, or one that is not made yet."""
        ...

    def reading(self, name: str) -> AbstractContextManager[Engine]:
        """One of them as it is now, to read, also while another process has it."""
        ...

    def switch(self, name: str) -> None:
        """Make it the library, in one step."""
        ...

    def drop(self, name: str) -> None:
        """Remove one for good."""
        ...


def number(name: str) -> int:
    """1 for the first collection, 2 for the one after it."""
    _, _, count = name.partition(".")
    return int(count or 1)


def ours(names: Iterable[str], base: str) -> list[str]:
    """The collections of this library among these names, oldest first."""
    pattern = re.compile(rf"{re.escape(base)}(?:\.\d+)?")
    return sorted((name for name in names if pattern.fullmatch(name)), key=number)


def following(generations: Generations) -> str:
    """The name of the next collection."""
    newest = max(map(number, [generations.live(), *generations.all()]))
    return f"{generations.base}.{newest + 1}"


def beside(generations: Generations) -> list[str]:
    """All but the live one: what it replaced, and what a rebuild has not finished."""
    live = generations.live()
    return [name for name in generations.all() if name != live]


def tidy(generations: Generations, grace: float) -> list[str]:
    """Drop what was replaced more than `grace` hours ago; returns the names."""
    live, now = generations.live(), datetime.now(UTC)
    old = [name for name in generations.all() if number(name) < number(live)]
    if not old or now - generations.since() < timedelta(hours=grace):
        return []
    dropped = []
    for name in old:
        try:
            generations.drop(name)
        except LibraryBusy:  # a server with the old settings still has it
            continue
        dropped.append(name)
    return dropped
