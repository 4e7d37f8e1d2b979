"""Gathers what the report tells from the library, the kept files and the list of sources."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

from configs.settings import Settings
from ingest.comparing.comparing import RULES, compare, keep_comparison, read_comparison
from ingest.comparing.domain import Comparison, PageRef
from ingest.domain import LibraryBusy, Source, SyncReport
from ingest.editor import lines
from ingest.editor.domain import Past, Report, SourceState, Trouble
from ingest.history import last_walk, reports, synced_sources
from ingest.printing import opened
from ingest.review import overdue
from ingest.reviewing.domain import Verdict
from ingest.reviewing.quarantine import Quarantine
from ingest.usage import Usage, read_usage

PAST = 20
"""Syncs of a source that are shown."""
log = logging.getLogger(__name__)


def gather(settings: Settings, sources: Sequence[Source]) -> Report:
    """The report of this moment; while another process has the library, what was kept of it."""
    data, now = settings.data, datetime.now(UTC)
    compared = _comparison(settings)
    usage = read_usage(data)
    held = Counter(page.source for page in compared.pages) if compared else Counter[str]()
    names = sorted({source.name for source in sources} | set(synced_sources(data)) | held.keys())
    by_name = {source.name: source for source in sources}
    last = [report for name in names if (report := last_walk(data, name))]
    listed = [report for report in last if report.source in by_name]
    return Report(
        at=now,
        edition=compared.edition if compared else 0,
        compared_at=compared.at if compared else None,
        titles={page.url: page.title for page in compared.pages} if compared else {},
        passages=compared.passages if compared else 0,
        sources=tuple(_state(settings, name, by_name.get(name), held[name]) for name in names),
        waiting=tuple(one for one in Quarantine(data).all() if one.decision is None),
        rejected=tuple(_rejected(Quarantine(data))),
        stale=tuple(one for name in by_name for one in lines.stale(reports(data, name))),
        skipped=tuple(one for report in listed for one in lines.skipped(report)),
        no_text=tuple(one for report in listed for one in lines.no_text(report)),
        hidden=tuple(one for report in listed for one in lines.hidden(report)),
        dead_links=tuple(one for report in listed for one in lines.dead_links(report, data)),
        twins=compared.twins if compared else (),
        contradictions=compared.contradictions if compared else (),
        never_cited=_never_cited(compared, usage),
        usage=usage,
    )


def _comparison(settings: Settings) -> Comparison | None:
    """Of the edition that is published now, where the library can be opened."""
    kept = read_comparison(settings.data)
    try:
        with opened(settings) as library:
            if kept and (kept.edition, kept.rules) == (library.published, RULES):
                return kept
            compared = compare(library)
    except LibraryBusy as error:
        log.warning("%s The report shows the library as of the last sync.", error)
        return kept
    keep_comparison(compared, settings.data)
    return compared


def _state(settings: Settings, name: str, source: Source | None, pages: int) -> SourceState:
    kept = list(islice(reports(settings.data, name), PAST))
    newest = kept[0] if kept else None
    reason = newest.reason if newest and newest.failed else ""
    state = SourceState(
        name=name,
        listed=source is not None,
        pages=pages,
        remarks=newest.remarks if newest else (),
        held_back=reason,
        confirm="--yes" in reason,
        past=tuple(_past(report) for report in kept),
    )
    if source is None:
        return state
    late = bool(overdue(source, datetime.now(UTC).date()))
    known = {
        "owner": source.owner,
        "kind": source.kind.value,
        "audience": source.audience.value,
        "review_by": source.review_by,
        "overdue": late,
    }
    return state.model_copy(update=known)


def _rejected(quarantine: Quarantine) -> Iterator[Trouble]:
    for one in quarantine.all():
        if one.decision and one.decision.verdict is Verdict.REJECTED:
            at = one.decision.at
            yield Trouble(source=one.source, url=one.url, reason=one.reason, since=at)


def _past(report: SyncReport) -> Past:
    return Past(
        at=report.started_at,
        seconds=report.seconds,
        published=report.published,
        failed=report.failed,
        counts=report.counts,
    )


def _never_cited(compared: Comparison | None, usage: Usage | None) -> tuple[PageRef, ...]:
    """Nothing can be said before there were answers."""
    if not compared or not usage or not usage.answers:
        return ()
    return tuple(page for page in compared.pages if page.url not in usage.cited)
