"""The chat in other websites: one script, for the origins that the settings allow.

A page that shows it needs this server in its own policy for scripts and frames, and nothing else.
"""

import json
from base64 import b64encode
from hashlib import sha384
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from markupsafe import escape

from assistant.rendering import View
from assistant.web.headers import Shown
from configs.domain import ConfigurationError, Language
from configs.settings import Settings
from configs.texts import Texts
from configs.theme import Theme, load_theme

PATH = "/widget.js"
SCRIPT = Path(__file__).parent / "static" / "widget.js"
KNOWN = "{/* known */}"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "max-age=300",
}
"""Browsers check a hash only of what they may read; there is nothing secret in it."""


def router(settings: Settings, theme: Theme) -> APIRouter:
    """`GET /widget.js`, where at least one website may show the chat."""
    routes = APIRouter(include_in_schema=False)
    if settings.server.embed_origins:
        body = script(settings, theme)

        @routes.get(PATH)
        def widget() -> Response:
            return Response(body, media_type="text/javascript", headers=OPEN_TO_ALL)

    return routes


def script(settings: Settings, theme: Theme) -> bytes:
    """The script with words, colours and origins in it: the same until one of these changes.

    They are those of the theme's file, so that what editors change leaves its hash as it is.
    """
    texts = Texts(theme.texts)
    known = {
        "origins": settings.server.embed_origins,
        "language": settings.language,
        "brand": theme.colours.brand,
        "focus": theme.colours.focus,
        "words": {
            one: _words(View(texts, theme, one), first=one == settings.language) for one in Language
        },
    }
    said = json.dumps(known)  # all of it ASCII, so also one line of JavaScript
    return SCRIPT.read_text(encoding="utf-8").replace(KNOWN, said).encode()


def framed(page: Shown, settings: Settings) -> Shown:
    """The page as these websites may show it in a frame: its policy, and a script that tells them.

    `frame-ancestors` takes the origins as they are (CSP 3, 6.4.2).
    """
    origins = " ".join(settings.server.embed_origins)
    if not origins:
        return page
    told = f'<script src="/page/embedded.js" data-origins="{origins}" defer></script>'
    return page._replace(framed=origins, head=page.head + told)


def instructions(settings: Settings) -> dict[str, str]:
    """What a website needs: the tag, what its own policy must allow, and the script's hash.

    Raises `ConfigurationError` where the settings have no website or no address.
    """
    server = settings.server
    if not server.embed_origins:
        raise ConfigurationError("server.embed_origins is empty: name the websites, then again.")
    if not server.public_url:
        raise ConfigurationError("server.public_url is empty: the tag needs the server's address.")
    theme = load_theme(settings.theme)
    texts = Texts(theme.texts)
    address = server.public_url.rstrip("/")
    source = f"{address}{PATH}"
    digest = sha384(script(settings, theme)).digest()
    integrity = f"sha384-{b64encode(digest).decode()}"
    words = texts.say("widget.open", Language(settings.language))
    instead = f'<noscript><a href="{address}/">{escape(words)}</a></noscript>'
    return {
        "tag": f'<script src="{source}" async></script>\n{instead}',
        "tag_with_integrity": f'<script src="{source}" integrity="{integrity}"'
        f' crossorigin="anonymous" async></script>\n{instead}',
        "policy": f"script-src {address}; frame-src {address}",
    }


def _words(view: View, *, first: bool) -> dict[str, str]:
    keys = ("open", "close", "apart", "apart_short", "late", "news")
    organisation = view.theme.organisation
    return {
        **{key: view.say(f"widget.{key}") for key in keys},
        "name": view.say("chat.title", assistant=view.say("chat.tag"), organisation=organisation),
        "path": "/" if first else f"/{view.language}/",
    }
