"""What a served model writes, piece by piece, within fixed times and under the emergency switch."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from models.domain import Chat, ChatCut, ChatSlow, Chunk, Prompt

TICK = 0.25
"""How soon the emergency switch is noticed while the model is silent (s)."""


@dataclass(frozen=True)
class Streaming:
    """`silence` is the longest wait for a next piece, `whole` that for a part (s)."""

    chat: Chat
    speaks: Callable[[], bool]
    silence: float
    whole: float

    async def __call__(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """The pieces; it ends early, and without an error, when the switch is turned.

        Raises a `ChatError` as soon as something goes wrong, and `ChatCut` at the end when the
        model had more to say. Closing this generator ends the work at the server.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + self.whole
        last = ""
        async with aclosing(self.chat.stream(prompt)) as chunks:
            while (chunk := await self._next(chunks, end)) is not None:
                last = chunk.finish or last
                if chunk.text:
                    yield chunk.text
        if self.speaks() and last != "stop":
            raise ChatCut(f"{self.chat.model} did not end its text.")

    async def _next(self, chunks: AsyncGenerator[Chunk, None], end: float) -> Chunk | None:
        """The next piece; None at the end, and soon after the switch was turned."""
        loop = asyncio.get_running_loop()
        until = min(end, loop.time() + self.silence)
        coming = asyncio.ensure_future(anext(chunks, None))
        try:
            while self.speaks():
                wait = min(TICK, until - loop.time())
                if (await asyncio.wait({coming}, timeout=max(0.0, wait)))[0]:
                    return coming.result()
                if loop.time() >= until:
                    raise ChatSlow(f"{self.chat.model} did not go on in time.")
        finally:
            if not coming.done():
                coming.cancel()
                await asyncio.wait({coming})
        return None
