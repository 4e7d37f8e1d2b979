"""A source is read again when its rhythm says so; a failed run is tried again sooner."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ingest.domain import Rhythm, Source, SyncReport
from ingest.scheduling.due import is_due, next_run

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def a_source(rhythm):
    fields = {"name": "g", "owner": "X", "start": ("https://a.nl/",), "rhythm": rhythm}
    return Source(**fields, review_by=date(2090, 1, 1))


def ran(ago, *, failed=False):
    return SyncReport(
        source="g", edition=1, published=True, failed=failed, started_at=NOW - ago, seconds=1
    )


@pytest.mark.parametrize(
    ("rhythm", "runs", "due"),
    [
        (Rhythm.DAILY, [], True),
        (Rhythm.BY_HAND, [], False),
        (Rhythm.DAILY, [ran(timedelta(hours=12))], False),
        (Rhythm.DAILY, [ran(timedelta(hours=23, minutes=50))], True),
        (Rhythm.HOURLY, [ran(timedelta(minutes=30))], False),
        (Rhythm.HOURLY, [ran(timedelta(hours=2))], True),
        (Rhythm.WEEKLY, [ran(timedelta(days=2))], False),
        (Rhythm.WEEKLY, [ran(timedelta(days=7))], True),
        (Rhythm.MONTHLY, [ran(timedelta(days=15))], False),
        (Rhythm.MONTHLY, [ran(timedelta(days=30))], True),
        (Rhythm.DAILY, [ran(timedelta(days=2)), ran(timedelta(minutes=5), failed=True)], False),
        (Rhythm.DAILY, [ran(timedelta(days=2)), ran(timedelta(hours=2), failed=True)], True),
        (Rhythm.DAILY, [ran(timedelta(minutes=9)), ran(timedelta(hours=2), failed=True)], False),
    ],
)
def test_the_rhythm_and_the_last_runs_decide(rhythm, runs, due):
    assert is_due(a_source(rhythm), runs, NOW) == due


def test_a_daily_timer_that_fires_a_little_early_does_not_skip_a_day():
    at = next_run(a_source(Rhythm.DAILY), [ran(timedelta(0))])
    assert timedelta(hours=22) < at - NOW < timedelta(hours=24)
