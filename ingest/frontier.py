"""The addresses of a source that are still to be visited, and those that never will be."""

import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from ingest.addresses import forbidden, host, normalise, prefixes, unordered
from ingest.domain import FetchRefused, Source
from ingest.formats import why_not
from ingest.traps import Traps

NO_PAGE = frozenset(
    "mailto tel sms javascript data about blob geo callto skype whatsapp".split()  # noqa: SIM905
)
OTHER_TYPES = re.compile(
    r"\.(7z|avi|bmp|css|docm?|eot|epub|exe|gif|gz|ico|ics|iso|jpe?g|js|json|m4[av]|mov|mp[34]"
    r"|mpe?g|ogg|odp|png|pptx?|rar|rss|svg|tar|tiff?|ttf|wav|web[mp]|wmv|woff2?|xls[bm]?|xsd|zip)$",
    re.I,
)


class Frontier:
    """First in, first out for each host; every address once, in its normal form."""

    def __init__(self, source: Source) -> None:
        self.refused: dict[str, str] = {}
        """Addresses that were met but may not be visited, with the reason."""
        self._allow = prefixes(source)
        self._deny = source.deny
        self._waiting: dict[str, deque[str]] = {}
        self._known: set[str] = set()
        self._orders: dict[str, str] = {}
        self._traps = Traps()

    def add(self, link: str, base: str = "", *, listed: bool = False) -> str:
        """Queue a link, or note why not; gives its normal form where it has one.

        A link that only orders its parameters otherwise leads to the page that is known.
        `listed` addresses stand on a list (start, sitemap), so they are no trap.
        """
        if link in self._known:
            return link
        if _scheme(link, base) in NO_PAGE:
            return ""
        try:
            url = normalise(link, base)
        except FetchRefused as error:
            self.refused.setdefault(link[:200], str(error))
            return link[:200]
        if not listed:
            url = self._orders.get(unordered(url), url)
        if url not in self._known and not self._refuse(url, listed):
            self._known.add(url)
            self._orders.setdefault(unordered(url), url)
            self._waiting.setdefault(host(url), deque()).append(url)
        return url

    def _refuse(self, url: str, listed: bool) -> bool:
        trapped = self.refused.get(url, "")
        reason = self.reason_against(url) or (
            "" if listed else trapped or self._traps.reason_against(url)
        )
        if reason:
            self.refused[url] = reason
        else:
            self.refused.pop(url, None)
        return bool(reason)

    def next(self, busy: Callable[[str], bool] = lambda _: False) -> str | None:
        """The next address to visit, of a host that is not busy."""
        for place, queue in self._waiting.items():
            if not busy(place):
                url = queue.popleft()
                if not queue:
                    del self._waiting[place]
                return url
        return None

    def take(self, url: str) -> bool:
        """Take this address out of its turn; False when it is not waiting."""
        queue = self._waiting.get(host(url), deque())
        if url not in queue:
            return False
        queue.remove(url)
        if not queue:
            del self._waiting[host(url)]
        return True

    def reason_against(self, url: str) -> str:
        """Why the source's list or the name of the file keeps this address out."""
        if suffix := OTHER_TYPES.search(urlsplit(url).path):
            return why_not(suffix.group())
        return forbidden(url, self._allow, self._deny)


def _scheme(link: str, base: str) -> str:
    try:
        return urlsplit(urljoin(base, link.strip())).scheme
    except ValueError:
        return ""
