"""robots.txt according to RFC 9309: no file means welcome, no answer means keep out."""

from threading import Lock
from urllib.parse import urlsplit

from protego import Protego

from ingest.addresses import origin
from ingest.domain import FetchError
from ingest.fetching import NOT_MODIFIED, WAIT, Fetcher
from ingest.responses import AGENT, Expected, Fetched
from ingest.visits import Visit, Visits

CEILING = 500 * 1024  # bytes that must be read (RFC 9309, 2.5); the rest is left
PLAIN = Expected(page=False, most=CEILING, cut=True)
ABSENT = range(400, 500)


class RobotsUnreachable(FetchError):
    """The robots.txt of a host gave no answer, so nothing of that host may be read now."""


class Forbidden(FetchError):
    """The robots.txt of a host keeps this crawler out of the address."""


class Robots:
    """The rules of every host that a sync meets; each is asked once, from whatever thread."""

    def __init__(self, fetcher: Fetcher, visits: Visits) -> None:
        self._fetcher = fetcher
        self._visits = visits
        self._rules: dict[str, Protego | RobotsUnreachable] = {}
        self._locks: dict[str, Lock] = {}

    def forbid(self, url: str) -> bool:
        """Whether the host keeps this crawler out of this address; may raise RobotsUnreachable."""
        return not self._of(url).can_fetch(url, AGENT)

    def require(self, url: str) -> None:
        """Raise `Forbidden` where the host keeps this crawler out, or RobotsUnreachable."""
        if self.forbid(url):
            raise Forbidden("robots.txt forbids it")

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of this address's host names."""
        return list(self._of(url).sitemaps)

    def _of(self, url: str) -> Protego:
        place = origin(url)
        with self._locks.setdefault(place, Lock()):
            if place not in self._rules:
                try:
                    self._rules[place] = self._ask(place)
                except FetchError as error:
                    self._rules[place] = RobotsUnreachable(f"robots.txt of {place}: {error}")
        rules = self._rules[place]
        if isinstance(rules, RobotsUnreachable):
            raise rules
        return rules

    def _ask(self, place: str) -> Protego:
        url = f"{place}/robots.txt"
        known = self._visits.of(url)
        fetched = self._fetcher.follow(url, known.validators if known else None, PLAIN)
        text = self._text(url, fetched)
        rules = Protego.parse(text)
        if delay := rules.crawl_delay(AGENT):
            self._fetcher.pace.slow(urlsplit(place).hostname or "", float(delay))
        return rules

    def _text(self, url: str, fetched: Fetched) -> str:
        known = self._visits.of(url)
        if fetched.status == NOT_MODIFIED and known:
            self._visits.keep(url, known)
            return known.text
        if fetched.status in ABSENT and fetched.status not in WAIT:
            return ""
        if fetched.status not in range(200, 300):
            raise FetchError(f"answers {fetched.status}")
        text = fetched.body.decode("utf-8-sig", errors="replace")
        validators = fetched.validators if fetched.url == url else None
        if validators:
            self._visits.keep(url, Visit(validators=validators, text=text))
        return text
