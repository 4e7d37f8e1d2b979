"""Joules per answer: what the graphics cards use is divided over the answers being written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Spent:
    """What one answer used (J); known when it has ended."""

    joules: float = 0.0


class Meter:
    """Of every moment each answer that is being written then gets an equal share.

    So the answers together get all that the cards used while at least one was written, their idle
    use included, and nothing of the time in which none was.
    """

    def __init__(self, read: Callable[[], float]) -> None:
        """`read` gives the joules that were used so far."""
        self._read = read
        self._last = 0.0
        self._writing = 0
        self._each = 0.0
        """What an answer would have got that was always there."""

    @contextmanager
    def measuring(self) -> Iterator[Spent]:
        """Count for one answer, until the end of the block."""
        self._divide()
        self._writing += 1
        spent, before = Spent(), self._each
        try:
            yield spent
        finally:
            self._divide()
            self._writing -= 1
            spent.joules = self._each - before

    def _divide(self) -> None:
        now = self._read()
        if self._writing:
            self._each += max(0.0, now - self._last) / self._writing
        self._last = now
