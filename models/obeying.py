"""Is the served model there, and does it really obey a grammar? Asked once, at the start."""

import asyncio
from contextlib import aclosing

from models.domain import Chat, ChatRefused, ChatSlow, Chunk, Message, Prompt, Served

CODE = "vraagbaak-7391"
"""What no model writes by itself."""
PATIENCE = 60.0
"""Longest wait for the first answer of a server that has just started (s)."""


async def probe(chat: Chat, patience: float = PATIENCE) -> Served:
    """The model as it is served. Raises `ChatError`, whose message says what to mend.

    A server that does not know `structured_outputs` ignores it and answers freely, so only what
    it writes tells whether it obeys.
    """
    try:
        async with asyncio.timeout(patience):
            served = await chat.served()
            written = await complete(chat, _order())
    except TimeoutError as error:
        raise ChatSlow(f"The model {chat.model} gave no answer in {patience:.0f} s.") from error
    if written.text.strip() != CODE:
        raise ChatRefused(
            f"The server of {chat.model} ignores the answer grammar (structured_outputs): it wrote "
            f"{written.text[:60]!r}. Serve the model with vLLM 0.32 or newer."
        )
    return served


async def complete(chat: Chat, prompt: Prompt) -> Chunk:
    """The whole completion as one chunk."""
    text, last = "", Chunk()
    async with aclosing(chat.stream(prompt)) as chunks:
        async for chunk in chunks:
            text += chunk.text
            last = Chunk(finish=chunk.finish or last.finish, usage=chunk.usage or last.usage)
    return last.model_copy(update={"text": text})


def _order() -> Prompt:
    said = Message(role="user", content="Hallo")
    return Prompt(messages=(said,), most_tokens=40, grammar=f'root ::= "{CODE}"')
