"""When a source is to be read again, by its rhythm and by what became of the last runs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from ingest.domain import Rhythm, Source, SyncReport

PERIODS = {
    Rhythm.HOURLY: timedelta(hours=1),
    Rhythm.DAILY: timedelta(days=1),
    Rhythm.WEEKLY: timedelta(days=7),
    Rhythm.MONTHLY: timedelta(days=30),
}
EARLY = 0.05  # share of a period; a timer never fires at exactly the same moment
AGAIN = timedelta(hours=1)
"""How long a failed run is left alone before it is tried again, at most one period."""


def next_run(source: Source, runs: Sequence[SyncReport]) -> datetime | None:
    """From when on a source is due; `runs` are its reports. None for one that is read by hand."""
    if source.rhythm is Rhythm.BY_HAND:
        return None
    period = PERIODS[source.rhythm]
    times = [datetime.min.replace(tzinfo=UTC)]
    times += [one.started_at + period * (1 - EARLY) for one in runs if not one.failed]
    failed = [one.started_at for one in runs if one.failed]
    return max(max(times), *(at + min(AGAIN, period) for at in failed)) if failed else max(times)


def is_due(source: Source, runs: Sequence[SyncReport], now: datetime) -> bool:
    """Whether a source is to be read now."""
    at = next_run(source, runs)
    return at is not None and at <= now
