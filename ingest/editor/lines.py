"""Sorts the lines of the last reports: what went wrong where, and since when."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from ingest.domain import Line, Status, SyncReport
from ingest.editor.domain import DeadLink, Trouble
from ingest.visits import known_links

GONE = re.compile(r"answers 4(?:04|10)\b|\bsoft-404\b")
NO_TEXT = re.compile(r"\bno text\b|\bscanned\b|hardly any text|nearly empty", re.IGNORECASE)
HIDDEN = re.compile(r"\bleft out\b", re.IGNORECASE)
ORDINARY = re.compile(
    r"outside the allow-list|robots\.txt forbids|^the type |^denied by|noindex|^redirects to"
    r"|^canonical is|^the same text as|no longer linked"
)
"""Reasons that say that all is well."""
USED = frozenset({Status.CREATED, Status.CHANGED, Status.UNCHANGED})
LOOKED_BACK = 30
"""Earlier reports that are read to say since when."""


def stale(reports: Iterable[SyncReport]) -> Iterator[Trouble]:
    """The pages that gave no answer in the newest report, with the first time of the row."""
    kept = list(islice((report for report in reports if report.lines), LOOKED_BACK))
    if not kept:
        return
    newest, *older = kept
    lines = _stale(newest)
    since = dict.fromkeys(lines, newest.started_at)
    still = set(lines)
    for report in older:
        still &= _stale(report).keys()
        since.update(dict.fromkeys(still, report.started_at))
    for url, line in sorted(lines.items()):
        trouble = _trouble(newest, line)
        yield trouble.model_copy(update={"since": since[url], "earlier": url in still})


def _stale(report: SyncReport) -> dict[str, Line]:
    return {line.url: line for line in report.lines if line.status is Status.STALE}


def skipped(report: SyncReport) -> list[Trouble]:
    """What was left out; first what an editor may want to mend."""
    lines = [line for line in report.lines if line.status in {Status.SKIPPED, Status.REMOVED}]
    lines.sort(key=lambda line: (bool(ORDINARY.search(line.reason)), line.reason, line.url))
    return [_trouble(report, line) for line in lines]


def no_text(report: SyncReport) -> list[Trouble]:
    """Documents and pages without text that can be read, such as scans."""
    return [_trouble(report, line) for line in report.lines if NO_TEXT.search(line.reason)]


def hidden(report: SyncReport) -> list[Trouble]:
    """Pages that are used, but of which words were left out that nobody can see."""
    return [
        _trouble(report, line)
        for line in report.lines
        if line.status in USED and HIDDEN.search(line.reason)
    ]


def dead_links(report: SyncReport, data: Path) -> list[DeadLink]:
    """Links inside the source to pages that answered 404 or 410 in this sync."""
    gone = {line.url: line.reason for line in report.lines if GONE.search(line.reason)}
    if not gone:
        return []
    links = known_links(data / "visits" / f"{report.source}.json")
    return [
        DeadLink(source=report.source, page=page, target=target, reason=gone[target])
        for page, targets in sorted(links.items())
        for target in sorted(gone.keys() & set(targets))
        if page != target and page not in gone
    ]


def _trouble(report: SyncReport, line: Line) -> Trouble:
    return Trouble(source=report.source, url=line.url, reason=line.reason)
