"""The stream that the page of the chat listens to while it waits for a person."""

import asyncio
from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from assistant.domain import NotFound
from assistant.web.chat_lines import Lines
from assistant.web.chat_stream import HEADERS, sent
from assistant.web.live import woken
from assistant.web.reception import Reception
from configs.domain import Language, Noun

SIGN_OF_LIFE = ": \n\n"
"""A comment, which a page ignores (WHATWG HTML, 9.2.6)."""


class Watched(Noun):
    """What a page shows: its conversation, and the number of the last line of it."""

    conversation: str
    last: int = 0
    language: Language


def router(reception: Reception) -> APIRouter:
    """`POST /page/live`: an event `news` whenever something was said, or `gone`."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/page/live")
    async def live(watched: Watched, request: Request) -> StreamingResponse:
        lines = Lines(reception, reception.view(watched.language))
        reception.limit(request.client.host if request.client else "")
        events = _events(lines, watched)
        return StreamingResponse(events, media_type="text/event-stream", headers=HEADERS)

    return routes


async def _events(lines: Lines, watched: Watched) -> AsyncGenerator[str, None]:
    """Until the page leaves, or nobody has the conversation any more."""
    presence, last = lines.reception.service.handoffs.presence, watched.last
    async with lines.reception.live.watch(watched.conversation) as news:
        try:
            while True:
                try:
                    told, last, goes_on = await asyncio.to_thread(_told, lines, watched, last)
                except NotFound:
                    yield sent("gone")
                    return
                yield told or SIGN_OF_LIFE
                if not goes_on:
                    return
                await asyncio.to_thread(presence.watch, watched.conversation)
                await woken(news)
        finally:
            await asyncio.shield(asyncio.to_thread(presence.unwatch, watched.conversation))


def _told(lines: Lines, watched: Watched, last: int) -> tuple[str, int, bool]:
    """What is new since line `last`, the last line now, and whether a person still has it."""
    messages, handoff = lines.read(watched.conversation)
    goes_on = bool(lines.state(watched.conversation, handoff))
    newest = messages[-1].id if messages else 0
    if newest <= last:
        return "", newest, goes_on
    told = sent(
        "news",
        log=lines.drawn(watched.conversation, messages, handoff),
        status=lines.news([one for one in messages if one.id > last]),
        conversation=watched.conversation,
    )
    return told, newest, goes_on
