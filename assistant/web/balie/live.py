"""The stream that an open desk listens to: it says when something was said, the page then looks."""

import asyncio
from collections.abc import AsyncGenerator

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from assistant.web.chat_news import SIGN_OF_LIFE
from assistant.web.chat_stream import sent, streamed
from assistant.web.identity import DESK
from assistant.web.live import woken
from assistant.web.reception import Reception
from configs.domain import Noun


class Opened(Noun):
    """The hand-off whose conversation is open."""

    handoff: str


def router(reception: Reception) -> APIRouter:
    """`POST /balie/live`: an event `changed` for every line; only behind the door of the desk."""
    routes = APIRouter(include_in_schema=False)

    @routes.post(f"{DESK.path}/live")
    async def live(opened: Opened) -> StreamingResponse:
        handoffs = reception.service.handoffs
        handoff = await asyncio.to_thread(handoffs.handoff, opened.handoff)
        events = _events(reception, handoff.conversation)
        return streamed(events)

    return routes


async def _events(reception: Reception, conversation: str) -> AsyncGenerator[str, None]:
    async with reception.live.watch(conversation) as news:
        yield SIGN_OF_LIFE
        while True:
            yield sent("changed") if await woken(news) else SIGN_OF_LIFE
