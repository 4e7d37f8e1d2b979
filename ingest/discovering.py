"""Find the pages of a website: from its sitemaps, and from link to link inside the allow-list."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from configs.slices.ingest import IngestSettings
from ingest.addresses import normalise, origin, prefixes
from ingest.domain import FetchError, FetchRefused, Source, SourceKind
from ingest.fetching import HOPS, NOT_MODIFIED, Fetcher
from ingest.findings import Finding, Survey, What
from ingest.frontier import Frontier
from ingest.looking import look
from ingest.responses import Fetched, TooLarge, UnreadableType
from ingest.robots import Robots, RobotsUnreachable
from ingest.sitemap import Sitemaps
from ingest.visits import Visit, Visits

FAILURES = 10  # in a row; then the host is taken to be down and is left alone
GONE = {404, 410}
FOR_GOOD = {301, 308}
OK = 200
UNSEEN = {What.STALE, What.UNFIT, What.SUSPECT}


class Crawl:
    """A walk through a website: iterate for one Finding per address, then read its `survey`."""

    def __init__(
        self, source: Source, fetcher: Fetcher, visits: Visits, settings: IngestSettings
    ) -> None:
        self.survey = Survey()
        self._source = source
        self._fetcher = fetcher
        self._visits = visits
        self._most = settings.max_pages
        self._frontier = Frontier(source)
        self._robots = Robots(fetcher, visits)
        self._changed: dict[str, date | None] = {}
        self._moved: dict[str, str] = {}
        self._useless: set[str] = set()
        self._visited = 0
        self._answered = self._fed = False
        self._failures: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Finding]:
        starts = [self._frontier.add(start, listed=True) for start in self._source.start]
        if self._source.kind is SourceKind.WEBSITE:
            for start in dict.fromkeys(starts):
                yield from self._start(start)
            if not self.survey.failed:
                self._read_sitemaps(starts)
        yield from self._wander()
        if self.survey.incomplete or self._fed:
            # A page may be missing from this walk because the page that links to it was, or
            # because a feed names the newest only: then only its own answer ends it.
            for url in self._visits.held:
                self._frontier.add(url, listed=True)
            yield from self._wander()
        for url, reason in self._frontier.refused.items():
            yield Finding(url=url, what=What.ABSENT, reason=reason)

    def _start(self, start: str) -> Iterator[Finding]:
        """Visit a start first, through its redirects: without it nothing can be concluded."""
        if reason := self._frontier.refused.get(start):
            self.survey.failed = f"the start {start} can't be read: {reason}"
        url = start
        for _ in range(HOPS + 1):
            if not self._frontier.take(url):
                return  # another start led here already
            finding = self._visit(url)
            yield finding
            if not finding.moved:
                break
            url = finding.moved
        if not finding.answered:
            self.survey.failed = f"the start {start} can't be read: {finding.reason}"

    def _read_sitemaps(self, starts: list[str]) -> None:
        hosts = {origin(prefix) for prefix in prefixes(self._source)}
        sitemaps = Sitemaps(self._fetcher, self._visits, lambda url: origin(url) in hosts)
        for start in dict.fromkeys(map(origin, starts)):
            named = self._robots.sitemaps(start)
            own = [url for url in named if origin(url) in hosts] or [f"{start}/sitemap.xml"]
            sitemaps.walk(list(dict.fromkeys([*named, *own])))
        sitemaps.walk(list(self._source.feeds))
        self._fed = sitemaps.fed
        for loc, changed in sitemaps.entries.items():
            if url := self._frontier.add(loc, listed=True):
                self._changed[url] = changed
        self.survey.remarks += sitemaps.remarks
        if sitemaps.failed:
            self.survey.incomplete = "a sitemap could not be read"

    def _wander(self) -> Iterator[Finding]:
        while url := self._frontier.next():
            if reason := self._reason_to_stop(url):
                yield Finding(url=url, what=What.STALE, reason=f"not visited: {reason}")
                continue
            finding = self._visit(url)
            self._answered = self._answered or finding.what is not What.STALE
            yield finding
        if self._source.kind is SourceKind.URLS and not self._answered:
            self.survey.failed = "none of the addresses answered"

    def _reason_to_stop(self, url: str) -> str:
        if self.survey.failed:
            return self.survey.failed
        if self._failures[origin(url)] >= FAILURES:
            self.survey.incomplete = f"{origin(url)} failed {FAILURES} times in a row"
        elif self._visited >= self._most:
            self.survey.incomplete = f"ingest.max_pages ({self._most}) is reached"
        else:
            return ""
        return self.survey.incomplete

    def _visit(self, url: str) -> Finding:
        self._visited += 1
        finding = self._ask(url)
        host = origin(url)
        self._failures[host] = self._failures[host] + 1 if finding.what is What.STALE else 0
        if finding.what not in {What.READ, What.SAME}:
            self._useless.add(url)
        if finding.what in UNSEEN and not self._visits.of(url):
            self.survey.incomplete = self.survey.incomplete or "not every page could be read"
        if finding.moved:
            self._moved[url] = finding.moved
            self._frontier.add(finding.moved, listed=True)
        return finding.model_copy(update={"links": self._links(finding)})

    def _links(self, finding: Finding) -> tuple[str, ...]:
        """All its links, once they are queued; of a page that is missing, those it had before."""
        if self._source.kind is SourceKind.URLS:
            return ()
        links = finding.links
        if finding.reading and not finding.reading.nofollow:
            links += finding.reading.links
        if finding.what in UNSEEN:
            known = self._visits.of(finding.url)
            links += known.links if known else ()
        added = (self._frontier.add(link, finding.url) for link in links)
        return tuple(dict.fromkeys(filter(None, added)))

    def _ask(self, url: str) -> Finding:
        try:
            if self._robots.forbid(url):
                return Finding(url=url, what=What.ABSENT, reason="robots.txt forbids it")
            known = self._visits.unchanged_since(url)
            fetched = self._fetcher.fetch(url, known.validators if known else None)
            return self._judge(fetched, known)
        except FetchError as error:
            what, answered = What.STALE, isinstance(error, UnreadableType)
            if answered:
                what = What.ABSENT
            elif isinstance(error, TooLarge | FetchRefused):
                what = What.UNFIT
            return Finding(url=url, what=what, reason=str(error), answered=answered)

    def _judge(self, fetched: Fetched, known: Visit | None) -> Finding:
        url, status = fetched.url, fetched.status
        if status == NOT_MODIFIED and known:
            return _again(url, known)
        if status == OK:
            return self._page(fetched)
        if fetched.location:
            return self._redirect(fetched)
        what = What.ABSENT if status in GONE else What.STALE
        return Finding(url=url, what=what, reason=f"answers {status}")

    def _redirect(self, fetched: Fetched) -> Finding:
        url = fetched.url
        try:
            target = normalise(fetched.location, url)
        except FetchRefused as error:
            reason = f"redirects to an address that {error}"
            return Finding(url=url, what=What.UNFIT, reason=reason)
        if against := self._frontier.reason_against(target):
            # A temporary road out of the site is mostly a login page: the page may come back.
            what = What.ABSENT if fetched.status in FOR_GOOD else What.UNFIT
            return Finding(url=url, what=what, reason=f"redirects to {target}: {against}")
        if target == url:
            return Finding(url=url, what=What.STALE, reason="redirects to itself")
        return Finding(url=url, what=What.ABSENT, reason=f"redirects to {target}", moved=target)

    def _page(self, fetched: Fetched) -> Finding:
        url = fetched.url
        finding = look(fetched.body, url, fetched.content_type, self._source)
        reading = finding.reading
        if reading and reading.page.modified is None and (day := self._changed.get(url)):
            page = reading.page.model_copy(update={"modified": day})
            reading = reading.model_copy(update={"page": page})
        if reading and fetched.nofollow:
            reading = reading.model_copy(update={"nofollow": True})
        finding = finding.model_copy(update={"reading": reading, "validators": fetched.validators})
        if fetched.noindex:
            return finding.model_copy(update={"what": What.ABSENT, "reason": "noindex"})
        target = self._canonical(url, reading.canonical if reading else None)
        if target and finding.what is What.READ:
            reason = f"canonical is {target}"
            update = {"what": What.ABSENT, "reason": reason, "moved": target}
            return finding.model_copy(update=update)
        return finding

    def _canonical(self, url: str, canonical: str | None) -> str:
        """The address that a page names as its real one, if this source may and can read it."""
        try:
            target = normalise(canonical or url, url)
        except FetchRefused:
            return ""
        circle = self._moved.get(target) == url or target in self._useless
        if target == url or circle or self._frontier.reason_against(target):
            return ""
        try:
            return "" if self._robots.forbid(target) else target
        except RobotsUnreachable:
            return ""


def _again(url: str, known: Visit) -> Finding:
    """A page that has not changed: what it was the last time, with the links it had."""
    return Finding(
        url=url,
        what=What.SAME if known.what is What.READ else known.what,
        reason=known.reason,
        validators=known.validators,
        links=known.links,
        moved=known.moved,
        answered=True,
    )
