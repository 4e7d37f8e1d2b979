"""The HTTP API, for websites and systems that ask on someone's behalf."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.domain import Answer, Claim, Event, NotFound, State
from assistant.handoff.domain import HandoffRequest
from assistant.rendering import page
from assistant.web.api_nouns import (
    Ask,
    AskPerson,
    Erasure,
    Failure,
    HandoffState,
    Id,
    Messages,
    Problem,
    Report,
    Thanks,
)
from assistant.web.identity import account_of, audiences_of
from assistant.web.pages import language_of
from assistant.web.reception import Reception, Refused

MARK = {"X-AI-Generated": "true"}
"""Says to machines that the text was made by AI: AI Act (EU 2024/1689), article 50(2)."""


FAILURES: dict[int | str, dict[str, object]] = {
    401: {"model": Failure, "description": "The access token is not right, or one is needed"},
    404: {"model": Failure, "description": "No such conversation or answer"},
    409: {"model": Failure, "description": "Not possible in this state"},
    422: {"model": Failure, "description": "The request is not right"},
    429: {"model": Failure, "description": "Too many requests from this address"},
}


def router(reception: Reception) -> APIRouter:
    """`/api/v1/…`; errors are turned into `Failure` by the app."""
    routes = APIRouter(prefix="/api/v1", responses=FAILURES)

    @routes.post("/ask", response_model=Answer)
    async def ask(body: Ask, request: Request) -> Response:
        """Answer a question; with `Accept: text/event-stream`: `working`, `claim`, `answer`."""
        reception.check(body.question, _address(request), account_of(request))
        audiences = audiences_of(request)
        events = reception.ask(body.question, body.conversation, body.language, "api", audiences)
        first = await anext(events)
        if "text/event-stream" in request.headers.get("accept", ""):
            return EventSourceResponse(_stream(first, events), headers=MARK)
        answer = first
        async with aclosing(events):
            async for event in events:
                answer = event
        return Response(answer.model_dump_json(), media_type="application/json", headers=MARK)

    _later(routes, reception)
    return routes


def _later(routes: APIRouter, reception: Reception) -> None:
    service = reception.service

    @routes.post("/handoff", response_model=HandoffState)
    def handoff(body: AskPerson, request: Request) -> HandoffState:
        """Pass a conversation to a person; consent is needed."""
        reception.limit(_address(request), account_of(request))
        reception.require(body.conversation, audiences_of(request))
        if not body.consent:
            raise Refused("errors.consent", 422)
        asked = service.handoffs.request(
            HandoffRequest(
                conversation=body.conversation,
                reason=service.handoffs.reason(body.conversation),
                consent=body.consent,
                contact=body.contact,
                message=body.message,
                language=body.language or language_of(request, reception.language),
            )
        )
        return HandoffState(id=asked.id, state=asked.state, reference=asked.reference)

    @routes.post("/feedback", response_model=Thanks)
    def feedback(body: Report, request: Request) -> Thanks:
        """Report that an answer is wrong."""
        reception.limit(_address(request), account_of(request))
        reference = reception.report(
            body.answer, body.complaint, body.remark, audiences_of(request)
        )
        return Thanks(reference=reference)

    @routes.get("/conversations/{conversation}/messages", response_model=Messages)
    def messages(
        conversation: Id, request: Request, after: Annotated[int, Query(ge=0)] = 0
    ) -> Messages:
        """What was said after line `after`, and whether a person has the conversation."""
        reception.require(conversation, audiences_of(request))
        lines = service.records.messages(conversation, after)
        active = service.handoffs.active(conversation)
        return Messages(messages=tuple(lines), state=active.state if active else State.BOT)


def erasing(reception: Reception) -> APIRouter:
    """`DELETE /api/v1/conversations/ID`: only who had the conversation knows its id."""
    routes = APIRouter(prefix="/api/v1", responses=FAILURES)
    records = reception.service.records

    @routes.delete("/conversations/{conversation}", response_model=Erasure)
    def erase(conversation: Id, request: Request, after: BackgroundTasks) -> Erasure:
        """Erase a conversation for good, with its request to a person if there is one."""
        reception.limit(_address(request), account_of(request))
        reception.require(conversation, audiences_of(request))
        erased = records.subjects.erase([conversation])
        if not erased.rows:
            raise NotFound("handoff.not_found")
        after.add_task(records.scrub)
        return Erasure(copies=tuple(dict.fromkeys(copy.reference for copy in erased.copies)))

    return routes


def described(reception: Reception) -> APIRouter:
    """`/api/docs`: what the API offers, on a page that loads nothing from elsewhere."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/api/docs")
    def documentation(request: Request) -> HTMLResponse:
        language = language_of(request, reception.language)
        document = request.app.openapi()
        return HTMLResponse(page("api.html", reception.view(language), document=document))

    return routes


def problem(reception: Reception, request: Request, refused: Refused) -> JSONResponse:
    """The error as JSON, in the language of who asks."""
    view = reception.view(language_of(request, reception.language))
    code = refused.key.rsplit(".", 1)[-1]
    body = Failure(error=Problem(code=code, message=view.say(refused.key, **refused.fields)))
    return JSONResponse(body.model_dump(), refused.status)


async def _stream(
    first: Event, rest: AsyncGenerator[Event, None]
) -> AsyncGenerator[ServerSentEvent, None]:
    yield _event(first)
    async with aclosing(rest):
        async for event in rest:
            yield _event(event)


def _event(event: Event) -> ServerSentEvent:
    names = {Claim: "claim", Answer: "answer"}
    return ServerSentEvent(event.model_dump_json(), event=names.get(type(event), "working"))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
