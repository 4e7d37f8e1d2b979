"""The nouns of a run: what was asked for, how far it is, what came of it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from configs.domain import Noun
from ingest.domain import IngestError, Line, Source, SyncReport

Shown = Callable[[Source], AbstractContextManager[Callable[[Line], None]]]
"""Shows the progress of one source while the context lasts."""


class Asked(Noun):
    """A run that somebody asked for; no names means all sources of the list."""

    names: tuple[str, ...] = ()
    sources: Path | None = None
    """A file or folder in place of `ingest.sources`."""
    confirmed: bool = False
    due: bool = False
    """Only the sources whose rhythm says so."""


class Progress(Noun):
    """How far a run is."""

    source: str
    lines: int
    last: Line | None = None


class Outcome(Noun):
    """What came of a run. Every source of it stands in one of the three."""

    reports: tuple[SyncReport, ...] = ()
    errors: Mapping[str, str] = {}
    left_out: Mapping[str, str] = {}
    """Sources that rest or are only proposed, with the reason."""
    failed: str = ""
    """Why the run as a whole came to nothing, where it did."""

    @property
    def good(self) -> bool:
        """Whether every source that was to be read was."""
        return not (self.errors or self.failed or any(one.failed for one in self.reports))


class Stopped(IngestError):
    """The run was ended because its server stops; the next run does it anew."""
