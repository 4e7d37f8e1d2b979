"""Traps in addresses: calendars, searches with filters, session ids, paths without an end."""

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from urllib.parse import SplitResult, unquote, urlsplit

from configs.files import ROOT, read_yaml

FILE = ROOT / "rules" / "crawling.yaml"
QUERIES = 50  # addresses that differ only in their query, on one path
NUMBERED = 2_000  # the same where one parameter names the page, as `?id=1` does on older sites
CALENDAR = 60  # addresses of one calendar
DATED = 200  # addresses that end in a date and differ in nothing else
AHEAD = 2  # years; official sites announce no further
REPEATS = 3  # times that one folder may stand in a path
DEEPEST = 20  # folders
FILTERS = 3  # parameters in one address, from which it is a search with filters
SESSIONS = 10  # values of one parameter that look like keys
NUMBER = re.compile(r"\d+")
MONTH = re.compile(r"(?:^|[/=])(?P<year>(?:19|20)\d\d)[/-](?:0?[1-9]|1[0-2])(?![0-9a-z])", re.I)
DATE_LAST = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]\d{1,2})?/?$")
KEY = re.compile(r"^(?=\D*\d)(?=[^a-z]*[a-z])[0-9a-z_-]{20,}$", re.I)


class Traps:
    """Counts the addresses of one walk; the counts tell what was made by a machine."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._keys: dict[str, set[str]] = {}

    def reason_against(self, url: str) -> str:
        """Why this address looks made by a machine without end; empty where it doesn't."""
        parts = urlsplit(url)
        return _endless(parts.path) or self._calendar(url, parts) or self._search(parts)

    def _calendar(self, url: str, parts: SplitResult) -> str:
        found = MONTH.search(url)
        if found and int(found["year"]) > datetime.now(UTC).year + AHEAD:
            return f"trap: a calendar that runs to {found['year']}"
        kind = NUMBER.sub("#", url)
        named = _pattern("calendars").search(f"{parts.path}?{parts.query}")
        most = CALENDAR if named else DATED
        if (named or DATE_LAST.search(parts.path)) and self._crowded(kind, most):
            return f"trap: a calendar of more than {most} pages"
        return ""

    def _search(self, parts: SplitResult) -> str:
        pairs = [part.partition("=")[::2] for part in parts.query.split("&") if part]
        for name, value in pairs:
            if self._session(parts, name, unquote(value)):
                return f"trap: a session id in the address ({name})"
        numbered = len(pairs) == 1 and _pattern("identifiers").search(pairs[0][0])
        most = NUMBERED if numbered else QUERIES
        if not pairs or not self._crowded(parts.path, most):
            return ""
        if len(pairs) >= FILTERS:
            return f"trap: a search with filters, of more than {most} addresses"
        return f"trap: more than {most} addresses differ only in their query"

    def _session(self, parts: SplitResult, name: str, value: str) -> bool:
        """A key that names a page (`id=…`) is none; one that changes all the time is."""
        if not KEY.match(value) or _pattern("identifiers").search(name):
            return False
        keys = self._keys.setdefault(f"{parts.netloc}?{name}", set())
        keys.add(value)
        return len(keys) > SESSIONS

    def _crowded(self, kind: str, most: int) -> bool:
        self._kinds[kind] += 1
        return self._kinds[kind] > most


def leads_to_wall(url: str) -> bool:
    """Whether an address is that of a login, a consent or a captcha in front of pages."""
    return bool(_pattern("walls").search(urlsplit(url).path))


def _endless(path: str) -> str:
    folders = [folder for folder in path.split("/") if folder]
    if len(folders) > DEEPEST or max(Counter(folders).values(), default=0) >= REPEATS:
        return "trap: folders are repeated in the path"
    return ""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in read_yaml(FILE)[name]), re.IGNORECASE)
