"""Find the pages of a website: from its sitemaps, and from link to link inside the allow-list."""

import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from configs.slices.ingest import IngestSettings
from ingest.addresses import host, origin, prefixes
from ingest.crew import Asked, Crew, Reply
from ingest.domain import FetchError, Source, SourceKind
from ingest.fetching import HOPS, Fetcher
from ingest.findings import Finding, Survey, What
from ingest.frontier import Frontier
from ingest.judging import Judge
from ingest.pointing import Pointers
from ingest.robots import Robots
from ingest.sitemap import Sitemaps
from ingest.visits import Visit, Visits

FAILURES = 10  # in a row; then the host is taken to be down and is left alone
LINKS = 10_000  # of one page; the rest is not followed
UNSEEN = {What.STALE, What.UNFIT, What.SUSPECT}


class Crawl:
    """A walk through a website: iterate for one Finding per address, then read its `survey`."""

    def __init__(
        self, source: Source, fetcher: Fetcher, visits: Visits, settings: IngestSettings
    ) -> None:
        self.survey = Survey()
        self._source, self._settings = source, settings
        self._fetcher, self._visits = fetcher, visits
        self._frontier = Frontier(source)
        self._robots = Robots(fetcher, visits)
        self._judge = Judge(source, self._frontier, self._robots)
        self._pointers = Pointers(self._alone)
        places = {host(prefix) for prefix in prefixes(source)}
        self._crew = Crew(self._ask, min(settings.hosts, len(places)), settings.per_host)
        self._hops: Counter[str] = Counter()
        self._reached: set[str] = set()
        self._visited = 0
        self._began = time.monotonic()
        self._answered = self._fed = False
        self._failures: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Finding]:
        with self._crew:
            yield from self._walk()

    def _walk(self) -> Iterator[Finding]:
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
        reason, url = self._frontier.refused.get(start, ""), start
        for _ in range(HOPS + 1):
            if not self._frontier.take(url):
                break  # another start led here already, or these redirects go in a circle
            finding = self._visit(url)
            yield from self._pointers.hand(finding)
            reason = finding.reason
            if finding.answered:
                self._reached.add(url)
            if not finding.moved:
                break
            url = finding.moved
        if url not in self._reached:
            self.survey.failed = f"the start {start} can't be read: {reason}"

    def _read_sitemaps(self, starts: list[str]) -> None:
        hosts = {origin(prefix) for prefix in prefixes(self._source)}
        sitemaps = Sitemaps(self._fetcher, self._visits, lambda url: origin(url) in hosts)
        for start in dict.fromkeys(map(origin, starts)):
            named = self._robots.sitemaps(start)
            own = any(origin(url) in hosts for url in named)
            sitemaps.walk(list(dict.fromkeys(named)), () if own else (f"{start}/sitemap.xml",))
        sitemaps.walk(list(self._source.feeds))
        self._fed = sitemaps.fed
        for loc, changed in sitemaps.entries.items():
            if url := self._frontier.add(loc, listed=True):
                self._judge.changed[url] = changed
        self.survey.remarks += sitemaps.remarks
        if sitemaps.failed:
            self.survey.incomplete = "a sitemap could not be read"

    def _wander(self) -> Iterator[Finding]:
        while True:
            yield from self._send()
            asked = self._crew.next()
            if asked is None:
                break
            finding = self._taken(asked)
            self._answered = self._answered or finding.what is not What.STALE
            yield from self._pointers.hand(finding)
        yield from self._pointers.rest()
        if self._source.kind is SourceKind.URLS and not self._answered:
            self.survey.failed = "none of the addresses answered"

    def _send(self) -> Iterator[Finding]:
        """Ask the next addresses, as many as may be asked at once."""
        while url := self._frontier.next(self._crew.has_no_hand_for):
            if reason := self._reason_to_stop(url):
                yield from self._pointers.hand(
                    Finding(url=url, what=What.STALE, reason=f"not visited: {reason}")
                )
            else:
                self._visited += 1
                self._crew.send(url, self._visits.unchanged_since(url))

    def _reason_to_stop(self, url: str) -> str:
        if self.survey.failed:
            return self.survey.failed
        limits = self._settings
        if self._failures[origin(url)] >= FAILURES:
            self.survey.incomplete = f"{origin(url)} failed {FAILURES} times in a row"
        elif self._visited >= limits.max_pages:
            self.survey.incomplete = f"ingest.max_pages ({limits.max_pages}) is reached"
        elif time.monotonic() - self._began > limits.max_hours * 3600:
            self.survey.incomplete = f"ingest.max_hours ({limits.max_hours:g}) have passed"
        else:
            return ""
        return self.survey.incomplete

    def _ask(self, url: str, known: Visit | None) -> Reply:
        """Runs in a thread of the crew: nothing of the walk itself may be touched here."""
        try:
            self._robots.require(url)
            return self._fetcher.fetch(url, known.validators if known else None)
        except FetchError as error:
            return error

    def _visit(self, url: str) -> Finding:
        """Ask one address here and now."""
        self._visited += 1
        known = self._visits.unchanged_since(url)
        return self._taken(Asked(url, known, self._ask(url, known)))

    def _taken(self, asked: Asked) -> Finding:
        """What a reply means, once all that follows from it for the walk is noted."""
        finding = self._led(self._judge.finding(asked))
        place, failed = origin(asked.url), finding.what is What.STALE
        self._failures[place] = self._failures[place] + 1 if failed else 0
        if finding.what in UNSEEN and not self._visits.of(asked.url):
            self.survey.incomplete = self.survey.incomplete or "not every page could be read"
        return finding.model_copy(update={"links": self._links(finding)})

    def _led(self, finding: Finding) -> Finding:
        """Queue the address to which a finding points; a row of pointers ends somewhere."""
        if not finding.moved:
            return finding
        hops = self._hops[finding.url] + 1
        if hops <= HOPS:
            self._hops[finding.moved] = hops
            self._frontier.add(finding.moved, listed=True)
            return finding
        if finding.answered:
            return self._alone(finding)
        reason = f"trap: more than {HOPS} redirects in a row"
        return finding.model_copy(update={"what": What.UNFIT, "reason": reason, "moved": ""})

    def _alone(self, finding: Finding) -> Finding:
        """A page that names a canonical address which is of no use: it is the page itself."""
        if finding.reading is None:
            url = finding.url
            finding = self._judge.finding(Asked(url, None, self._ask(url, None)))
        update = {"what": What.READ, "reason": ""} if finding.reading and finding.moved else {}
        return finding.model_copy(update={**update, "moved": ""})

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
        if len(links) > LINKS:
            self.survey.remarks.append(f"{finding.url}: more than {LINKS:,} links; rest not read")
        added = (self._frontier.add(link, finding.url) for link in islice(links, LINKS))
        return tuple(dict.fromkeys(filter(None, added)))
