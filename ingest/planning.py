"""What a sync will do to the library: the difference between what was found and what is held."""

from collections import Counter
from datetime import UTC, datetime

from ingest.domain import Line, Passage, ReadError, Source, SourceKind, Status
from ingest.findings import Finding, Survey, What
from ingest.looking import passages_of
from ingest.visits import Visit, Visits, digest

FEW = 5  # held pages; below this a share says nothing
GONE = {
    SourceKind.WEBSITE: "no longer linked, nor in a sitemap",
    SourceKind.DOCUMENTS: "no longer in the folder",
    SourceKind.URLS: "no longer on the list",
    SourceKind.MARKDOWN: "no longer in the folder",
    SourceKind.LAWS: "no longer in the folder",
    SourceKind.VAC: "no longer among the questions",
}


class Plan:
    """Takes findings one by one; afterwards says what to put, what to end, and why."""

    def __init__(self, source: Source, visits: Visits, words: int) -> None:
        self.lines: dict[str, Line] = {}
        self.put: dict[str, Passage] = {}
        self.end: set[str] = set()
        self._source = source
        self._visits = visits
        self._held = visits.held
        self._words = words
        self._contents: dict[str, str] = {}
        self._moved: dict[str, str] = {}

    @property
    def unread(self) -> set[str]:
        """The held pages that were not seen as they stand in the library."""
        kept = {Status.STALE, Status.QUARANTINED}
        return {url for url, line in self.lines.items() if line.status in kept} & set(self._held)

    @property
    def changes(self) -> bool:
        """Whether the library must change at all."""
        return bool(self.put or self.end)

    def take(self, finding: Finding) -> Line:
        """Settle what one finding means; gives its line in the report."""
        if finding.moved and self._source.kind is SourceKind.LAWS:
            self._moved[finding.url] = finding.moved
        if finding.what is What.READ:
            finding = self._read(finding)
        elif finding.what is What.SAME:
            self._same(finding)
        else:
            self._remember(finding)
        if finding.what not in {What.READ, What.SAME}:
            self._settle(finding)
        return self.lines[finding.url]

    def finish(self, survey: Survey) -> None:
        """Give every held page that was not met its line."""
        reason = survey.failed or survey.incomplete
        for url in sorted(self._held.keys() - self.lines.keys()):
            if reason:
                self._line(url, Status.STALE, f"not visited: {reason}", len(self._held[url]))
            else:
                self.end |= self._held[url]
                self._line(url, Status.REMOVED, GONE[self._source.kind])

    def guard(self, most: float) -> str:
        """Why a person should look first, when more than this share of pages goes or changes."""
        counts = Counter(line.status for line in self.lines.values())
        removed, changed = counts[Status.REMOVED] - self._replaced(), counts[Status.CHANGED]
        held = len(self._held)
        if held < FEW or removed + changed <= most * held:
            return ""
        return (
            f"{removed} of {held} pages would be removed and {changed} changed, more than "
            f"ingest.max_vanished ({most:.0%}); look at the report, then run again with --yes"
        )

    def _replaced(self) -> int:
        """Law texts that a newer version replaces; a site that moves its pages is looked at."""
        there = {Status.CREATED, Status.CHANGED, Status.UNCHANGED}
        targets = {
            target
            for url, target in self._moved.items()
            if self.lines[url].status is Status.REMOVED
            and target in self.lines
            and self.lines[target].status in there
        }
        return len(targets)

    def _read(self, finding: Finding) -> Finding:
        url = finding.url
        try:
            passages = passages_of(finding, self._source, self._words)
            what, reason = What.UNFIT, "holds no text"
        except ReadError as error:
            passages, what, reason = {}, What.SUSPECT, str(error)
        if not passages:
            finding = finding.model_copy(update={"what": what, "reason": reason})
            self._remember(finding)
            return finding
        first = next(iter(passages.values()))
        content = digest([first.title, *(passage.text for passage in passages.values())])
        twin = self._contents.setdefault(content, url)
        if twin != url:
            self._visits.keep(url, _visit(finding, What.ABSENT, content=content, twin=twin))
            reason = f"the same text as {twin}"
            return finding.model_copy(
                update={"what": What.ABSENT, "reason": reason, "reading": None}
            )
        self._visits.keep(url, _visit(finding, content=content, passages=digest(passages)))
        self._compare(finding, passages)
        return finding

    def _compare(self, finding: Finding, passages: dict[str, Passage]) -> None:
        url, old = finding.url, self._held.get(finding.url, frozenset())
        self.put |= {id_: passage for id_, passage in passages.items() if id_ not in old}
        self.end |= old - passages.keys()
        status = Status.CHANGED if old else Status.CREATED
        if old == passages.keys():
            status = Status.UNCHANGED
        self._line(
            url, status, "; ".join(filter(None, (finding.reason, _remarks(finding)))), len(passages)
        )

    def _same(self, finding: Finding) -> None:
        url, known = finding.url, self._visits.of(finding.url)
        if known:
            self._contents.setdefault(known.content, url)
            self._visits.keep(url, known)
        self._line(url, Status.UNCHANGED, finding.reason, len(self._held.get(url, ())))

    def _settle(self, finding: Finding) -> None:
        """A finding without a page: what that means depends on whether the library holds one."""
        url, held = finding.url, self._held.get(finding.url, frozenset())
        self._remember(finding)
        status = Status.SKIPPED
        if finding.what is What.STALE:
            status = Status.STALE
        elif finding.what is What.SUSPECT or (finding.what is What.UNFIT and held):
            status = Status.QUARANTINED
        elif held:
            self.end |= held
            status = Status.REMOVED
        kept = 0 if status is Status.REMOVED else len(held)
        self._line(url, status, finding.reason, kept)

    def _remember(self, finding: Finding) -> None:
        """Keep what the next sync needs of a page that gave nothing: mostly its links."""
        url, known, what = finding.url, self._visits.of(finding.url), finding.what
        kept = what in {What.STALE, What.SUSPECT, What.UNFIT}
        again = finding.answered and known and known.validators == finding.validators
        if finding.reading and what is not What.SUSPECT:
            held = self._held.get(url, ()) if what is What.UNFIT else ()
            self._visits.keep(url, _visit(finding, passages=digest(held)))
        elif known and (kept or again):
            self._visits.keep(url, known)
        elif kept and what is not What.STALE:
            self._visits.keep(url, Visit(what=what, links=finding.links))

    def _line(self, url: str, status: Status, reason: str, passages: int = 0) -> None:
        self.lines[url] = Line(url=url, status=status, reason=reason, passages=passages)


def _remarks(finding: Finding) -> str:
    """What an editor should know of a page that was read, until it is mended."""
    read = finding.reading if finding.what is What.READ else None
    return "; ".join(read.page.remarks) if read else ""


def _visit(
    finding: Finding,
    what: What | None = None,
    *,
    passages: str = "",
    content: str = "",
    twin: str = "",
) -> Visit:
    return Visit(
        validators=finding.validators,
        what=what or finding.what,
        reason=f"the same text as {twin}" if twin else _remarks(finding) or finding.reason,
        passages=passages,
        content=content,
        twin=twin,
        links=finding.links,
        moved=finding.moved,
        read_on=datetime.now(UTC).date(),
    )
