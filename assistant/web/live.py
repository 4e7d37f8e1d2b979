"""News of a conversation that a person has, as it happens: one stream per open page.

Pages do not ask again and again; one look at the records, twice a second for all of them together,
finds every conversation in which something was said, by whichever process. Silence costs nothing.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress

from assistant.domain import AssistantError

logger = logging.getLogger(__name__)
PAUSE = 0.5
"""Seconds between two looks."""
SIGN = 15.0
"""Seconds after which a silent stream gives a sign of life, which finds out who has left."""

Look = Callable[[int], tuple[int, frozenset[str]]]
"""The number of the last line, and the conversations with lines after a given number."""


class Live:
    """Wakes who watches a conversation. For one event loop."""

    def __init__(self, look: Look, also: Callable[[], object] = lambda: None) -> None:
        """`also` is done in every round that somebody watches."""
        self._look = look
        self._also = also
        self._last = 0
        self._watching: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._rounds: asyncio.Task[None] | None = None

    @property
    def watching(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._watching.values()))

    @asynccontextmanager
    async def watch(self, conversation: str) -> AsyncGenerator[asyncio.Event, None]:
        """An event that is set whenever something is said, until the context ends."""
        woken = asyncio.Event()
        self._watching[conversation].add(woken)
        if self._rounds is None or self._rounds.done():
            self._rounds = asyncio.create_task(self._run())
        try:
            yield woken
        finally:
            self._watching[conversation].discard(woken)
            if not self._watching[conversation]:
                del self._watching[conversation]

    async def _run(self) -> None:
        """Look as long as anyone watches."""
        self._last, _ = await self._looked(self._last, first=True)
        for one in [one for some in self._watching.values() for one in some]:
            one.set()  # what was said just before the first look
        while self._watching:
            await asyncio.sleep(PAUSE)
            self._last, said = await self._looked(self._last)
            for conversation in said & self._watching.keys():
                for one in self._watching[conversation]:
                    one.set()

    async def _looked(self, last: int, *, first: bool = False) -> tuple[int, frozenset[str]]:
        try:
            if not first:
                await asyncio.to_thread(self._also)
            return await asyncio.to_thread(self._look, last)
        except AssistantError:
            logger.warning("The records can't be read; who watches hears of news later.")
            return last, frozenset()


async def woken(event: asyncio.Event) -> bool:
    """Wait for news; false when none came in a while."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), SIGN)
    said = event.is_set()
    event.clear()
    return said
