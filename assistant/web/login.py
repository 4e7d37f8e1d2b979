"""Log in with the organisation's own provider, see who one is, and log out."""

import asyncio
import logging
from http import HTTPStatus
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.accounts.domain import AccountError, NoRole, ProviderDown, Untrusted
from assistant.accounts.sessions import LOGIN_MINUTES, Accounts
from assistant.rendering import page
from assistant.sanitise import safe_link
from assistant.web.cookies import Cookies
from assistant.web.identity import Door, account_of, same_origin, way_back
from assistant.web.limits import LockOut
from assistant.web.pages import failure, language_of
from assistant.web.reception import Reception

logger = logging.getLogger(__name__)
TRIES, WAIT = 20, 300
"""After so many failed logins from one address it must wait so long (s)."""
OUT = "/inloggen/uit"
REFUSALS = (NoRole, Untrusted)
"""These are about who logs in; the others are about the provider, and pass."""


class Login:
    """The way in and out of one server where accounts are on."""

    def __init__(self, reception: Reception, accounts: Accounts, *, secure: bool) -> None:
        self._reception, self._accounts = reception, accounts
        self._cookies = Cookies(secure=secure)
        self._lock = LockOut(TRIES, WAIT)
        self._doors: list[Door] = []
        self._home = reception.service.settings.server.public_url.rstrip("/")

    def router(self) -> APIRouter:
        """`/inloggen…`, `/uitloggen`, `/account`."""
        routes = APIRouter(include_in_schema=False)
        routes.get("/inloggen")(self.form)
        routes.get("/inloggen/start")(self.start)
        routes.get("/inloggen/terug")(self.back)
        routes.get(OUT)(self.out)
        routes.post("/inloggen/afgemeld")(self.ended_elsewhere)
        routes.get("/account")(self.account)
        routes.post("/uitloggen")(self.leave)
        return routes

    def door(self, door: Door) -> APIRouter:
        """Where a door sends whoever may not come in, or goes out."""
        self._doors.append(door)
        routes = APIRouter(include_in_schema=False)

        @routes.get(door.login)
        def stand(request: Request) -> Response:
            return self._at(door, request)

        routes.post(door.logout)(self.leave)
        return routes

    def form(self, request: Request, naar: str = "/") -> Response:
        """Where one logs in, and then goes on."""
        if account_of(request):
            return RedirectResponse(_local(naar), 303)
        back = any(way_back(door, naar) for door in self._doors)
        lost = "kwijt" in request.query_params
        return self._page(request, "accounts.login_how", naar=_local(naar), back=back, lost=lost)

    async def start(self, request: Request, naar: str = "/") -> Response:
        """Off to the provider."""
        address = _address(request)
        self._reception.limit(address)
        if self._lock.locked(address):
            return self._page(request, "accounts.locked", naar=_local(naar), status=429)
        try:
            begun, sealed = await self._accounts.begin(_local(naar))
        except AccountError as error:
            return await self._refused(request, error)
        response = RedirectResponse(begun.url, 303)
        name = self._cookies.begun(begun.state)
        self._cookies.put(response, name, sealed, LOGIN_MINUTES * 60)
        return response

    async def back(self, request: Request) -> Response:
        """Back from the provider, with a code or with a refusal."""
        told, name = (
            request.query_params,
            self._cookies.begun(request.query_params.get("state", "")),
        )
        before = request.cookies.get(self._cookies.session, "")
        try:
            self._look_at(request)
            sealed = request.cookies.get(name, "")
            made, to = await self._accounts.finish(told["code"], told["state"], sealed, before)
        except AccountError as error:
            response = await self._refused(request, error)
        else:
            response = RedirectResponse(to, 303)
            hours = self._accounts.settings.session_hours
            self._cookies.put(response, self._cookies.session, made.key, hours * 3600)
        self._cookies.drop(response, name)
        return response

    def _look_at(self, request: Request) -> None:
        told, issuer = request.query_params, self._accounts.settings.issuer
        if self._lock.locked(_address(request)):
            raise Untrusted("too many tries")
        if told.get("iss", issuer) != issuer:  # RFC 9207
            raise Untrusted("another issuer answers")
        if "code" not in told or "state" not in told:
            raise Untrusted(f"the provider answers {told.get('error', 'nothing')!r}")

    def out(self, request: Request) -> Response:
        """After one has logged out."""
        return self._page(request, "accounts.logged_out")

    def account(self, request: Request) -> Response:
        """Who one is here, and which doors are open."""
        account = account_of(request)
        if account is None:
            return RedirectResponse("/inloggen?naar=/account", 303)
        view = self._reception.view(language_of(request, self._reception.language))
        doors = [door for door in self._doors if account.opens(door.role)]
        return HTMLResponse(page("account.html", view, account=account, doors=doors))

    async def leave(self, request: Request) -> Response:
        """End the session here; the page goes on to the provider, to log out there as well."""
        if not same_origin(request):
            return failure(request, self._reception, 403, "errors.forbidden")
        key = request.cookies.get(self._cookies.session, "")
        to = (await self._accounts.end(key, f"{self._home}{OUT}") if key else "") or OUT
        if "application/json" in request.headers.get("accept", ""):
            response: Response = JSONResponse({"to": to})
        else:
            response = self._page(request, "accounts.logged_out", to=to)
        self._cookies.drop(response, self._cookies.session)
        return response

    async def ended_elsewhere(self, request: Request) -> Response:
        """The provider says that a session has ended (Back-Channel Logout 1.0, 2.5 to 2.8)."""
        self._reception.limit(_address(request))
        form = await request.form()
        try:
            await self._accounts.end_elsewhere(str(form.get("logout_token", "")))
        except AccountError as error:
            logger.warning("A logout token was refused: %s", error)
            down = isinstance(error, ProviderDown)
            return JSONResponse({"error": "invalid_request"}, 503 if down else 400)
        return Response(headers={"Cache-Control": "no-store"})

    def _at(self, door: Door, request: Request) -> Response:
        """Someone who may not come in, or not yet."""
        account = account_of(request)
        to = way_back(door, request.query_params.get("naar", "")) or f"{door.path}/"
        if account is None:
            lost = {"kwijt": "1"} if "kwijt" in request.query_params else {}
            return RedirectResponse(f"/inloggen?{urlencode({'naar': to, **lost}, safe='/')}", 303)
        if account.opens(door.role):
            return RedirectResponse(to, 303)
        self._accounts.refuse(f"door {door.path}", account.name, account.subject)
        return self._page(request, "accounts.not_here", status=403, name=account.name)

    async def _refused(self, request: Request, error: AccountError) -> Response:
        logger.warning("Someone could not log in: %s", error)
        if isinstance(error, Untrusted):
            self._lock.failed(_address(request))
            await asyncio.to_thread(self._accounts.refuse, str(error)[:200])
        refused = isinstance(error, REFUSALS)
        status = HTTPStatus.FORBIDDEN if refused else HTTPStatus.SERVICE_UNAVAILABLE
        return self._page(request, error.key, status=status)

    def _page(
        self, request: Request, key: str, *, status: int = 200, to: str = "", **fields: str | bool
    ) -> HTMLResponse:
        view = self._reception.view(language_of(request, self._reception.language))
        only = self._accounts.settings.employees_only
        base = {"key": key, "to": to, "naar": "/", "name": "", "back": False, "lost": False}
        values = {**base, "only": only, **fields}
        return HTMLResponse(page("login_account.html", view, **values), status)


def _local(address: str) -> str:
    """A path on this server; anything else is the first page."""
    path = safe_link(address)
    return path if path.startswith("/") else "/"


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
