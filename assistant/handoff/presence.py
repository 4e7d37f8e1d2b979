"""Who is at the desk now, and whether the resident still has the page open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from assistant.records import Records
from assistant.records.desk_domain import Present

FRESH = timedelta(seconds=90)
"""So long after its last sign a page is taken to be open."""
MOST = 10_000
"""Names and conversations whose last sign is remembered."""
AGAIN = timedelta(seconds=30)
"""A sign of life is kept so often; each is a write."""


class Presence:
    """Kept in the records, so that every process of the server knows it and a restart too."""

    def __init__(self, records: Records, clock: Callable[[], datetime]) -> None:
        self._kept = records.desk
        self._clock = clock
        self._told: dict[tuple[str, bool], datetime] = {}
        self._turn = Lock()
        self.counts = False
        """Whether it says anything about who can answer: only where this desk is in use."""

    def arrive(self, name: str) -> None:
        """Someone has the desk open; whoever said to be away stays so."""
        if name and self._due(name, staff=True):
            away = any(one.away for one in self.staff() if one.name == name)
            self._keep(name, away)

    def turn(self, name: str, *, away: bool) -> None:
        """Someone goes away for a while, or is back."""
        self._keep(name, away)

    def leave(self, name: str) -> None:
        """Someone logs out."""
        with self._turn:
            self._told.pop((name, True), None)
        self._kept.leave(name)

    def staff(self) -> list[Present]:
        """Who has the desk open, by name."""
        return self._kept.present(self._clock() - FRESH)

    def known(self) -> list[str]:
        """Who has had the desk open in the last two weeks, by name."""
        return [one.name for one in self._kept.present(self._clock() - timedelta(days=14))]

    def available(self) -> list[str]:
        """Who can answer now."""
        return [one.name for one in self.staff() if not one.away]

    def watch(self, conversation: str) -> None:
        """The resident has the page open."""
        if self._due(conversation, staff=False):
            self._kept.watch(conversation, self._clock(), is_open=True)

    def unwatch(self, conversation: str) -> None:
        """The resident has closed it."""
        with self._turn:
            self._told.pop((conversation, False), None)
        self._kept.watch(conversation, self._clock(), is_open=False)

    def gone_since(self, conversation: str) -> datetime | None:
        """When the resident was seen last; None while the page is open or nothing is known."""
        watched = self._kept.watched(conversation)
        if watched is None:
            return None
        is_open, at = watched
        return None if is_open and self._clock() - at < FRESH else at

    def _keep(self, name: str, away: bool) -> None:
        self._kept.be_present(Present(name=name, away=away, seen_at=self._clock()))

    def _due(self, name: str, *, staff: bool) -> bool:
        now, key = self._clock(), (name, staff)
        with self._turn:
            last = self._told.get(key)
            if last is not None and now - last < AGAIN:
                return False
            if len(self._told) > MOST:  # nearly all of them are long gone
                self._told.clear()
            self._told[key] = now
            return True
