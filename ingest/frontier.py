"""The addresses of a source that are still to be visited, and those that never will be."""

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

from ingest.addresses import forbidden, normalise, prefixes
from ingest.domain import FetchRefused, Source
from ingest.kinds import why_not

QUERIES = 50  # addresses that differ only in their query, on one path
CALENDAR = 60  # addresses of one calendar
REPEATS = 3  # times that one folder may stand in a path
DEEPEST = 20  # folders
DATES = re.compile(r"(kalender|agenda|calendar|events?|evenementen)\b.*\d", re.I)
NUMBER = re.compile(r"\d+")
NO_PAGE = frozenset(
    "mailto tel sms javascript data about blob geo callto skype whatsapp".split()  # noqa: SIM905
)
OTHER_TYPES = re.compile(
    r"\.(7z|avi|bmp|css|docm?|eot|epub|exe|gif|gz|ico|ics|iso|jpe?g|js|json|m4[av]|mov|mp[34]"
    r"|mpe?g|ogg|odp|png|pptx?|rar|rss|svg|tar|tiff?|ttf|wav|web[mp]|wmv|woff2?|xls[bm]?|xsd|zip)$",
    re.I,
)


class Frontier:
    """First in, first out; every address once, in its normal form."""

    def __init__(self, source: Source) -> None:
        self.refused: dict[str, str] = {}
        """Addresses that were met but may not be visited, with the reason."""
        self._allow = prefixes(source)
        self._deny = source.deny
        self._waiting: deque[str] = deque()
        self._known: set[str] = set()
        self._kinds: Counter[str] = Counter()

    def add(self, link: str, base: str = "", *, listed: bool = False) -> str:
        """Queue a link, or note why not; gives its normal form where it has one.

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
        if url not in self._known and not self._refuse(url, listed):
            self._known.add(url)
            self._waiting.append(url)
        return url

    def _refuse(self, url: str, listed: bool) -> bool:
        trapped = self.refused.get(url, "")
        reason = self.reason_against(url) or ("" if listed else trapped or self._trap(url))
        if reason:
            self.refused[url] = reason
        else:
            self.refused.pop(url, None)
        return bool(reason)

    def next(self) -> str | None:
        """The next address to visit."""
        return self._waiting.popleft() if self._waiting else None

    def take(self, url: str) -> bool:
        """Take this address out of its turn; False when it is not waiting."""
        if url not in self._waiting:
            return False
        self._waiting.remove(url)
        return True

    def reason_against(self, url: str) -> str:
        """Why the source's list or the name of the file keeps this address out."""
        if suffix := OTHER_TYPES.search(urlsplit(url).path):
            return why_not(suffix.group())
        return forbidden(url, self._allow, self._deny)

    def _trap(self, url: str) -> str:
        """Why this address looks made by a machine without end."""
        parts = urlsplit(url)
        folders = [folder for folder in parts.path.split("/") if folder]
        if len(folders) > DEEPEST or max(Counter(folders).values(), default=0) >= REPEATS:
            return "trap: folders are repeated in the path"
        if parts.query and self._crowded(parts.path, QUERIES):
            return f"trap: more than {QUERIES} addresses differ only in their query"
        if DATES.search(url) and self._crowded(NUMBER.sub("#", url), CALENDAR):
            return f"trap: a calendar of more than {CALENDAR} pages"
        return ""

    def _crowded(self, kind: str, most: int) -> bool:
        self._kinds[kind] += 1
        return self._kinds[kind] > most


def _scheme(link: str, base: str) -> str:
    try:
        return urlsplit(urljoin(base, link.strip())).scheme
    except ValueError:
        return ""
