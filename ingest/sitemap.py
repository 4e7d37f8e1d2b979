"""Sitemaps and feeds: which addresses a site says it has, and when each changed."""

import re
from collections import deque
from collections.abc import Callable, Collection
from datetime import date
from itertools import islice
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from configs.domain import Noun
from ingest import feeds
from ingest.addresses import normalise
from ingest.decoding import decode
from ingest.domain import FetchError, FetchRefused
from ingest.fetching import NOT_MODIFIED, Fetcher
from ingest.responses import Expected
from ingest.visits import Visit, Visits

LARGEST = 50 * 1024 * 1024  # bytes of one sitemap, unpacked (sitemaps.org)
ENTRIES = 50_000  # of one sitemap (sitemaps.org)
FILES = 200  # sitemaps read for one source
TOTAL = 200_000  # entries of all sitemaps of one source
GZIP = b"\x1f\x8b"
MARKS = (b"<", b"\xff\xfe", b"\xfe\xff")
"""How XML begins: as text, or with the byte order mark of UTF-16."""
ABSENT = {404, 410}
INDEX, FEED = "index", "feed"
DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")
ANYTHING = Expected(page=False, most=LARGEST)


class Sitemap(Noun):
    """One sitemap: addresses with the day each changed, or an index of further sitemaps."""

    entries: tuple[tuple[str, date | None], ...] = ()
    index: bool = False
    more: bool = False  # than `ENTRIES`: the rest was left
    feed: bool = False  # names the newest pages only


class SitemapError(FetchError):
    """A sitemap can't be read."""


def parse(body: bytes) -> Sitemap:
    """Read XML, gzipped XML or plain text with one address a line; `SitemapError` otherwise."""
    if body.startswith(GZIP):
        body = decode([body], "gzip", LARGEST)
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(MARKS):
        lines = body.decode("utf-8-sig", errors="replace").split()
        entries = tuple((line, None) for line in lines[:ENTRIES])
        return Sitemap(entries=entries, more=len(lines) > ENTRIES)
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise SitemapError(f"is not valid XML ({type(error).__name__})") from error
    kind = feeds.name(root)
    if kind in feeds.ROOTS:
        return Sitemap(entries=tuple(islice(feeds.pages(root), ENTRIES)), feed=True)
    if kind not in {"urlset", "sitemapindex"}:
        raise SitemapError(f"is not a sitemap but {kind!r}")
    listed = tuple(entry for entry in map(_entry, root) if entry[0])
    more = len(listed) > ENTRIES
    return Sitemap(entries=listed[:ENTRIES], index=kind == "sitemapindex", more=more)


def _entry(element: Element) -> tuple[str, date | None]:
    parts = {feeds.name(child): (child.text or "").strip() for child in element}
    day = DAY.match(parts.get("lastmod", ""))
    try:
        changed = date.fromisoformat(day.group()) if day else None
    except ValueError:
        changed = None
    return parts.get("loc", ""), changed


class Sitemaps:
    """Walks a site's sitemaps; `remarks` tells what was not read, `failed` that it may return."""

    def __init__(self, fetcher: Fetcher, visits: Visits, permitted: Callable[[str], bool]) -> None:
        self.remarks: list[str] = []
        self.failed = False
        self.fed = False
        """Whether a feed was among them: what it no longer names may still be there."""
        self.entries: dict[str, date | None] = {}
        self._fetcher = fetcher
        self._visits = visits
        self._permitted = permitted

    def walk(self, named: list[str], guessed: Collection[str] = ()) -> None:
        """Collect the `entries` of these sitemaps and of all that they list.

        A `guessed` one that turns out to be a web page was no sitemap.
        """
        waiting, met, read = deque([*named, *guessed]), {*named, *guessed}, 0
        while waiting and read < FILES and len(self.entries) < TOTAL:
            url = waiting.popleft()
            read += 1
            sitemap = self._sitemap(url, url in guessed)
            if sitemap.more:
                self._leave(f"sitemap {url}: more than {ENTRIES:,} addresses; rest not read")
            self.fed = self.fed or sitemap.feed
            if not sitemap.index:
                self.entries.update(sitemap.entries)
                continue
            fresh = [child for child, _ in sitemap.entries if child not in met]
            met.update(fresh)
            waiting += fresh
        if waiting:
            self._leave(f"sitemaps: more than {FILES}, or {TOTAL:,} addresses; rest not read")

    def _leave(self, remark: str) -> None:
        """What was not read may hold pages that nothing else names."""
        self.remarks.append(remark)
        self.failed = True

    def _sitemap(self, url: str, guessed: bool) -> Sitemap:
        try:
            return self._read(normalise(url), guessed)
        except FetchRefused as error:
            self.remarks.append(f"sitemap {url[:200]}: {error}")
        except FetchError as error:
            self._leave(f"sitemap {url}: {error}")
        return Sitemap()

    def _read(self, url: str, guessed: bool) -> Sitemap:
        if not self._permitted(url):
            raise FetchRefused("is on another host than the source")
        known = self._visits.of(url)
        validators = known.validators if known else None
        fetched = self._fetcher.follow(url, validators, ANYTHING, self._permitted)
        if fetched.status == NOT_MODIFIED and known:
            self._visits.keep(url, known)
            return _recall(known)
        if fetched.status in ABSENT:
            return Sitemap()
        if fetched.status not in range(200, 300):
            raise FetchError(f"answers {fetched.status}")
        if guessed and fetched.content_type.lower().startswith("text/html"):
            return Sitemap()
        sitemap = parse(fetched.body)
        if fetched.url == url:
            self._visits.keep(url, _remembered(sitemap).with_validators(fetched.validators))
        return sitemap


def _remembered(sitemap: Sitemap) -> Visit:
    lines = tuple(f"{loc} {day or ''}".strip() for loc, day in sitemap.entries)
    kind = FEED if sitemap.feed else ""
    return Visit(links=lines, text=INDEX if sitemap.index else kind)


def _recall(visit: Visit) -> Sitemap:
    entries = []
    for line in visit.links:
        loc, _, day = line.partition(" ")
        entries.append((loc, date.fromisoformat(day) if day else None))
    kind = visit.text
    more = len(entries) >= ENTRIES
    return Sitemap(entries=tuple(entries), index=kind == INDEX, feed=kind == FEED, more=more)
