"""Asking on the page: one request, whose response streams what the page is to show.

Not an event of Gradio: joining its queue, waiting for the outcome on a second request and looking
over every value cost as much processor time as the answer itself, and a thousand who ask at once
would hear nothing for many seconds.
"""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from assistant.domain import (
    Answer,
    AssistantError,
    Claim,
    Event,
    Handoff,
    Message,
    NotFound,
    Outcome,
    Role,
    Working,
)
from assistant.masking import mask
from assistant.records.domain import RecordsError
from assistant.rendering import render_working
from assistant.steps.screen import visible
from assistant.web.api_nouns import Text
from assistant.web.chat_lines import Lines
from assistant.web.identity import Audiences, audiences_of, visitor_of
from assistant.web.pacing import paced
from assistant.web.reception import Reception, Refused
from configs.domain import Language, Noun
from models.language import recognise

PAUSE = 0.15
"""Claims that come within this time of each other are shown together (s)."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class Asked(Noun):
    """A question as the page sends it; `conversation` is empty before the first answer."""

    question: Text
    conversation: Text = ""
    language: Language  # of the page; the answer is in that of the question


def router(reception: Reception) -> APIRouter:
    """`POST /page/ask`: server-sent events `waiting`, `working`, and last `answer` or `wrong`."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/page/ask")
    async def ask(asked: Asked, request: Request) -> StreamingResponse:
        lines = Lines(reception, reception.view(asked.language))
        events = _events(lines, asked, request)
        return streamed(events)

    return routes


async def _events(lines: Lines, asked: Asked, request: Request) -> AsyncGenerator[str, None]:
    """What the page is told; when it stops listening, the search is stopped.

    Whose session has just ended is told so, once: the next time it is a resident who asks.
    """
    address = request.client.host if request.client else ""
    visitor = visitor_of(request.scope)
    if visitor.ended:
        yield sent("wrong", status=lines.wrong("accounts.ended", link="/inloggen?naar=/account"))
        return
    try:
        lines.reception.check(asked.question, address, visitor.account)
        async with aclosing(_answering(lines, asked, audiences_of(request))) as told:
            async for one in told:
                yield one
    except NotFound as error:
        anew = {"log": lines.drawn("", [], None), "conversation": ""}
        yield sent("wrong", status=lines.wrong(error), **anew)
    except (Refused, AssistantError) as error:
        yield sent("wrong", status=lines.wrong(error))


async def _answering(lines: Lines, asked: Asked, audiences: Audiences) -> AsyncGenerator[str, None]:
    claims: list[Claim] = []
    place = 0
    known = asked.conversation or None
    spoken = recognise(asked.question, asked.language)
    events = lines.reception.ask(asked.question, known, spoken, "chat", audiences)
    async with aclosing(events), aclosing(paced(events, PAUSE)) as batches:
        async for batch in batches:
            claims += [event for event in batch if isinstance(event, Claim)]
            last = batch[-1]
            if isinstance(last, Answer):
                yield await anyio.to_thread.run_sync(_answered, lines, asked, last, audiences)
            elif claims:
                yield sent("working", live=render_working(asked.question, claims, lines.view))
            elif place != (place := _place(batch)):
                yield sent("waiting", place=place)


def _place(batch: Sequence[Event]) -> int:
    """The place in the line that was told last; 0 when it is one's turn."""
    return next((event.place for event in reversed(batch) if isinstance(event, Working)), 0)


def _answered(lines: Lines, asked: Asked, answer: Answer, audiences: Audiences) -> str:
    """Also an answer that could not be kept is shown."""
    passed_on = answer.outcome is Outcome.PERSON and not answer.handoff.offered
    key = "chat.person_delivered" if passed_on else "chat.ready"
    messages, handoff = _known(lines, asked.conversation, audiences)
    kept = {message.answer.id for message in messages if message.answer}
    if answer.id not in kept and not passed_on:
        messages += _exchange(asked, answer, messages[-1].id if messages else 0)
    return sent(
        "answer",
        log=lines.drawn(answer.conversation, messages, handoff),
        status=lines.say(key, refresh=passed_on),
        conversation=answer.conversation,
    )


def _known(
    lines: Lines, conversation: str, audiences: Audiences
) -> tuple[list[Message], Handoff | None]:
    """What was said before; nothing where the database can't be read now."""
    try:
        return lines.read(conversation, audiences) if conversation else ([], None)
    except RecordsError:
        return [], None


def _exchange(asked: Asked, answer: Answer, last: int) -> list[Message]:
    """Question and answer as the records keep them; a first question need not be read back."""
    now, text = datetime.now(UTC), mask(visible(asked.question)).text
    return [
        Message(id=last + 1, role=Role.USER, text=text, at=now),
        Message(id=last + 2, role=Role.ASSISTANT, text="", answer=answer, at=now),
    ]


def streamed(events: AsyncGenerator[str, None]) -> StreamingResponse:
    """The events of a page, neither kept nor held back by a proxy on the way."""
    return StreamingResponse(events, media_type="text/event-stream", headers=HEADERS)


def sent(kind: str, **fields: object) -> str:
    """One server-sent event (WHATWG HTML, 9.2), its data one line of JSON."""
    return f"event: {kind}\ndata: {json.dumps(fields, ensure_ascii=False)}\n\n"
