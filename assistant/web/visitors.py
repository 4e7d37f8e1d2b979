"""Find out, before anything else, whose request it is: an employee's, a program's, a stranger's."""

import re
from http import HTTPStatus
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.accounts.domain import AccountError, ProviderDown
from assistant.accounts.sessions import Accounts
from assistant.domain import AssistantError
from assistant.web.api import problem
from assistant.web.cookies import Cookies
from assistant.web.identity import SAFE, VISITOR, Visitor, same_origin
from assistant.web.pages import failure
from assistant.web.reception import Reception, Refused

JWS = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*")
"""The compact form of a signed token (RFC 7515, 7.1)."""
PROGRAMS = ("/api/", "/v1/")
"""Where a program may bring an access token."""
OPEN = re.compile(
    r"/(inloggen|uitloggen|health)(/|$)|/metrics$|/page/([a-z]+\.(css|js)|logo|absent)$"
)
"""What also a stranger gets where only employees may come."""


class Identify:
    """Says in the scope who asks, and lets nobody pass who brings a wrong token."""

    def __init__(self, app: ASGIApp, reception: Reception, secure: bool) -> None:
        self._app = app
        self._reception = reception
        self._cookies = Cookies(secure=secure)
        accounts = reception.service.accounts
        self._only = accounts is not None and accounts.settings.employees_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or answer here."""
        accounts = self._reception.service.accounts
        if scope["type"] != "http" or accounts is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal: Response | None = None
        visitor = Visitor()
        try:
            visitor = await self._visitor(request, accounts)
        except AccountError as error:
            refusal = self._wrong_token(request, error)
        except AssistantError:
            refusal = failure(request, self._reception, 503, "handoff.not_saved")
        scope[VISITOR] = visitor
        if self._only and visitor.account is None and not OPEN.match(request.url.path):
            refusal = refusal or self._stranger(request)
        answer = refusal or self._app
        await answer(scope, receive, self._forgetting(send) if visitor.ended else send)

    async def _visitor(self, request: Request, accounts: Accounts) -> Visitor:
        """Raises `AccountError` for a token that is none, `RecordsError`."""
        if token := self._token(request, accounts):
            return Visitor(await accounts.bearer(token))
        key = request.cookies.get(self._cookies.session, "")
        if not key or (request.method not in SAFE and not same_origin(request)):
            return Visitor()
        account = await accounts.identify(key)
        return Visitor(account, ended=account is None)

    def _token(self, request: Request, accounts: Accounts) -> str:
        """A signed token; what else programs send as a key, since they must, means nothing."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        here = request.url.path.startswith(PROGRAMS) and bool(accounts.settings.audience)
        return token if here and kind.lower() == "bearer" and JWS.fullmatch(token) else ""

    def _wrong_token(self, request: Request, error: AccountError) -> JSONResponse:
        down = isinstance(error, ProviderDown)
        status = HTTPStatus.SERVICE_UNAVAILABLE if down else HTTPStatus.UNAUTHORIZED
        key = error.key if down else "accounts.wrong_token"
        response = problem(self._reception, request, Refused(key, status))
        if not down:
            response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return response

    def _stranger(self, request: Request) -> Response:
        if request.method in SAFE and "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"/inloggen?naar={quote(request.url.path)}", 303)
        return problem(self._reception, request, Refused("accounts.needed", 401))

    def _forgetting(self, send: Send) -> Send:
        """Let the browser forget a session that has ended."""

        async def forget(message: Message) -> None:
            if message["type"] == "http.response.start":
                gone = Response()
                self._cookies.drop(gone, self._cookies.session)
                MutableHeaders(scope=message).append("set-cookie", gone.headers["set-cookie"])
            await send(message)

        return forget
