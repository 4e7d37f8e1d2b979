"""Tokens per answer, as the served model's own usage tells them."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from eval.domain import Given
from models.domain import Chat, Chunk, Prompt, Served, Usage


@dataclass
class Tokens:
    """What one answer took; None while no model told."""

    prompt: int | None = None
    written: int | None = None

    def add(self, usage: Usage | None) -> None:
        """Count one completion."""
        if usage:
            self.prompt = (self.prompt or 0) + usage.prompt
            self.written = (self.written or 0) + usage.written

    def on(self, given: Given) -> Given:
        """The answer with its tokens."""
        return given.model_copy(
            update={"prompt_tokens": self.prompt, "written_tokens": self.written}
        )


_SPENT: ContextVar[Tokens | None] = ContextVar("tokens of the answer in hand", default=None)


@contextmanager
def spending() -> Iterator[Tokens]:
    """Count what `Metered` models write within the block and the tasks that it starts."""
    tokens = Tokens()
    before = _SPENT.set(tokens)
    try:
        yield tokens
    finally:
        _SPENT.reset(before)


@dataclass(frozen=True)
class Metered:
    """A served model whose usage is counted for the answer that asks it."""

    chat: Chat

    @property
    def model(self) -> str:
        return self.chat.model

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Chunk, None]:
        async with aclosing(self.chat.stream(prompt)) as chunks:
            async for chunk in chunks:
                if tokens := _SPENT.get():
                    tokens.add(chunk.usage)
                yield chunk

    async def served(self) -> Served:
        return await self.chat.served()

    async def count(self, texts: Sequence[str]) -> list[int]:
        return await self.chat.count(texts)
