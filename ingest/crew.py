"""Ask many addresses at once: several hosts side by side, and each no more than is polite."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from types import TracebackType

from ingest.addresses import host
from ingest.domain import FetchError
from ingest.responses import Fetched
from ingest.visits import Visit

Reply = Fetched | FetchError
"""What asking an address gave."""
Ask = Callable[[str, Visit | None], Reply]


@dataclass(frozen=True, slots=True)
class Asked:
    """An address that was asked, what was known of it, and the reply."""

    url: str
    known: Visit | None
    reply: Reply


class Crew:
    """Runs `ask`, at most `per_host` times at once per host, for at most `hosts` hosts at once.

    With one of each nothing runs at the same time, and no thread is started.
    """

    def __init__(self, ask: Ask, hosts: int, per_host: int) -> None:
        self._ask, self._hosts, self._per_host = ask, hosts, per_host
        self._busy: Counter[str] = Counter()
        self._jobs: dict[Future[Reply], tuple[str, Visit | None]] = {}
        self._threads = ThreadPoolExecutor(hosts * per_host) if hosts * per_host > 1 else None

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._threads:
            self._threads.shutdown(cancel_futures=True)

    def has_no_hand_for(self, place: str) -> bool:
        """Whether this host must wait: it is being asked, or enough other ones are."""
        if place in self._busy:
            return self._busy[place] >= self._per_host
        return len(self._busy) >= self._hosts

    def send(self, url: str, known: Visit | None) -> None:
        """Begin to ask an address."""
        self._busy[host(url)] += 1
        if self._threads:
            job = self._threads.submit(self._ask, url, known)
        else:
            job = Future()
            job.set_result(self._ask(url, known))
        self._jobs[job] = url, known

    def next(self) -> Asked | None:
        """The next reply; None when nothing was asked."""
        if not self._jobs:
            return None
        done = next(job for job in self._jobs if job in wait(self._jobs, None, FIRST_COMPLETED)[0])
        url, known = self._jobs.pop(done)
        self._busy[host(url)] -= 1
        self._busy += Counter()  # without those at nought
        return Asked(url, known, done.result())
