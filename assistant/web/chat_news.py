"""The stream that the page of the chat listens to while it waits for a person."""

import asyncio
from collections.abc import AsyncGenerator

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from assistant.domain import NotFound
from assistant.web.chat_lines import Lines
from assistant.web.chat_stream import sent, streamed
from assistant.web.identity import Audiences, audiences_of, visitor_of
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
        visitor = visitor_of(request.scope)
        reception.limit(request.client.host if request.client else "", visitor.account)
        events = _events(lines, watched, audiences_of(request))
        return streamed(events)

    return routes


async def _events(
    lines: Lines, watched: Watched, audiences: Audiences
) -> AsyncGenerator[str, None]:
    """Until the page leaves, or nobody has the conversation any more."""
    presence, last = lines.reception.service.handoffs.presence, watched.last
    told, goes_on = "", True
    try:
        await asyncio.to_thread(lines.reception.require, watched.conversation, audiences)
    except NotFound:
        yield sent("gone")
        return
    async with lines.reception.live.watch(watched.conversation) as news:
        try:
            while goes_on:
                told, last, goes_on = await asyncio.to_thread(
                    _told, lines, watched.conversation, (last, audiences)
                )
                yield told
                await asyncio.to_thread(presence.watch, watched.conversation)
                await (woken(news) if goes_on else asyncio.sleep(0))
        finally:
            await asyncio.shield(asyncio.to_thread(presence.unwatch, watched.conversation))


def _told(lines: Lines, conversation: str, known: tuple[int, Audiences]) -> tuple[str, int, bool]:
    """What is new since the last line, the last line now, and whether a person still has it."""
    last, audiences = known
    try:
        messages, handoff = lines.read(conversation, audiences)
    except NotFound:
        return sent("gone"), last, False
    goes_on = bool(lines.state(conversation, handoff))
    newest = messages[-1].id if messages else 0
    if newest <= last:
        return SIGN_OF_LIFE, newest, goes_on
    told = sent(
        "news",
        log=lines.drawn(conversation, messages, handoff),
        status=lines.news([one for one in messages if one.id > last]),
        conversation=conversation,
    )
    return told, newest, goes_on
