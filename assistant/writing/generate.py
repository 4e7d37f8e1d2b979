"""Let a served model write: line by line, each with its citations first, within fixed times."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, nullcontext, suppress
from dataclasses import dataclass

from assistant.domain import Completeness
from assistant.draft import Draft, Sentence
from assistant.writing.grammar import LINES, LONGEST, Lines, read
from assistant.writing.prompt import Prompting
from models.domain import Chat, ChatCut, ChatError, ChatSlow, Prompt
from models.energy import Meter

Ready = asyncio.Queue[str | None]
"""Finished lines that wait to be checked; None is the end."""
TICK = 0.25
"""How soon the emergency switch is noticed while the model is silent (s)."""


@dataclass(frozen=True)
class Patience:
    """The longest wait for a next line, and for the whole answer (s)."""

    line: float
    whole: float


@dataclass(frozen=True)
class Generating:
    """The writer on a model. `speaks` tells whether the emergency switch lets it."""

    chat: Chat
    prompting: Prompting
    patience: Patience
    speaks: Callable[[], bool]
    meter: Meter | None = None
    """Measures the energy of each answer, where the model is served on this machine's cards."""

    async def __call__(self, draft: Draft) -> AsyncGenerator[Sentence, None]:
        """Sentences as they are finished, unchecked; `Draft.says` is set by the last line.

        A line that the model did not finish is never given. Raises a `ChatError` as soon as
        something goes wrong; closing this generator ends the work at the server.
        """
        draft.model = self.chat.model
        measuring = self.meter.measuring() if self.meter else nullcontext(None)
        spent = None
        try:
            with measuring as spent:
                async with aclosing(self._sentences(draft)) as sentences:
                    async for sentence in sentences:
                        yield sentence
        finally:
            draft.joules = spent.joules if spent else None

    async def _sentences(self, draft: Draft) -> AsyncGenerator[Sentence, None]:
        clock = _Clock(self.patience)
        try:
            async with asyncio.timeout(clock.left()):
                prompt, offer = await self.prompting(draft)
        except TimeoutError as error:
            raise ChatSlow("The model server did not count in time.") from error
        known: set[str] = set()
        async with aclosing(self._lines(prompt, clock)) as lines:
            async for line in lines:
                found = read(line, offer)
                if isinstance(found, Completeness):
                    draft.says = found
                    return
                if found.text not in known:
                    known.add(found.text)
                    yield found
                clock.line_done()

    async def _lines(self, prompt: Prompt, clock: "_Clock") -> AsyncGenerator[str, None]:
        """Finished lines as they come; the server is read on while one is being checked."""
        ready: Ready = asyncio.Queue()
        reading = asyncio.create_task(self._read(prompt, ready))
        try:
            while (line := await self._next(ready, clock)) is not None:
                yield line
            if reading.done():
                await reading  # it ends with None also when something went wrong
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError, ChatError):
                await reading

    async def _read(self, prompt: Prompt, ready: Ready) -> None:
        """Fill the queue; the last line only if the model ended by itself, and then None."""
        lines, many, whole = Lines(), 0, False
        try:
            async with aclosing(self.chat.stream(prompt)) as chunks:
                async for chunk in chunks:
                    whole = whole or chunk.finish == "stop"
                    for line in lines.feed(chunk.text):
                        many += 1
                        ready.put_nowait(line)
                    if many > LINES + 1 or len(lines.rest) > LONGEST:
                        raise ChatCut("The model does not keep to the form of an answer.")
            if whole and lines.rest.strip():
                ready.put_nowait(lines.rest.strip())
        finally:
            ready.put_nowait(None)

    async def _next(self, ready: Ready, clock: "_Clock") -> str | None:
        """The next line; None at the end, and soon after the switch was turned."""
        while self.speaks():
            try:
                async with asyncio.timeout(min(TICK, clock.left())):
                    return await ready.get()
            except TimeoutError as error:
                if not clock.left():
                    raise ChatSlow("The model wrote no line in time.") from error
        return None


class _Clock:
    """Runs out when the next line, or the whole answer, takes too long."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self._end = self._loop.time() + patience.whole
        self.line_done()

    def line_done(self) -> None:
        """Start waiting for the next line."""
        self._line = self._loop.time() + self._patience.line

    def left(self) -> float:
        """Seconds that are left, not below 0."""
        return max(0.0, min(self._line, self._end) - self._loop.time())
