"""Plain pages and files of our own: the desk's login, errors, the API's list, style and script."""

import asyncio
import mimetypes
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.rendering import page
from assistant.web.identity import DESK, LONGEST_NAME, WAIT, Door, Doorman, audiences_of, way_back
from assistant.web.port import Documents
from assistant.web.reception import Reception
from configs.domain import Audience, Language
from configs.theme import Theme

STATIC = Path(__file__).parent / "static"
FILES = {
    "style.css": "text/css",
    "audit.css": "text/css",
    "editing.css": "text/css",
    "chat.js": "text/javascript",
    "text.js": "text/javascript",
    "embedded.js": "text/javascript",
    "desk.js": "text/javascript",
}
LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}
LOCKED = "desk.login_locked"
SECOND = 1.0
"""How long a wrong password takes to be refused."""


def language_of(request: Request, otherwise: Language) -> Language:
    """The first language of the browser that the interface speaks."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in set(Language):
            return Language(code)
    return otherwise


def files(reception: Reception) -> APIRouter:
    """`/page/…`: style, script and logo."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/page/colours.css")
    def colours() -> Response:
        names = _look(reception).colours.model_dump()
        rules = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in names.items())
        return Response(f":root{{{rules}}}", media_type="text/css")

    @routes.get("/page/logo")
    def logo(request: Request) -> Response:
        theme, levers = _look(reception), reception.service.levers
        if levers and (own := levers.logo()):
            return Response(own, media_type="image/png", headers={"Cache-Control": "max-age=60"})
        file = theme.folder / Path(theme.logo).name
        if not theme.logo or file.suffix not in LOGOS or not file.is_file():
            return failure(request, reception, 404)
        return FileResponse(file, media_type=LOGOS[file.suffix])

    @routes.get("/page/{name}")
    def static(name: str, request: Request) -> Response:
        if name not in FILES:
            return failure(request, reception, 404)
        return FileResponse(
            STATIC / name, media_type=FILES[name], headers={"Cache-Control": "max-age=300"}
        )

    return routes


def _look(reception: Reception) -> Theme:
    """The theme as it stands now; may wait for the database, so not in the event loop."""
    if reception.service.levers:
        reception.service.levers.look()
    return reception.service.look


def papers(reception: Reception, documents: Documents | None) -> APIRouter:
    """`/documents/…`: documents that are public and stand in the published library."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/documents/{source}/{path:path}")
    def document(source: str, path: str, request: Request) -> Response:
        file = (
            documents.find(source, path, audiences_of(request))
            if documents and _plain(path)
            else None
        )
        if file is None:
            return failure(request, reception, 404, "errors.no_document")
        response = _file(file)
        if Audience.INTERNAL in audiences_of(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return routes


def _file(file: Path) -> Response:
    """Text is shown as text and PDF as PDF; anything else is saved, so that none of it runs."""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kind = "text/plain" if kind.startswith("text/") else kind
    how = "inline" if kind in {"text/plain", "application/pdf"} else "attachment"
    return FileResponse(file, media_type=kind, filename=file.name, content_disposition_type=how)


def login(reception: Reception, door: Door, doorman: Doorman | None) -> APIRouter:
    """Where one logs in and out at a door; without a password it says that all is off there."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(door.login)
    def form(request: Request) -> Response:
        return _login(request, reception, door, status=200 if doorman else 503)

    @routes.post(door.login)
    async def enter(request: Request) -> Response:
        if doorman is None:
            return _login(request, reception, door, status=503)
        address = request.client.host if request.client else ""
        if doorman.lock.locked(address):
            return _login(request, reception, door, error=LOCKED, status=429)
        fields = await request.form()
        name = " ".join(str(fields.get("name", "")).split())[:LONGEST_NAME]
        if not name or not doorman.knows(str(fields.get("password", ""))):
            doorman.lock.failed(address)
            await asyncio.sleep(SECOND)
            return _login(request, reception, door, error="desk.login_wrong", status=403)
        doorman.lock.succeeded(address)
        back = way_back(door, request.query_params.get("naar", ""))
        response = RedirectResponse(back or f"{door.path}/", 303)
        doorman.admit(response, name)
        return response

    @routes.post(door.logout)
    async def leave(request: Request) -> Response:
        response = _gone(request, door)
        if doorman:
            await asyncio.to_thread(_left, reception, door, doorman.who(request))
            doorman.dismiss(response)
        return response

    return routes


def _left(reception: Reception, door: Door, name: str | None) -> None:
    """Nobody counts any more on who left the desk."""
    if name and door is DESK:
        reception.service.handoffs.presence.leave(name)


def _gone(request: Request, door: Door) -> Response:
    """For a script, which goes there itself, or for a browser."""
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"to": door.login})
    return RedirectResponse(door.login, 303)


def failure(
    request: Request, reception: Reception, status: int, key: str = "errors.not_found"
) -> HTMLResponse:
    """A page with one clear sentence and the way back."""
    view = reception.view(language_of(request, reception.language))
    return HTMLResponse(page("error.html", view, message=view.say(key)), status)


def _login(
    request: Request, reception: Reception, door: Door, *, error: str = "", status: int
) -> HTMLResponse:
    view = reception.view(language_of(request, reception.language))
    message = view.say(error, minutes=WAIT // 60) if error == LOCKED else error and view.say(error)
    off = status == HTTPStatus.SERVICE_UNAVAILABLE
    asked = request.query_params
    on = {"back": way_back(door, asked.get("naar", "")), "lost": "kwijt" in asked}
    return HTMLResponse(page("login.html", view, error=message, off=off, door=door, **on), status)


def _plain(path: str) -> bool:
    return not any(part in {"", ".", ".."} or "\\" in part for part in path.split("/"))
