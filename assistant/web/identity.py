"""Who comes in where only staff may: by the role of their account, or else by a password.

Where accounts are off, a password from the environment opens a door, and a signed cookie holds a
name. Where they are on, `visitors.py` finds out whose request it is before it gets here.
"""

import hmac
import secrets
from collections.abc import Mapping
from hashlib import scrypt
from typing import Any, NamedTuple
from urllib.parse import urlencode

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.accounts.domain import Account, AccountRole
from assistant.sanitise import safe_link
from assistant.web.limits import LockOut
from configs.domain import Audience

HOURS = 9
TRIES, WAIT = 5, 300
"""After so many failures a visitor waits so long (s)."""
LONGEST_NAME = 60


class Door(NamedTuple):
    """What only staff get: its path, the section of its texts, the setting of its password.

    Where accounts are on, `role` opens it instead.
    """

    path: str
    texts: str
    setting: str
    role: AccountRole = AccountRole.ADMIN

    @property
    def cookie(self) -> str:
        """The name of its cookie."""
        return self.path.strip("/")

    @property
    def login(self) -> str:
        """Where one logs in."""
        return f"{self.path}/inloggen"

    @property
    def logout(self) -> str:
        """Where one logs out."""
        return f"{self.path}/uitloggen"


DESK = Door("/balie", "desk", "VRAAGBAAK_DESK__PASSWORD", AccountRole.DESK)
TEXT = Door("/tekst", "text", "VRAAGBAAK_TEXTWORK__PASSWORD", AccountRole.EMPLOYEE)
ADMIN = Door("/beheer", "admin", "VRAAGBAAK_ACCOUNTS__PASSWORD", AccountRole.ADMIN)
EDITING = Door("/redactie", "editing", "VRAAGBAAK_EDITING__PASSWORD", AccountRole.EDITOR)
AUDIT = Door("/verantwoording", "audit", "VRAAGBAAK_AUDIT__PASSWORD", AccountRole.AUDITOR)
VISITOR = "vraagbaak.visitor"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Audiences = frozenset[Audience]
PUBLIC: Audiences = frozenset({Audience.PUBLIC})


class Visitor(NamedTuple):
    """Who asks: without an account a resident. `ended`: a session was brought that is no more."""

    account: Account | None = None
    ended: bool = False


def visitor_of(scope: Mapping[str, Any]) -> Visitor:
    """Who asks, by the scope of a request; a stranger, unless it was found out."""
    found = scope.get(VISITOR)
    return found if isinstance(found, Visitor) else Visitor()


def account_of(request: HTTPConnection) -> Account | None:
    """The account of who asks."""
    return visitor_of(request.scope).account


def audiences_of(request: HTTPConnection) -> Audiences:
    """The sources that may be shown to who asks."""
    account = account_of(request)
    return account.audiences if account else PUBLIC


class Doorman:
    """Checks the password, gives the cookie and reads it back."""

    def __init__(self, password: str, *, secure: bool, door: Door = DESK) -> None:
        self.door = door
        self.lock = LockOut(TRIES, WAIT)
        self._password = password.encode()
        self._secure = secure
        key = scrypt(
            self._password, salt=f"vraagbaak {door.texts} session".encode(), n=2**14, r=8, p=1
        )
        self._signer = URLSafeTimedSerializer(key, salt=door.path)

    def knows(self, password: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(password.encode(), self._password)

    def admit(self, response: Response, name: str) -> None:
        """Put the cookie on the response."""
        response.set_cookie(
            self.door.cookie,
            self._signer.dumps(name),
            max_age=HOURS * 3600,
            path=self.door.path,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def dismiss(self, response: Response) -> None:
        """Take the cookie away."""
        door = self.door
        response.delete_cookie(
            door.cookie, path=door.path, secure=self._secure, httponly=True, samesite="strict"
        )

    def who(self, request: Request) -> str | None:
        """The name in a cookie that we signed and that is not too old."""
        try:
            cookie = request.cookies.get(self.door.cookie, "")
            name = self._signer.loads(cookie, max_age=HOURS * 3600)
        except BadSignature:
            return None
        return name if isinstance(name, str) else None


class RoleDoorman(Doorman):
    """Knows people by the role of their account; no password opens this door."""

    def __init__(self, door: Door, *, secure: bool) -> None:
        super().__init__(secrets.token_urlsafe(32), secure=secure, door=door)

    def who(self, request: Request) -> str | None:
        """The name of an account that may come in here."""
        account = account_of(request)
        return account.name if account and account.opens(self.door.role) else None


class Entrance:
    """Lets nobody through a door who has not logged in, nor a form of another site."""

    def __init__(self, app: ASGIApp, door: Door, doorman: Doorman | None) -> None:
        self._app = app
        self._door = door
        self._doorman = doorman

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer here."""
        path, behind = scope.get("path", ""), self._door.path
        if scope["type"] != "http" or not (path == behind or path.startswith(f"{behind}/")):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refusal(request)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        if request.method not in SAFE and not same_origin(request):
            return _refuse("forbidden", 403)
        known = self._doorman is not None and self._doorman.who(request) is not None
        if known or request.url.path in {self._door.login, self._door.logout}:
            return None
        if request.url.path.rstrip("/") == self._door.path or _by_a_person(request):
            return RedirectResponse(_in_first(request, self._door), 303)
        return _refuse("not_logged_in", 401)


def way_back(door: Door, address: str) -> str:
    """The address where it is a page behind this door; for its first page and any other, nothing.

    So a login that was linked to by others can't lead anywhere else (CWE-601).
    """
    path = safe_link(address).partition("?")[0]
    inside = path.startswith(f"{door.path}/") and not {".", ".."} & set(path.split("/"))
    known = address == f"{door.path}/" or path in {door.login, door.logout}
    return address if inside and not known else ""


def _by_a_person(request: Request) -> bool:
    """Whether a browser goes to a page; a script of a page, or a program, can't show a login."""
    shown = "text/html" in request.headers.get("accept", "")
    return shown and request.headers.get("sec-fetch-mode", "navigate") == "navigate"


def _in_first(request: Request, door: Door) -> str:
    """Where one logs in, and then goes on; who sent a form hears there that it was not kept."""
    here = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    back = way_back(door, here) if request.method in SAFE else ""
    asked = {"naar": back} if back else {} if request.method in SAFE else {"kwijt": "1"}
    return f"{door.login}?{urlencode(asked)}" if asked else door.login


def _refuse(code: str, status: int) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": code}}, status)


def same_origin(request: Request) -> bool:
    """Whether a browser says that this request comes from a page of ours."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or origin.split("//", 1)[-1] == request.headers.get("host")
