"""`/redactie`: what web editors change themselves; plain forms that need no script."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from assistant.levers.checking import THEME
from assistant.levers.diffing import differences
from assistant.levers.domain import Kind
from assistant.levers.logo import BYTES
from assistant.levers.trying import way_of
from assistant.web.editing_acts import Acts
from assistant.web.editing_forms import told
from assistant.web.editing_frame import Frame, check_name, part_of
from assistant.web.editing_lists import MANY, PARTS
from assistant.web.identity import EDITING

MOST = BYTES * 3
"""Largest body of the form with the logo: the file, and one that was uploaded before (bytes)."""


def bodies() -> dict[str, int]:
    """The largest bodies of the addresses that take files."""
    return {f"{EDITING.path}/{PARTS[Kind.THEME]}/{THEME}": MOST}


def router(frame: Frame) -> APIRouter:
    """Every page behind the door; who is not logged in does not come here."""
    routes = APIRouter(prefix=EDITING.path, include_in_schema=False)

    @routes.get("/")
    def overview(request: Request) -> Response:
        lists = frame.lists
        shown = {"attention": lists.attention(), "latest": lists.latest()}
        return frame.page("editing.html", request, None, **shown)

    @routes.get("/uitproberen")
    def test(request: Request, vraag: Annotated[str, Query(max_length=2_000)] = "") -> Response:
        return _test(frame, request, vraag.strip())

    @routes.get("/{part}")
    def listed(request: Request, part: str, gedaan: str = "") -> Response:
        kind = part_of(part)
        if kind is Kind.THEME:
            return RedirectResponse(f"{EDITING.path}/{part}/{THEME}", 303)
        lists, many = frame.lists, kind in MANY
        shown = {"rows": lists.rows(kind), "gone": lists.gone(kind) if many else []}
        return frame.page("editing_list.html", request, kind, many=many, done=gedaan, **shown)

    _of_one(routes, frame)
    _acting(routes, frame)
    return routes


def _of_one(routes: APIRouter, frame: Frame) -> None:
    """The form and the versions of one thing."""

    @routes.get("/{part}/{name}")
    def form(request: Request, part: str, name: str) -> Response:
        kind = part_of(part)
        check_name(kind, name, frame.editor)
        return frame.form(request, frame.forms.opened(kind, name))

    @routes.get("/{part}/{name}/versies")
    def versions(request: Request, part: str, name: str) -> Response:
        kind = part_of(part)
        check_name(kind, name, frame.editor)
        return _versions(frame, request, kind, name)

    @routes.post("/{part}/{name}/versies")
    def restore(request: Request, part: str, name: str, number: Annotated[int, Form()]) -> Response:
        return Acts(frame, request).restore(part_of(part), name, number)


def _acting(routes: APIRouter, frame: Frame) -> None:
    @routes.post("/{part}/{name}")
    async def act(request: Request, part: str, name: str) -> Response:
        kind = part_of(part)
        await run_in_threadpool(check_name, kind, name, frame.editor)
        async with request.form(max_files=1, max_fields=400, max_part_size=MOST) as sent:
            upload = sent.get("upload")
            content = await upload.read(BYTES + 1) if isinstance(upload, UploadFile) else b""
            texts = _texts(sent)
        acting: Callable[..., Response] = Acts(frame, request).act
        return await run_in_threadpool(acting, kind, name, texts, content)


def _texts(sent: FormData) -> dict[str, list[str]]:
    return {key: [one for one in sent.getlist(key) if isinstance(one, str)] for key in sent}


def _test(frame: Frame, request: Request, text: str) -> Response:
    """What happens to a question now."""
    levers, lists = frame.editor.levers, frame.lists
    levers.look()
    way, title = None, ""
    if text:
        way = way_of(levers, text, frame.view.language)
        goes = "pin" if way.goes == "rests" else way.goes
        kind = Kind(goes) if goes in set(Kind) else None
        noun = levers.now.known.get((kind, way.name)) if kind else None
        title = lists.title(kind, way.name, noun) if kind else ""
    shown = {"text": text, "way": way, "title": title, "testing": True}
    return frame.page("editing_test.html", request, None, **shown)


def _versions(frame: Frame, request: Request, kind: Kind, name: str) -> Response:
    """Every version with what changed in it, newest first."""
    history, zone = frame.editor.history(kind, name), frame.editor.checker.zone
    said = [told(kind, version.content, zone) for version in history]
    before = [*said[1:], {}]
    shown = [
        (version, differences(old, new))
        for version, new, old in zip(history, said, before, strict=True)
    ]
    noun = frame.editor.levers.now.known.get((kind, name))
    title = frame.lists.title(kind, name, noun) if noun or kind not in MANY else name
    more = {"name": name, "title": title, "versions": shown}
    return frame.page("editing_versions.html", request, kind, **more)
