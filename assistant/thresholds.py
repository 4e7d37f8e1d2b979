"""From when on something was found: as the settings say, or as the edition was calibrated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.domain import Hit
from ingest.library.calibrating import Calibration
from ingest.library.evidence import read_evidence
from ingest.library.library import Library

UNKNOWN = 0.1
"""Least relevance in a library that was never asked what its scores are worth."""


@dataclass(frozen=True)
class Thresholds:
    """`known` tells what was found out of the published edition; `chosen` goes before it."""

    known: Callable[[], Calibration | None]
    chosen: float | None = None

    @classmethod
    def of(cls, chosen: float | None, library: Library) -> "Thresholds":
        """Those of the library as it is at each question."""
        return cls(_Known(library), chosen)

    def least(self) -> float:
        """Passages of less relevance are not read."""
        if self.chosen is not None:
            return self.chosen
        found = self.known()
        return found.least if found else UNKNOWN

    def enough(self, hits: Sequence[Hit]) -> bool:
        """Whether the best hit shows that the library may answer; yes where no line was drawn."""
        found = self.known() if self.chosen is None else None
        if found is None or found.line is None:
            return True
        return read_evidence().best(hits) >= found.line


class _Known:
    """Reads it once for each edition; a moment after one is published there is none yet."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._last: tuple[int, Calibration] | None = None

    def __call__(self) -> Calibration | None:
        edition = self._library.published
        if self._last and self._last[0] == edition:
            return self._last[1]
        found = self._library.calibration(edition)
        if found:
            self._last = edition, found
        return found
