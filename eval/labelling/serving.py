"""The server of the label page: on this machine only, with the guards of the chat."""

import asyncio
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from markupsafe import escape
from starlette.middleware.trustedhost import TrustedHostMiddleware

from assistant.web.headers import Guard, Shown
from configs.theme import Theme
from eval.labelling.page import Labelling, mount

STATIC = Path(__file__).parent / "static"
OURS = {"label.css": "text/css", "label.js": "text/javascript"}
HEAD = (
    '<link rel="stylesheet" href="/page/colours.css"><link rel="stylesheet" href="/page/style.css">'
    '<link rel="stylesheet" href="/page/label.css"><script src="/page/label.js" defer></script>'
)
HOSTS = ["127.0.0.1", "localhost"]
"""A page of elsewhere can't reach it under a name of its own."""


def create_app(labelling: Labelling, theme: Theme) -> FastAPI:
    """The whole server, ready for uvicorn; Gradio is wired inside a loop of its own."""
    return asyncio.run(_wired(labelling, theme))


async def _wired(labelling: Labelling, theme: Theme) -> FastAPI:
    app = FastAPI(title=labelling.say("title"), openapi_url=None, docs_url=None, redoc_url=None)
    _files(app, theme)
    mount(app, labelling)
    instead = f"<noscript><p>{escape(labelling.say('script'))}</p></noscript>"
    shown = {"/": Shown(labelling.words.language, HEAD, instead)}
    app.add_middleware(Guard, pages=shown, bodies={}, public_url="")
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)
    return app


def _files(app: FastAPI, theme: Theme) -> None:
    style = files("assistant.web").joinpath("static", "style.css").read_text(encoding="utf-8")
    names = theme.colours.model_dump()
    rules = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in names.items())
    made = {
        "colours.css": (f":root{{{rules}}}", "text/css"),
        "style.css": (style, "text/css"),
        **{
            name: ((STATIC / name).read_text(encoding="utf-8"), kind) for name, kind in OURS.items()
        },
    }

    @app.get("/page/{name}", include_in_schema=False)
    def file(name: str) -> Response:
        if name not in made:
            return Response(status_code=404)
        text, kind = made[name]
        return Response(text, media_type=kind)
