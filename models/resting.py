"""A breaker: while the model server hangs or is out of reach, nobody waits for it."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from time import monotonic

from models.domain import Chat, ChatDown, Chunk, Prompt, Served

REST = 15.0
"""Seconds in which nothing is asked of a server that was silent; then one question tries again."""


@dataclass
class Resting:
    """A `Chat` that rests once its server said nothing for `silence` seconds while it was asked.

    What fails at once costs nobody time and does not count, nor does an answer that waits while
    others are written. While it rests everything but `served` raises `ChatDown`.
    """

    chat: Chat
    silence: float
    _heard: float = field(default=0.0, repr=False)
    """When the server last gave a word to anyone."""
    _until: float = field(default=0.0, repr=False)
    """When it may be tried again; 0: it does not rest."""
    lost: int = 0
    """How often nobody answered at its address; what answers after that may be another model."""

    @property
    def model(self) -> str:
        """Its name at the server."""
        return self.chat.model

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Chunk, None]:
        """The pieces as they come."""
        with self._listening():
            async with aclosing(self.chat.stream(prompt)) as chunks:
                async for chunk in chunks:
                    self._hear()
                    yield chunk

    async def served(self) -> Served:
        """The model at the server."""
        return await self.chat.served()

    async def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        with self._listening():
            counts = await self.chat.count(texts)
            self._hear()
        return counts

    @contextmanager
    def _listening(self) -> Iterator[None]:
        """Rest when this ends, in whatever way, after a silence: also when who asked gave up."""
        began = monotonic()
        if began < self._until:
            raise ChatDown(f"{self.model} gave no word before; it is asked again soon.")
        if self._until:
            self._until = began + REST  # this one tries; the others do not wait for it
        try:
            yield
        except ChatDown:
            self.lost += 1
            raise
        finally:
            if monotonic() - max(began, self._heard) >= self.silence:
                self._until = monotonic() + REST

    def _hear(self) -> None:
        self._heard, self._until = monotonic(), 0.0
