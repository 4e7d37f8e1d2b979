"""Text work for other programs, and the way in for documents; both behind a password."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from assistant.textwork.domain import Event, Given, Piece, Result
from assistant.textwork.uploads import Kind, read_upload
from assistant.textwork.work import TextWork
from assistant.web.api import MARK
from assistant.web.api_nouns import Failure, TextRead
from assistant.web.identity import TEXT, Doorman, account_of
from assistant.web.pages import language_of
from assistant.web.reception import Reception, Refused
from configs.domain import Language

PATH = "/api/v1/text"
BYTES = 8
"""A text in a request takes at most so many bytes for each sign, with what is around it."""
FAILURES: dict[int | str, dict[str, object]] = {
    401: {"model": Failure, "description": "The password is missing or wrong"},
    422: {"model": Failure, "description": "This text or document can't be worked on"},
    429: {"model": Failure, "description": "Too many requests from this address"},
}
BINARY = {"content": {"application/octet-stream": {"schema": {"type": "string"}}}}

Credentials = Annotated[
    HTTPAuthorizationCredentials | None,
    Depends(HTTPBearer(auto_error=False, description="The password of text work")),
]


def bodies(reception: Reception) -> dict[str, int]:
    """The largest bodies of the paths that take texts and documents (bytes)."""
    settings = reception.service.settings.textwork
    text = settings.length * BYTES + 100_000
    documents = dict.fromkeys((f"{TEXT.path}/document", f"{PATH}/document"), settings.file_bytes)
    return {f"{TEXT.path}/gradio_api/queue/join": text, PATH: text, **documents}


def router(reception: Reception, work: TextWork, doorman: Doorman) -> APIRouter:
    """`/api/v1/text…` for programs that know the password, `/tekst/document` for the page."""
    guard = Depends(_guard(reception, doorman))
    routes = APIRouter(responses=FAILURES)

    @routes.post(PATH, response_model=Result, dependencies=[guard])
    async def text(body: Given, request: Request) -> Response:
        """Work on a text; with `Accept: text/event-stream`: `progress`, `sentence`, `result`."""
        refuse_unfit(work, body.text)
        events = counted(reception, work, body, language_of(request, reception.language))
        if "text/event-stream" in request.headers.get("accept", ""):
            return EventSourceResponse(_stream(events), headers=MARK)
        async with aclosing(events):
            last = [event async for event in events][-1]
        return Response(last.model_dump_json(), media_type="application/json", headers=MARK)

    @routes.post(
        f"{PATH}/document",
        response_model=TextRead,
        dependencies=[guard],
        openapi_extra={"requestBody": BINARY},
    )
    async def document(kind: Kind, request: Request) -> TextRead:
        """Read the document that is the body of the request; nothing of it is kept."""
        return await _read(work, kind, request)

    @routes.post(f"{TEXT.path}/document", include_in_schema=False)
    async def upload(kind: str, request: Request) -> JSONResponse:
        reception.limit(_address(request), account_of(request))
        if kind not in set(Kind):
            raise Refused("text.file_kind", 422)
        read = await _read(work, Kind(kind), request)
        view = reception.view(reception.language)
        message = view.say("text.uploaded", count=read.characters)
        return JSONResponse({"text": read.text, "message": message})

    return routes


def refuse_unfit(work: TextWork, text: str) -> None:
    """Raise `Refused` when there is no text, or too much of it."""
    refusal = work.refusal(text)
    if refusal:
        raise Refused(refusal[0], 422, **refusal[1])


async def counted(
    reception: Reception, work: TextWork, given: Given, reader: Language
) -> AsyncGenerator[Event, None]:
    """The events of the work, counted; closing this one closes those."""
    async with aclosing(work(given, reader)) as events:
        async for event in events:
            if isinstance(event, Result):
                reception.metrics.worked(event)
            yield event


async def _read(work: TextWork, kind: Kind, request: Request) -> TextRead:
    body = await request.body()
    text = await run_in_threadpool(read_upload, body, kind)
    refuse_unfit(work, text)
    return TextRead(text=text, characters=len(text))


async def _stream(events: AsyncGenerator[Event, None]) -> AsyncGenerator[ServerSentEvent, None]:
    names = {Piece: "sentence", Result: "result"}
    async with aclosing(events):
        async for event in events:
            yield ServerSentEvent(event.model_dump_json(), event=names.get(type(event), "progress"))


def _guard(reception: Reception, doorman: Doorman) -> Callable[..., None]:
    def guard(request: Request, known: Credentials) -> None:
        address = _address(request)
        reception.limit(address, account_of(request))
        if doorman.who(request) is not None:
            return
        if doorman.lock.locked(address):
            raise Refused("errors.busy", HTTPStatus.TOO_MANY_REQUESTS)
        if known is None or not doorman.knows(known.credentials):
            doorman.lock.failed(address)
            raise Refused("errors.not_logged_in", HTTPStatus.UNAUTHORIZED)
        doorman.lock.succeeded(address)

    return guard


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
