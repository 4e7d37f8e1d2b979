"""`/beheer`: who has logged in, the sessions that last, and the audit log."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.accounts.domain import AccountRole
from assistant.records.domain import utc_now
from assistant.records.records import Records
from assistant.rendering import page
from assistant.web.identity import ADMIN, Doorman
from assistant.web.pages import language_of
from assistant.web.reception import Reception

LINES = 50
"""Lines of the audit log on a page."""
Word = Annotated[str, Query(max_length=100)]


def router(reception: Reception, doorman: Doorman) -> APIRouter:
    """The page, and what it can do; `Entrance` keeps out whoever is no administrator."""
    routes = APIRouter(include_in_schema=False)
    records = reception.service.records

    @routes.get(f"{ADMIN.path}/")
    def show(
        request: Request,
        action: Word = "",
        who: Word = "",
        before: Annotated[int, Query(ge=0)] = 0,
        ended: Word = "",
    ) -> HTMLResponse:
        looked = {"action": action, "who": who} if action or who else {}
        records.audit.note(doorman.who(request) or "", "admin.looked", "", looked)
        lines = records.audit.all(LINES + 1, action.strip(), who.strip(), before)
        values = {
            "name": doorman.who(request) or "",
            "by_account": reception.service.accounts is not None,
            "lines": lines[:LINES],
            "older": lines[LINES - 1].id if len(lines) > LINES else 0,
            "action": action.strip(),
            "who": who.strip(),
            "ended": ended,
            **_people(records),
        }
        view = reception.view(language_of(request, reception.language))
        return HTMLResponse(page("admin.html", view, **values))

    @routes.get(ADMIN.path)
    def whole() -> Response:
        return RedirectResponse(f"{ADMIN.path}/", 308)

    @routes.post(f"{ADMIN.path}/sessies/beeindigen")
    def end(request: Request, session: Annotated[str, Form(max_length=64)]) -> Response:
        gone = records.sessions.end_by_id(session, doorman.who(request) or "", utc_now())
        told = "yes" if gone else "no"
        return RedirectResponse(f"{ADMIN.path}/?ended={told}#sessies", 303)

    return routes


def _people(records: Records) -> dict[str, object]:
    """Sessions, accounts, and the roles that were seen with how many have each."""
    known, sessions = records.sessions.known(), records.sessions.active(utc_now())
    roles = {
        role.value: sum(role.value in one.roles for one in known)
        for role in AccountRole
        if any(role.value in one.roles for one in known)
    }
    return {"sessions": sessions, "known": known, "roles": roles}
