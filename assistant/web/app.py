"""Wires the pages, the API and the guards into one application; nothing else stands here."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fastapi import APIRouter, FastAPI
from pydantic import SecretStr
from starlette.responses import RedirectResponse

from assistant.levers.build import checker
from assistant.levers.editing import Editor
from assistant.rendering import page
from assistant.web import admin as administration
from assistant.web import (
    api,
    audit,
    chat_live,
    chat_news,
    chat_stream,
    completions,
    editing,
    exporting,
    health,
    pages,
    plain,
    text_api,
    widget,
)
from assistant.web.balie import live
from assistant.web.balie.page import mount_desk
from assistant.web.chat import mount_chat
from assistant.web.chat_live import Live
from assistant.web.editing_frame import Frame
from assistant.web.failing import answer_errors
from assistant.web.headers import Guard, Shown
from assistant.web.identity import (
    ADMIN,
    AUDIT,
    DESK,
    EDITING,
    TEXT,
    Door,
    Doorman,
    Entrance,
    RoleDoorman,
)
from assistant.web.login import Login
from assistant.web.port import Documents, Service
from assistant.web.reception import Reception
from assistant.web.text import mount_text
from assistant.web.visitors import Identify
from configs.domain import Language


def create_app(service: Service, documents: Documents | None = None) -> FastAPI:
    """The whole server, ready for uvicorn; to be called before its event loop runs.

    It is wired inside a loop of its own: without one Gradio opens dozens that it never closes.
    """
    return asyncio.run(_wired(service, documents))


async def _wired(service: Service, documents: Documents | None) -> FastAPI:
    reception = Reception(service)
    public = service.settings.server.public_url
    secure = public.startswith("https://")
    login = Login(reception, service.accounts, secure=secure) if service.accounts else None
    doors = Doors(reception, login, secure)
    doorman = doors.doorman(DESK, service.settings.desk.password)
    writing = doors.doorman(TEXT, service.settings.textwork.password)
    admin = doors.doorman(ADMIN, service.settings.accounts.password)
    auditing = doors.doorman(AUDIT, service.settings.audit.password)
    app = _described(service)
    for router in (
        *_open_to_all(reception, documents),
        doors.login(DESK, doorman),
        doors.login(ADMIN, admin),
        doors.login(AUDIT, auditing),
        audit.router(reception, auditing),
        *([login.router()] if login else []),
        *([administration.router(reception, admin)] if admin else []),
    ):
        app.include_router(router)
    answer_errors(app, reception)
    editors = _editing(app, reception, doors)
    shown = _text_work(app, reception, doors, writing) | _mount(app, reception, doorman)
    guarded = {DESK: doorman, TEXT: writing, ADMIN: admin, EDITING: editors, AUDIT: auditing}
    for door, known in guarded.items():
        app.add_middleware(Entrance, door=door, doorman=known)
    app.add_middleware(Identify, reception=reception, secure=secure)
    bodies = text_api.bodies(reception) | editing.bodies()
    app.add_middleware(Guard, pages=shown, bodies=bodies, public_url=public)
    return app


def _open_to_all(reception: Reception, documents: Documents | None) -> Sequence[APIRouter]:
    """What needs no door of its own: what programs and residents use."""
    service = reception.service
    return (
        api.router(reception),
        api.erasing(reception),
        completions.router(reception),
        api.described(reception),
        health.router(service, reception.metrics),
        chat_stream.router(reception),
        chat_live.router(reception),
        chat_news.router(reception),
        live.router(reception),
        exporting.router(reception),
        pages.files(reception),
        pages.papers(reception, documents),
        plain.router(reception),
        widget.router(service.settings, service.theme),
    )


def _described(service: Service) -> FastAPI:
    """The application without routes; its own pages of documentation load from elsewhere."""
    return FastAPI(
        title=service.theme.organisation,
        description="Answers from approved official sources, sentence by sentence.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )


class Doors(NamedTuple):
    """Who stands at the doors: by role where accounts are on, else by password."""

    reception: Reception
    accounts: Login | None
    secure: bool

    def doorman(self, door: Door, password: SecretStr | None) -> Doorman | None:
        """None where nothing can open this door."""
        if self.accounts:
            return RoleDoorman(door, secure=self.secure)
        if password is None:
            return None
        return Doorman(password.get_secret_value(), secure=self.secure, door=door)

    def login(self, door: Door, doorman: Doorman | None) -> APIRouter:
        """Where one is sent who is not let in yet."""
        return (
            self.accounts.door(door)
            if self.accounts
            else pages.login(self.reception, door, doorman)
        )


def _text_work(
    app: FastAPI, reception: Reception, doors: Doors, doorman: Doorman | None
) -> dict[str, Shown]:
    """Text work, where it is on: to be mounted before the page at `/`."""
    work = reception.service.textwork
    if work is None or doorman is None:
        return {}
    app.include_router(doors.login(TEXT, doorman))
    app.include_router(text_api.router(reception, work, doorman))
    app.get(TEXT.path, include_in_schema=False)(_whole(f"{TEXT.path}/"))
    mount_text(app, reception, work, doorman)
    return {f"{TEXT.path}/": _shown(reception, reception.language, "text_script.part.html")}


def _editing(app: FastAPI, reception: Reception, doors: Doors) -> Doorman | None:
    """The editors' page, where it can be opened; else its login says which setting opens it."""
    service = reception.service
    doorman = doors.doorman(EDITING, service.settings.editing.password)
    app.include_router(doors.login(EDITING, doorman))
    if doorman is not None and service.levers is not None:
        app.get(EDITING.path, include_in_schema=False)(_whole(f"{EDITING.path}/"))
        editor = Editor(service.levers, checker(service.settings, service.theme, service.levers))
        app.include_router(editing.router(Frame(reception, editor, doorman)))
    return doorman


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
        words = page("employee.part.html", reception.view(language))
        shown[f"{path.rstrip('/')}/"] = _chat(reception, language)._replace(
            employee=words, swaps=Live(reception, language)
        )
    return shown


def _shown(reception: Reception, language: Language, head: str = "head.part.html") -> Shown:
    view = reception.view(language)
    needs, foot = page("needs.part.html", view), page("foot.part.html", view)
    return Shown(language, page(head, view), needs, foot=foot)


def _chat(reception: Reception, language: Language) -> Shown:
    """The chat: for who comes without script or with a keyboard, and in frames of other sites."""
    view = reception.view(language)
    instead, skip = page("instead.part.html", view), page("skip.part.html", view)
    shown = _shown(reception, language)._replace(instead=instead, skip=skip)
    return widget.framed(shown, reception.service.settings)


def _whole(path: str) -> Callable[[], RedirectResponse]:
    def redirect() -> RedirectResponse:
        return RedirectResponse(path, 308)

    return redirect
