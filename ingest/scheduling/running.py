"""One run: the sources that were asked for, one after the other; each report is kept."""

import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from configs.settings import Settings, resolve
from ingest.comparing.comparing import compare_quickly
from ingest.domain import IngestError, LibraryBusy, Source, SourceError, SyncReport
from ingest.library.library import Library
from ingest.reporting import keep, kept
from ingest.review import refusal
from ingest.scheduling.domain import Asked, Outcome, Shown, Stopped
from ingest.scheduling.due import is_due
from ingest.sources import load_sources
from ingest.sync import sync

log = logging.getLogger(__name__)


def run(asked: Asked, library: Library, settings: Settings, shown: Shown) -> Outcome:
    """Sync what was asked; a source that fails does not keep the others from it.

    Raises `SourceError` for a wrong list or an unknown name, `Stopped` when `shown` does.
    """
    everything = load_sources(
        asked.sources or resolve(settings.ingest.sources), settings.ingest.allow_private_hosts
    )
    sources, left_out = chosen(everything, asked, settings)
    library.tidy(settings.library.grace)
    if not asked.names and not asked.due:
        _warn_of_orphans(set(library.sources()) - {source.name for source in everything})
    reports: list[SyncReport] = []
    errors: dict[str, str] = {}
    for source in sources:
        started = datetime.now(UTC)
        try:
            with shown(source) as progress:
                report = sync(
                    source, library, settings, confirmed=asked.confirmed, progress=progress
                )
        except Stopped:
            raise
        except IngestError as error:
            log.error("%s: %s", source.name, error)  # noqa: TRY400  one line, no traceback
            errors[source.name] = str(error)
            if not isinstance(error, LibraryBusy):
                keep(_failed(source, started, error), settings.data)
            continue
        keep(report, settings.data)
        reports.append(report)
    if any(report.published for report in reports):
        compare_quickly(library, settings.data)
    return Outcome(reports=tuple(reports), errors=errors, left_out=left_out)


def chosen(
    sources: Sequence[Source], asked: Asked, settings: Settings
) -> tuple[list[Source], dict[str, str]]:
    """The sources to read now, and why others are left out; `SourceError` for an unknown name."""
    known = {source.name: source for source in sources}
    if unknown := [name for name in asked.names if name not in known]:
        raise SourceError(f"There is no source {', '.join(unknown)}. Sources: {', '.join(known)}.")
    if asked.names:
        picked, left_out = [known[name] for name in dict.fromkeys(asked.names)], {}
    else:
        today, grace = datetime.now(UTC).date(), settings.ingest.review_grace
        reasons = {source.name: refusal(source, today, grace) for source in sources}
        left_out = {name: reason for name, reason in reasons.items() if reason}
        picked = [source for source in sources if source.name not in left_out]
    if asked.due:
        now = datetime.now(UTC)
        picked = [one for one in picked if is_due(one, kept(settings.data, one.name), now)]
    return picked, left_out


def _failed(source: Source, started: datetime, error: IngestError) -> SyncReport:
    seconds = (datetime.now(UTC) - started).total_seconds()
    return SyncReport(
        source=source.name,
        edition=None,
        published=False,
        failed=True,
        reason=str(error),
        started_at=started,
        seconds=round(seconds, 3),
    )


def _warn_of_orphans(names: set[str]) -> None:
    """A source that left the list keeps answering until somebody decides."""
    for name in sorted(names):
        log.warning(
            "The library holds pages of %s, which is not on the list; "
            "erase them with: python -m ingest forget --source %s",
            name,
            name,
        )
