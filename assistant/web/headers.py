"""What every request must be and every response carries: the outermost layer of the server."""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import escape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.identity import TEXT, visitor_of
from configs.domain import Language

MOST_BYTES = 256_000
"""Largest body of a request; the longest question is far below it."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'self'; object-src 'none'"
)
OWN = re.compile(
    r"/(api|v1|health|documents|page|inloggen|beheer)/|/metrics$"
    r"|/(balie|tekst)(/inloggen|/uitloggen)?$|/tekst/document$|/redactie(/[a-z0-9._/-]*)?$"
    r"|/verantwoording(/|$)|/(nl|en|inloggen|uitloggen|account|beheer)$"
)
GRADIO = re.compile(
    r"(/(nl|en|balie|tekst))?/("
    r"|config/?|theme\.css|favicon\.ico|robots\.txt|(assets|static)/.+"
    r"|gradio_api/(queue/(join|data)|run/[^/]+|heartbeat/[^/]+|cancel|reset/?|app_id|startup-events/?)"
    r")"
)
"""The addresses of Gradio that the pages need; all its others (uploads, proxy, files…) are shut."""
_OPENING = re.compile(r'<html\s+lang="en"')
_SOCIAL = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')


class Shown(NamedTuple):
    """A Gradio page: its language, what goes into its head, and what it says without JavaScript.

    `employee` stands above it for who has logged in, with `{name}` for their name.
    """

    language: Language
    head: str
    instead: str
    employee: str = ""
    """What stands above it for who logged in; `{name}` is theirs."""
    swaps: Callable[[], Sequence[tuple[str, str]]] = tuple
    """What has changed in it since it was drawn; may wait, so it is called in a thread."""


class Guard:
    """Shuts what is not needed, bounds bodies, sets headers, and marks pages with their language.

    `pages` holds the Gradio pages by their path, `bodies` the largest bodies of paths that may
    have larger ones than `MOST_BYTES`.
    """

    def __init__(
        self, app: ASGIApp, pages: dict[str, Shown], bodies: Mapping[str, int], secure: bool
    ) -> None:
        self._app = app
        self._pages = pages
        self._bodies = bodies
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; only http has a meaning here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        response = Response(send, self._pages.get(path), self._secure, scope)
        most = self._bodies.get(path, MOST_BYTES)
        declared = Headers(scope=scope).get("content-length", "0")
        if not (OWN.match(path) or GRADIO.fullmatch(path)) or self._absent(path):
            scope = {**scope, "path": "/page/absent", "raw_path": b"/page/absent", "method": "GET"}
        elif not declared.isdigit() or int(declared) > most:
            await PlainTextResponse("413", 413)(scope, receive, response.send)
            return
        await self._app(scope, Bounded(receive, most).receive, response.send)

    def _absent(self, path: str) -> bool:
        """Whether it lies behind a page that the settings have off."""
        return path.startswith(TEXT.path) and f"{TEXT.path}/" not in self._pages


class Bounded:
    """A body that ends where it gets too long, whatever its headers said."""

    def __init__(self, receive: Receive, most: int = MOST_BYTES) -> None:
        self._receive = receive
        self._left = most

    async def receive(self) -> Message:
        """The next part; a body that is too long reads as a visitor who left."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return message if self._left >= 0 else {"type": "http.disconnect"}


class Response:
    """Adds the headers as a response passes, and rewrites a Gradio page on its way out."""

    def __init__(self, send: Send, page: Shown | None, secure: bool, scope: Scope) -> None:
        self._send = send
        self._scope = scope
        self._page = page
        self._secure = secure
        self._start: Message | None = None
        self._body = b""
        self._nonce = secrets.token_urlsafe(16)

    async def send(self, message: Message) -> None:
        """Pass one message of the response on."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            html = headers.get("content-type", "").startswith("text/html")
            rewrite = html and self._page is not None
            self._dress(headers, f"'nonce-{self._nonce}'" if rewrite else "")
            if rewrite:
                self._start = message
                return
        elif self._start and self._page and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._start, self._page)
            return
        await self._send(message)

    def _dress(self, headers: MutableHeaders, scripts: str) -> None:
        for name, value in HEADERS.items():
            headers[name] = value
        headers["Content-Security-Policy"] = POLICY.format(scripts=scripts).replace(" ;", ";")
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        kind = headers.get("content-type", "")
        if kind.startswith(("text/html", "application/json")):
            headers["Cache-Control"] = "no-store"
        for name in ("server", "access-control-allow-origin", "access-control-allow-credentials"):
            if name in headers:
                del headers[name]

    async def _send_page(self, start: Message, page: Shown) -> None:
        language, head, instead, employee, swaps = page
        account = visitor_of(self._scope).account
        above = employee.replace("{name}", escape(account.name)) if account else ""
        text = _SOCIAL.sub("", self._body.decode())
        for old, new in await run_in_threadpool(swaps):
            text = text.replace(old, new)
        text = text.replace("<gradio-app", f"{above}<noscript>{instead}</noscript><gradio-app", 1)
        text = _OPENING.sub(f'<html lang="{language}" data-lang="{language}"', text, count=1)
        text = text.replace("</head>", f"{head}</head>", 1)
        text = text.replace("<script", f'<script nonce="{self._nonce}"')
        body = text.encode()
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})
