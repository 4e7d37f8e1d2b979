"""Propose a source file from what a site says of itself: for a person to read, never crawled."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlsplit

from configs.domain import Noun
from configs.files import ROOT, read_yaml
from configs.settings import Settings
from ingest.addresses import denied, folder, forbidden, normalise, origin
from ingest.domain import FetchError, FetchRefused, ReadError, Source, SourceError
from ingest.fetching import Fetcher
from ingest.reading.site_facts import SiteFacts, site_facts
from ingest.responses import Fetched
from ingest.robots import Robots
from ingest.sitemap import Sitemaps
from ingest.visits import Visits

REVIEW = timedelta(days=365)
OK = 200
SECTIONS = 12  # parts of the site that the preview names
LINK = re.compile(rb"""<a\b[^>]*?\bhref\s*=\s*["']?([^"'\s>]+)""", re.I)
LANGUAGES = ("nl", "en")


class Proposal(Noun):
    """A source that a person may approve, and what was seen of its site."""

    source: Source
    told_by: str = ""
    """Where the owner's name was found."""
    listed: int = 0
    """Addresses in the sitemaps."""
    seen: int = 0
    """These, and those that the page links to."""
    kept: int = 0
    """Those of them that the source would read."""
    sections: Mapping[str, int] = {}
    denied: Mapping[str, int] = {}
    """Addresses that were seen, per pattern that keeps them out."""
    remarks: tuple[str, ...] = ()


def propose(url: str, settings: Settings, today: date) -> Proposal:
    """Ask the site for its robots.txt, its sitemaps and this one page.

    Raises `SourceError` for a wrong address, `FetchError` where the site can't or may not be read.
    """
    try:
        start = normalise(url if "://" in url else f"https://{url}")
    except FetchRefused as error:
        raise SourceError(f"{url} {error}; write it as https://…") from error
    with Fetcher(settings.ingest) as fetcher:
        visits = Visits(settings.data / "visits" / "none.json", "")
        robots = Robots(fetcher, visits)
        page, facts = _front(start, fetcher, robots)
        host = origin(page.url)
        sitemaps = Sitemaps(fetcher, visits, lambda other: origin(other) == host)
        sitemaps.walk(robots.sitemaps(page.url) or [f"{host}/sitemap.xml"])
    links = [link.decode("utf-8", "replace") for link in LINK.findall(page.body)]
    listed = set(_normal(sitemaps.entries, page.url))
    everything = listed | {one for one in _normal(links, page.url) if origin(one) == host}
    deny = _traps(everything)
    source = _source(page, facts, deny, today + REVIEW)
    kept = [one for one in everything if not forbidden(one, source.allow, source.deny)]
    return Proposal(
        source=source,
        told_by=facts.told_by or "the name of the host",
        listed=len(listed),
        seen=len(everything),
        kept=len(kept),
        sections=dict(Counter(map(_section, kept)).most_common(SECTIONS)),
        denied=deny,
        remarks=tuple(sitemaps.remarks),
    )


def _source(page: Fetched, facts: SiteFacts, deny: Mapping[str, int], review_by: date) -> Source:
    host, here = origin(page.url), folder(page.url)
    return Source(
        name=_name(host),
        owner=facts.publisher or urlsplit(host).hostname or host,
        language=facts.language if facts.language in LANGUAGES else LANGUAGES[0],
        licence=facts.licence,
        review_by=review_by,
        start=(page.url,),
        allow=(here,),
        deny=tuple(deny),
        feeds=tuple(feed for feed in facts.feeds if feed.startswith(here)),
        proposed=True,
    )


def _front(start: str, fetcher: Fetcher, robots: Robots) -> tuple[Fetched, SiteFacts]:
    """The page at the address, wherever it redirects to, and what it says of its site."""
    if robots.forbid(start):
        raise FetchRefused(f"The robots.txt of {origin(start)} keeps us out of {start}.")
    page = fetcher.follow(start)
    if page.status != OK:
        raise FetchError(f"{start} answers {page.status}; give the address of a page.")
    if origin(page.url) != origin(start) and robots.forbid(page.url):
        raise FetchRefused(f"The robots.txt of {origin(page.url)} keeps us out of {page.url}.")
    try:
        return page, site_facts(page.body, page.content_type, page.url)
    except ReadError as error:
        raise FetchError(
            f"{page.url}: {error} Give the address of the site's first page."
        ) from error


def _normal(links: Iterable[str], base: str) -> Iterable[str]:
    for link in links:
        try:
            yield normalise(link, base)
        except FetchRefused:
            continue


def _traps(addresses: Iterable[str]) -> dict[str, int]:
    """The patterns to deny, with how many of the addresses each keeps out."""
    rules = read_yaml(ROOT / "rules" / "traps.yaml")
    paths = [f"{parts.path}?{parts.query}".rstrip("?") for parts in map(urlsplit, addresses)]
    found = {
        pattern: sum(denied(path, pattern) for path in paths)
        for pattern in (*rules["always"], *rules["seen"])
    }
    return {name: count for name, count in found.items() if count or name in rules["always"]}


def _name(host: str) -> str:
    name = (urlsplit(host).hostname or "").removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", name).strip("-")[:60] or "bron"


def _section(url: str) -> str:
    """The first folder of an address."""
    first, slash, _ = urlsplit(url).path.lstrip("/").partition("/")
    return f"/{first}/" if slash else "/"
