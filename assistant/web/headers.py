"""What every request must be and every response carries: the outermost layer of the server."""

import asyncio
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

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
    "frame-ancestors {framed}; base-uri 'self'; object-src 'none'"
)
OWN = re.compile(
    r"/(api|v1|health|documents|page|inloggen|beheer)/|/metrics$"
    r"|/(balie|tekst)(/inloggen|/uitloggen)?$|/tekst/document$|/balie/live$"
    r"|/redactie(/[a-z0-9._/-]*)?$"
    r"|/verantwoording(/|$)|/(nl|en|inloggen|uitloggen|account|beheer)$|/widget\.js$"
    r"|/toegankelijkheid$|/en/accessibility$|/vraag$|/en/question$"
)
GRADIO = re.compile(
    r"(/(nl|en|balie|tekst))?/("
    r"|config/?|theme\.css|favicon\.ico|robots\.txt|(assets|static)/(?!/|.*(?:\.\.|//|\\)).+"
    r"|gradio_api/(queue/(join|data)|run/[^/]+|heartbeat/[^/]+|cancel|reset/?|app_id|startup-events/?)"
    r")"
)
"""The addresses of Gradio that the pages need; all its others (uploads, proxy, files…) are shut."""
_OPENING = re.compile(r'<html\s+lang="en"')
_SOCIAL = re.compile(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')
_CALLING = re.compile(r"window\.parent\?\.postMessage\([^;]*;")
_RESIZER = "iframeResizer.contentWindow"
"""Gradio's own that speak to, and listen to, any page around them."""
FORGED = (b"x-forwarded-", b"x-gradio-", b"forwarded")
"""Headers that Gradio believes of anybody; what a trusted proxy said of itself is read by then."""
PROBED = re.compile(r"/health/|/metrics$")
"""Asked by machines that know the server by its number alone."""
SPEED, WAIT = 20_000, 20.0
"""A body must come at this rate at least (bytes/s), after some seconds for nothing."""


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
    framed: str = "'none'"
    """Who may show it in a frame."""
    skip: str = ""
    foot: str = ""
    """What stands before and after what Gradio draws."""


class Guard:
    """Shuts what is not needed, bounds bodies, sets headers, and marks pages with their language.

    `pages` holds the Gradio pages by their path, `bodies` the largest bodies of paths that may
    have larger ones than `MOST_BYTES`.
    """

    def __init__(
        self, app: ASGIApp, pages: dict[str, Shown], bodies: Mapping[str, int], public_url: str
    ) -> None:
        self._app = app
        self._pages = pages
        self._bodies = bodies
        self._secure = public_url.startswith("https://")
        self._public = urlsplit(public_url).netloc
        self._names = {urlsplit(public_url).hostname or "", "localhost", "127.0.0.1", "::1"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; only http has a meaning here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, scope = scope["path"], self._honest(scope)
        response = Response(send, self._pages.get(path), self._secure, scope)
        most = self._bodies.get(path, MOST_BYTES)
        declared = Headers(scope=scope).get("content-length", "0")
        if not self._knows(scope):
            await PlainTextResponse("421", 421)(scope, receive, response.send)
            return
        if not (OWN.match(path) or GRADIO.fullmatch(path)) or self._absent(path):
            scope = {**scope, "path": "/page/absent", "raw_path": b"/page/absent", "method": "GET"}
        elif not declared.isdigit() or int(declared) > most:
            await PlainTextResponse("413", 413)(scope, receive, response.send)
            return
        await self._app(scope, Bounded(receive, most).receive, response.send)

    def _honest(self, scope: Scope) -> Scope:
        """Without what anybody may claim; only the host of the settings may be told by a proxy."""
        headers = [one for one in scope["headers"] if not one[0].startswith(FORGED)]
        if self._public and Headers(scope=scope).get("x-forwarded-host") == self._public:
            headers = [one for one in headers if one[0] != b"host"]
            headers.append((b"host", self._public.encode()))
        return {**scope, "headers": headers}

    def _knows(self, scope: Scope) -> bool:
        """Whether the server is asked by its name, where the settings give it one."""
        if not self._public or PROBED.match(scope["path"]):
            return True
        with suppress(ValueError):
            return urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname in self._names
        return False

    def _absent(self, path: str) -> bool:
        """Whether it lies behind a page that the settings have off."""
        return path.startswith(TEXT.path) and f"{TEXT.path}/" not in self._pages


class Bounded:
    """A body that ends where it gets too long or too late, whatever its headers said."""

    def __init__(self, receive: Receive, most: int = MOST_BYTES) -> None:
        self._receive = receive
        self._left = most
        self._until = asyncio.get_running_loop().time() + WAIT + most / SPEED
        self._more = True

    async def receive(self) -> Message:
        """The next part; a body that is too long or too slow reads as a visitor who left."""
        try:
            async with asyncio.timeout_at(self._until if self._more else None):
                message = await self._receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        self._left -= len(message.get("body", b""))
        self._more = bool(message.get("more_body"))
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
        shared = headers.get("cross-origin-resource-policy") == "cross-origin"
        for name, value in HEADERS.items():
            if not (shared and name == "Cross-Origin-Resource-Policy"):
                headers[name] = value
        framed = self._page.framed if self._page else "'none'"
        if framed != "'none'":
            del headers["X-Frame-Options"]  # it knows no origins, and would forbid all
        policy = POLICY.format(scripts=scripts, framed=framed)
        headers["Content-Security-Policy"] = policy.replace(" ;", ";")
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        kind = headers.get("content-type", "")
        if kind.startswith(("text/html", "application/json")):
            headers["Cache-Control"] = "no-store"
        open_to_all = () if shared else ("access-control-allow-origin",)
        for name in ("server", *open_to_all, "access-control-allow-credentials"):
            if name in headers:
                del headers[name]

    async def _send_page(self, start: Message, page: Shown) -> None:
        language, head = page.language, page.head
        account = visitor_of(self._scope).account
        above = page.employee.replace("{name}", escape(account.name)) if account else ""
        text = _without(_RESIZER, _CALLING.sub("", _SOCIAL.sub("", self._body.decode())))
        for old, new in await run_in_threadpool(page.swaps):
            text = text.replace(old, new)
        before = f"{page.skip}{above}{page.instead}<gradio-app"
        text = text.replace("<gradio-app", before, 1)
        text = text.replace("</body>", f"{page.foot}</body>", 1)
        text = _OPENING.sub(f'<html lang="{language}" data-lang="{language}"', text, count=1)
        text = text.replace("</head>", f"{head}</head>", 1)
        text = text.replace("<script", f'<script nonce="{self._nonce}"')
        body = text.encode()
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _without(mark: str, text: str) -> str:
    """A page without the script in which this stands."""
    at = text.find(mark)
    start, end = text.rfind("<script>", 0, at), text.find("</script>", at)
    return text if min(at, start, end) < 0 else text[:start] + text[end + len("</script>") :]
