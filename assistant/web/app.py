"""Wires the pages, the API and the guards into one application; nothing else stands here."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import SecretStr
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from assistant.domain import AssistantError, NotFound
from assistant.records.domain import RecordsError
from assistant.rendering import page
from assistant.web import (
    api,
    chat_live,
    chat_stream,
    completions,
    exporting,
    health,
    pages,
    text_api,
)
from assistant.web.balie import live
from assistant.web.balie.page import mount_desk
from assistant.web.chat import mount_chat
from assistant.web.headers import Guard, Shown
from assistant.web.identity import DESK, TEXT, Door, Doorman, Entrance
from assistant.web.port import Documents, Service
from assistant.web.reception import Reception, Refused
from assistant.web.text import mount_text
from configs.domain import Language


def create_app(service: Service, documents: Documents | None = None) -> FastAPI:
    """The whole server, ready for uvicorn; to be called before its event loop runs.

    It is wired inside a loop of its own: without one Gradio opens dozens that it never closes.
    """
    return asyncio.run(_wired(service, documents))


async def _wired(service: Service, documents: Documents | None) -> FastAPI:
    reception = Reception(service)
    secure = service.settings.server.public_url.startswith("https://")
    doorman = _doorman(DESK, service.settings.desk.password, secure=secure)
    writing = _doorman(TEXT, service.settings.textwork.password, secure=secure)
    app = FastAPI(
        title=service.theme.organisation,
        description="Answers from approved official sources, sentence by sentence.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    for router in (
        api.router(reception),
        completions.router(reception),
        api.described(reception),
        health.router(service, reception.metrics),
        chat_stream.router(reception),
        chat_live.router(reception),
        live.router(reception),
        exporting.router(reception),
        pages.files(reception),
        pages.papers(reception, documents),
        pages.login(reception, DESK, doorman),
    ):
        app.include_router(router)
    _answer_errors(app, reception)
    shown = _text_work(app, reception, writing) | _mount(app, reception, doorman)
    app.add_middleware(Entrance, door=DESK, doorman=doorman)
    app.add_middleware(Entrance, door=TEXT, doorman=writing)
    app.add_middleware(Guard, pages=shown, bodies=text_api.bodies(reception), secure=secure)
    return app


def _doorman(door: Door, password: SecretStr | None, *, secure: bool) -> Doorman | None:
    return Doorman(password.get_secret_value(), secure=secure, door=door) if password else None


def _text_work(app: FastAPI, reception: Reception, doorman: Doorman | None) -> dict[str, Shown]:
    """Text work, where it is on: to be mounted before the page at `/`."""
    work = reception.service.textwork
    if work is None or doorman is None:
        return {}
    app.include_router(pages.login(reception, TEXT, doorman))
    app.include_router(text_api.router(reception, work, doorman))
    app.get(TEXT.path, include_in_schema=False)(_whole(f"{TEXT.path}/"))
    mount_text(app, reception, work, doorman)
    return {f"{TEXT.path}/": _shown(reception, reception.language, "text_script.part.html")}


def _mount(app: FastAPI, reception: Reception, doorman: Doorman | None) -> dict[str, Shown]:
    """Mount the Gradio pages, the one at `/` last: it takes every address that is left."""
    first = Language(reception.service.settings.language)
    shown: dict[str, Shown] = {}
    if doorman is not None:
        app.get(DESK.path, include_in_schema=False)(_whole(f"{DESK.path}/"))
        mount_desk(app, reception, doorman, DESK.path)
        shown[f"{DESK.path}/"] = _shown(reception, first, "desk_script.part.html")
    for language in sorted(Language, key=lambda one: one is first):
        path = "/" if language is first else f"/{language}"
        app.get(f"/{language}", include_in_schema=False)(_whole(f"{path.rstrip('/')}/"))
        mount_chat(app, reception, language, path)
        shown[f"{path.rstrip('/')}/"] = _shown(reception, language)
    return shown


def _shown(reception: Reception, language: Language, head: str = "head.part.html") -> Shown:
    view = reception.view(language)
    return Shown(language, page(head, view), page("instead.part.html", view))


def _whole(path: str) -> Callable[[], RedirectResponse]:
    def redirect() -> RedirectResponse:
        return RedirectResponse(path, 308)

    return redirect


STATUSES: dict[type[AssistantError], int] = {NotFound: 404, RecordsError: 503}
"""What a refusal is in HTTP; any other is a conflict with how things stand."""


def _answer_errors(app: FastAPI, reception: Reception) -> None:
    def answer(request: Request, refused: Refused) -> Response:
        if request.url.path.startswith(("/api/", "/v1/", f"{TEXT.path}/document")):
            return api.problem(reception, request, refused)
        return pages.failure(request, reception, refused.status, refused.key)

    @app.exception_handler(Refused)
    def refuse(request: Request, error: Refused) -> Response:
        return answer(request, error)

    @app.exception_handler(AssistantError)
    def explain(request: Request, error: AssistantError) -> Response:
        status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 409)
        known = error.key in reception.service.texts.keys(Language.NL)
        return answer(request, Refused(error.key if known else "errors.not_allowed", status))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        places = {str(problem["loc"][-1]) for problem in error.errors() if problem["loc"]}
        return answer(request, Refused("errors.invalid", 422, fields=", ".join(sorted(places))))

    @app.exception_handler(HTTPException)
    def absent(request: Request, error: HTTPException) -> Response:
        key = (
            "errors.not_found" if error.status_code == HTTPStatus.NOT_FOUND else "errors.forbidden"
        )
        return answer(request, Refused(key, error.status_code))

    @app.exception_handler(Exception)
    def fail(request: Request, error: Exception) -> Response:
        return answer(request, Refused("errors.failed", 500))
