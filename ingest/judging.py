"""What an answer of a server means: a page, a pointer to another address, or no page."""

from datetime import date

from ingest.addresses import normalise, origin
from ingest.crew import Asked
from ingest.domain import FetchError, FetchRefused, Reading, Source
from ingest.fetching import NOT_MODIFIED
from ingest.findings import Finding, What
from ingest.frontier import Frontier
from ingest.looking import look
from ingest.responses import Fetched, TooLarge, UnreadableType
from ingest.robots import Forbidden, Robots, RobotsUnreachable
from ingest.traps import leads_to_wall
from ingest.visits import Visit

GONE = {404, 410}
FOR_GOOD = {301, 308}
OK = 200


class Judge:
    """Judges the answers of one source. `changed` says when a sitemap last saw a page change."""

    def __init__(self, source: Source, frontier: Frontier, robots: Robots) -> None:
        self.changed: dict[str, date | None] = {}
        self._source, self._frontier, self._robots = source, frontier, robots
        starts = [normalise(start) for start in source.start]
        self._homes = {*starts, *(f"{origin(start)}/" for start in starts)}

    def finding(self, asked: Asked) -> Finding:
        """What one reply means; `moved` is set where it points to another address to visit."""
        if isinstance(asked.reply, FetchError):
            return _failed(asked.url, asked.reply)
        if asked.reply.status == NOT_MODIFIED and asked.known:
            return _again(asked.url, asked.known)
        return self._answer(asked.reply)

    def _answer(self, fetched: Fetched) -> Finding:
        if fetched.status == OK:
            return self._page(fetched)
        if fetched.location:
            return self._redirect(fetched.url, fetched.location, fetched.status in FOR_GOOD)
        what = What.ABSENT if fetched.status in GONE else What.STALE
        return Finding(url=fetched.url, what=what, reason=f"answers {fetched.status}")

    def _redirect(self, url: str, location: str, for_good: bool) -> Finding:
        try:
            target = normalise(location, url)
        except FetchRefused as error:
            reason = f"redirects to an address that {error}"
            return Finding(url=url, what=What.UNFIT, reason=reason)
        reason = f"redirects to {target}"
        if against := self._frontier.reason_against(target):
            # A temporary road out of the site is mostly a login page: the page may come back.
            what = What.ABSENT if for_good else What.UNFIT
            return Finding(url=url, what=what, reason=f"{reason}: {against}")
        if wall := self._wall(url, target, for_good):
            return Finding(url=url, what=What.UNFIT, reason=f"{reason}: {wall}")
        return Finding(url=url, what=What.ABSENT, reason=reason, moved=target)

    def _wall(self, url: str, target: str, for_good: bool) -> str:
        """Why the target does not stand in the place of the page, where it doesn't."""
        if target == url:
            return "itself, as a site does that wants a cookie or a session"
        if leads_to_wall(target) and not leads_to_wall(url):
            return "a login, a consent or a captcha"
        if target in self._homes and url not in self._homes and not for_good:
            return "the start page, for now"
        return ""

    def _page(self, fetched: Fetched) -> Finding:
        url = fetched.url
        finding = look(fetched.body, url, fetched.content_type, self._source)
        finding = finding.model_copy(update={"validators": fetched.validators})
        reading = self._dated(finding.reading, fetched)
        if reading and reading.refresh and _normal(reading.refresh, url) != url:
            pointed = self._redirect(url, reading.refresh, for_good=False)
            kept = {"validators": fetched.validators, "answered": True}
            return pointed.model_copy(update=kept)
        finding = finding.model_copy(update={"reading": reading})
        if fetched.noindex:
            return finding.model_copy(update={"what": What.ABSENT, "reason": "noindex"})
        target = self._canonical(url, reading.canonical if reading else None)
        if target and finding.what is What.READ:
            reason = f"canonical is {target}"
            update = {"what": What.ABSENT, "reason": reason, "moved": target}
            return finding.model_copy(update=update)
        return finding

    def _dated(self, reading: Reading | None, fetched: Fetched) -> Reading | None:
        """The reading with what the server and the sitemap say beside it."""
        if reading and reading.page.modified is None and (day := self.changed.get(fetched.url)):
            page = reading.page.model_copy(update={"modified": day})
            reading = reading.model_copy(update={"page": page})
        if reading and fetched.nofollow:
            reading = reading.model_copy(update={"nofollow": True})
        return reading

    def _canonical(self, url: str, canonical: str | None) -> str:
        """The address that a page names as its real one, if this source may read it."""
        target = _normal(canonical or url, url)
        if target is None or target == url or self._frontier.reason_against(target):
            return ""
        try:
            return "" if self._robots.forbid(target) else target
        except RobotsUnreachable:
            return ""


def _normal(link: str, base: str) -> str | None:
    """The normal form of a link; None where it has none."""
    try:
        return normalise(link, base)
    except FetchRefused:
        return None


def _failed(url: str, error: FetchError) -> Finding:
    what, answered = What.STALE, isinstance(error, UnreadableType)
    if answered or isinstance(error, Forbidden):
        what = What.ABSENT
    elif isinstance(error, TooLarge | FetchRefused):
        what = What.UNFIT
    return Finding(url=url, what=what, reason=str(error), answered=answered)


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
