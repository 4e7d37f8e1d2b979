"""The open-data interface of rijksoverheid.nl: a list in pages of `rows` from `offset`, as JSON.

https://www.rijksoverheid.nl/opendata
"""

import json
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ingest.addresses import normalise, origin
from ingest.domain import FetchError, FetchRefused
from ingest.fetching import Fetcher
from ingest.findings import Survey
from ingest.responses import Expected
from ingest.robots import Robots
from ingest.visits import Visits

ROWS = 200  # records in one answer, the most that the interface gives
OK = 200
JSON = Expected(page=False, most=50_000_000)


class Interface:
    """Asks the interface, as its robots.txt allows; what went wrong stands in the survey."""

    def __init__(self, fetcher: Fetcher, visits: Visits, survey: Survey, most: int) -> None:
        self._fetcher = fetcher
        self._robots = Robots(fetcher, visits)
        self._survey = survey
        self._most = most
        self._origins: set[str] = set()

    def entries(self, start: str) -> Iterator[object]:
        """All entries of the list at `start`, page by page, at most `ingest.max_pages`."""
        self._origins.add(origin(normalise(start)))
        count, rows, last = 0, ROWS, ""
        while True:
            try:
                found, rows = self._page(start, count)
            except FetchError as error:
                self._stop(f"{start} can't be read from record {count} on: {error}", count)
                return
            now = json.dumps(found)
            if not found or now == last:
                return
            yield from found
            count, last = count + len(found), now
            if len(found) < rows:
                return
            if count >= self._most:
                self._survey.incomplete = f"ingest.max_pages ({self._most}) is reached"
                return

    def whole(self, dataurl: str) -> object:
        """The record itself, where the list gives less; `FetchError` without it."""
        if not dataurl:
            raise FetchError("the record has neither `content` nor `dataurl`")
        url = normalise(dataurl)
        if origin(url) not in self._origins:
            raise FetchRefused(f"its dataurl is on another host ({origin(url)})")
        found = self._ask(_with(url, output="json"))
        return found[0] if isinstance(found, list) and found else found

    def _page(self, start: str, offset: int) -> tuple[list[object], int]:
        asked = dict(parse_qsl(urlsplit(start).query))
        rows = int(asked["rows"]) if asked.get("rows", "").isdigit() else ROWS
        found = self._ask(_with(start, output="json", rows=str(rows), offset=str(offset)))
        if isinstance(found, dict):
            lists = [value for value in found.values() if isinstance(value, list)]
            found = lists[0] if len(lists) == 1 else None
        if not isinstance(found, list):
            raise FetchError("the answer is not a list of records")
        return found, max(1, rows)

    def _ask(self, url: str) -> object:
        address = normalise(url)
        if self._robots.forbid(address):
            raise FetchRefused("robots.txt forbids it")
        fetched = self._fetcher.follow(
            address, None, JSON, lambda target: origin(target) in self._origins
        )
        if fetched.status != OK:
            raise FetchError(f"answers {fetched.status}")
        try:
            return json.loads(fetched.body)
        except (ValueError, RecursionError) as error:
            raise FetchError(f"the answer is not JSON ({error})") from error

    def _stop(self, reason: str, count: int) -> None:
        """Without a first page nothing may be concluded; later, what is missing may exist."""
        if count:
            self._survey.incomplete = reason
        else:
            self._survey.failed = reason
        self._survey.remarks.append(reason)


def _with(url: str, **query: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **query})))
