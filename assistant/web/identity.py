"""Who works at the desk: one password from the environment, and a signed cookie with a name."""

import hmac
from hashlib import scrypt

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.limits import LockOut

COOKIE = "balie"
DESK = "/balie"
LOGIN = "/balie/inloggen"
LOGOUT = "/balie/uitloggen"
HOURS = 9
TRIES, WAIT = 5, 300
"""After so many failures a visitor waits so long (s)."""
LONGEST_NAME = 60


class Doorman:
    """Checks the password, gives the cookie and reads it back."""

    def __init__(self, password: str, *, secure: bool) -> None:
        self.lock = LockOut(TRIES, WAIT)
        self._password = password.encode()
        self._secure = secure
        key = scrypt(self._password, salt=b"vraagbaak desk session", n=2**14, r=8, p=1)
        self._signer = URLSafeTimedSerializer(key, salt=DESK)

    def knows(self, password: str) -> bool:
        """Compare in constant time."""
        return hmac.compare_digest(password.encode(), self._password)

    def admit(self, response: Response, name: str) -> None:
        """Put the cookie on the response."""
        response.set_cookie(
            COOKIE,
            self._signer.dumps(name),
            max_age=HOURS * 3600,
            path=DESK,
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    def dismiss(self, response: Response) -> None:
        """Take the cookie away."""
        response.delete_cookie(
            COOKIE, path=DESK, secure=self._secure, httponly=True, samesite="strict"
        )

    def who(self, request: Request) -> str | None:
        """The name in a cookie that we signed and that is not too old."""
        try:
            name = self._signer.loads(request.cookies.get(COOKIE, ""), max_age=HOURS * 3600)
        except BadSignature:
            return None
        return name if isinstance(name, str) else None


class DeskDoor:
    """Lets nobody through to the desk who has not logged in, nor a form of another site."""

    def __init__(self, app: ASGIApp, doorman: Doorman | None) -> None:
        self._app = app
        self._doorman = doorman

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer here."""
        path = scope.get("path", "")
        if scope["type"] != "http" or not (path == DESK or path.startswith(DESK + "/")):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refusal(request)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        if request.method not in {"GET", "HEAD"} and not same_origin(request):
            return _refuse("forbidden", 403)
        known = self._doorman is not None and self._doorman.who(request) is not None
        if known or request.url.path in {LOGIN, LOGOUT}:
            return None
        if request.url.path.rstrip("/") == DESK:
            return RedirectResponse(LOGIN, 303)
        return _refuse("not_logged_in", 401)


def _refuse(code: str, status: int) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": code}}, status)


def same_origin(request: Request) -> bool:
    """Whether a browser says that this request comes from a page of ours."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or origin.split("//", 1)[-1] == request.headers.get("host")
