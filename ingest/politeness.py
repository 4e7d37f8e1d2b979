"""How often a host is asked: a pause between two requests, and the wait that it asks for itself."""

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ingest.domain import FetchError

LONGEST_DELAY = 10.0  # seconds; a robots.txt that asks for more would make a sync last weeks
LONGEST_WAIT = 60.0  # seconds; a host that asks for more is left alone until the next sync


class Pace:
    """Keeps the pause between the starts of two requests to one host, in seconds."""

    def __init__(
        self,
        delay: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay = delay
        self._delays: dict[str, float] = {}
        self._free: dict[str, float] = {}
        self._clock = clock
        self._sleep = sleep
        self._taking = threading.Lock()

    def slow(self, host: str, delay: float) -> None:
        """Take the host's own Crawl-delay, where that is longer than ours."""
        self._delays[host] = max(self._delay, min(delay, LONGEST_DELAY))

    def postpone(self, host: str, seconds: float) -> None:
        """Ask the host nothing for so many seconds (its Retry-After)."""
        with self._taking:
            self._free[host] = max(self._free.get(host, 0.0), self._clock() + seconds)

    def wait(self, host: str) -> None:
        """Wait for the host's turn; `FetchError` when it asked for a longer wait than we give."""
        with self._taking:
            now = self._clock()
            left = self._free.get(host, 0.0) - now
            if left > LONGEST_WAIT:
                raise FetchError(f"the host asks to wait {left:.0f} seconds")
            turn = max(now, self._free.get(host, 0.0))
            self._free[host] = turn + self._delays.get(host, self._delay)
        if left > 0:
            self._sleep(left)


def retry_after(value: str) -> float:
    """The seconds of a Retry-After header, given as a number or as a date; 0 for anything else."""
    if re.fullmatch(r"[0-9]+", value.strip()):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0.0
