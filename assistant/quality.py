"""The figures of live quality as they are kept: written by `python -m eval live`, read here."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from configs.domain import Noun

FOLDER, FILE = "quality", "live.json"


class Figure(Noun):
    """One metric over the sampled answers of a week (mean or share), with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


class Week(Noun):
    """A week, such as `2026-W47` (ISO 8601); `complaints` counts by what was wrong."""

    week: str
    answered: int = 0
    sampled: int = 0
    complaints: Mapping[str, int] = {}
    figures: Mapping[str, Figure] = {}

    @property
    def reported(self) -> int:
        """All complaints together."""
        return sum(self.complaints.values())


class Drift(Noun):
    """A change that is more than chance: of which metric, since when, seen on which day.

    `why`: `cusum`, a lasting shift from day to day; `release`, this week is not as the release.
    """

    metric: str
    why: Literal["cusum", "release"]
    since: str
    seen: str
    before: float
    now: float
    worse: bool
    chance: float | None = None


class Live(Noun):
    """All figures; nothing in them tells who asked or what."""

    made_at: datetime
    release: str = ""
    weeks: tuple[Week, ...] = ()
    drifts: tuple[Drift, ...] = ()
    release_figures: Mapping[str, float] = {}
    units: Mapping[str, str] = {}


def file_of(data: Path) -> Path:
    """Where they stand below the data folder."""
    return data / FOLDER / FILE


def read_live(data: Path) -> Live | None:
    """The figures; None where there are none, or they can't be read."""
    try:
        return Live.model_validate_json(file_of(data).read_bytes())
    except (OSError, ValidationError):
        return None
