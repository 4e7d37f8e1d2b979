"""Bring the library up to date with one source, and publish the result as an edition."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from configs.settings import Settings
from ingest.domain import Line, Source, SourceError, SyncReport
from ingest.findings import Survey
from ingest.library.library import Library
from ingest.locking import only_one
from ingest.planning import Plan
from ingest.review import overdue, refusal
from ingest.reviewing.gate import Gate
from ingest.reviewing.quarantine import Quarantine
from ingest.space import clear_when_full, require_space, reserve
from ingest.visits import Visits, fingerprint
from ingest.walking import Traffic, walk

Progress = Callable[[Line], None]

log = logging.getLogger(__name__)


def sync(
    source: Source,
    library: Library,
    settings: Settings,
    *,
    confirmed: bool = False,
    progress: Progress | None = None,
) -> SyncReport:
    """Find, fetch, read and compare a source; publish only what differs, all or nothing.

    `confirmed` publishes even when more pages vanish or change than `ingest.max_vanished` allows.
    Raises `LibraryBusy` while another sync runs, `LibraryError` when the library can't be written,
    `SourceError` for a source that rests or is only proposed.
    """
    if against := refusal(source, datetime.now(UTC).date(), settings.ingest.review_grace):
        raise SourceError(against)
    with only_one(settings.data):
        return _Run(source, library, settings).report(confirmed, progress)


class _Run:
    """One sync of one source."""

    def __init__(self, source: Source, library: Library, settings: Settings) -> None:
        self._source = source
        self._library = library
        self._settings = settings
        self._started, self._began = datetime.now(UTC), time.monotonic()
        self._visits = Visits(
            settings.data / "visits" / f"{source.name}.json",
            fingerprint(source, settings.ingest.passage_words),
            library.holdings(source.name),
        )
        self._plan = Plan(source, self._visits, settings.ingest.passage_words)
        self._gate = Gate(
            source.name,
            Quarantine(settings.data),
            self._visits.held,
            library.show,
            settings.ingest.max_shrunk,
        )
        self._traffic, self._embedded = Traffic(), 0

    def report(self, confirmed: bool, progress: Progress | None) -> SyncReport:
        survey = self._walk(progress)
        reason = survey.failed or self._guard(confirmed)
        with clear_when_full(self._settings):
            edition = None if reason else self._write()
        remarks = list(survey.remarks)
        if late := overdue(self._source, self._started.date()):
            log.warning(late)
            remarks.insert(0, late)
        return SyncReport(
            source=self._source.name,
            edition=edition,
            published=edition is not None,
            failed=bool(reason),
            reason=reason,
            started_at=self._started,
            seconds=round(time.monotonic() - self._began, 3),
            requests=self._traffic.requests,
            bytes_read=self._traffic.bytes_read,
            embedded=self._embedded,
            lines=tuple(self._plan.lines.values()),
            remarks=tuple(remarks),
        )

    def _walk(self, progress: Progress | None) -> Survey:
        with walk(self._source, self._visits, self._settings.ingest, self._traffic) as places:
            for finding in places:
                line = self._plan.take(self._gate.judge(finding))
                if progress:
                    progress(line)
            self._plan.finish(places.survey)
            return places.survey

    def _guard(self, confirmed: bool) -> str:
        return "" if confirmed else self._plan.guard(self._settings.ingest.max_vanished)

    def _write(self) -> int | None:
        """Write the difference and publish it; the number of the edition, None without one.

        The visits are saved last: a crash before that makes the next sync read again, not skip.
        """
        plan, number = self._plan, None
        require_space(self._settings, writing=True, passages=len(plan.put))
        with (
            self._library.writing(self._source.name) as writing,
            reserve(self._settings, len(plan.put)) as room,
        ):
            self._embedded = writing.put(room.batchwise(plan.put.values()))
            room.require()
            writing.end(plan.end)
            room.require()
            writing.read_again(self._source.name, self._started, plan.unread)
            if plan.changes:
                number = writing.publish(self._note()).number
            else:
                writing.confirm()
        self._visits.save()
        require_space(self._settings, writing=False)
        kept = self._settings.library
        self._library.sweep(kept.keep_editions, kept.keep_days)
        return number

    def _note(self) -> str:
        counts: dict[str, int] = {}
        for line in self._plan.lines.values():
            counts[line.status.value] = counts.get(line.status.value, 0) + 1
        return ", ".join(f"{number} {status}" for status, number in counts.items())
