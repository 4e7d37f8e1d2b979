"""`/verantwoording`: for who looks over the assistant; every look stands in the audit log."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from assistant.accounting.accounts import Account, account
from assistant.accounting.complaints import FOOT, HEIGHT, WIDTH, Week, as_csv, bars, weeks
from assistant.domain import Answer, AssistantError, Complaint, Outcome
from assistant.records.accounting_domain import Wanted
from assistant.records.domain import utc_now
from assistant.rendering import page
from assistant.web.api import MARK
from assistant.web.identity import AUDIT, Doorman
from assistant.web.pages import language_of
from assistant.web.reception import Reception, Refused
from ingest.domain import LibraryError

WEEKS, MOST_WEEKS = 13, 104
LONGEST = 1000
Show = Callable[..., HTMLResponse]


def router(reception: Reception, doorman: Doorman | None) -> APIRouter:
    """Nothing where no password is set: `Entrance` lets nobody this far."""
    routes = APIRouter(prefix=AUDIT.path, include_in_schema=False)
    if doorman is None:
        return routes
    looks = Looks(reception, doorman)
    _answers(routes, looks)
    _complaints(routes, looks)
    _signals(routes, looks)
    return routes


class Looks:
    """Draws the pages, and notes who looked at what before it is shown."""

    def __init__(self, reception: Reception, doorman: Doorman) -> None:
        self.reception = reception
        self.service = reception.service
        self.doorman = doorman

    def note(self, request: Request, action: str, subject: str = "", **detail: str) -> None:
        """What can't be noted is not shown. Raises `RecordsError`."""
        who = self.doorman.who(request) or ""
        self.service.records.audit.note(who, f"audit.{action}", subject, detail)

    def show(self, request: Request, template: str, **values: object) -> HTMLResponse:
        """A page in the language of the browser."""
        view = self.reception.view(language_of(request, self.reception.language))
        who = self.doorman.who(request) or ""
        return HTMLResponse(page(template, view, who=who, door=AUDIT, **values))

    def account(self, answer: str) -> Account:
        """Raises `NotFound`."""
        dossier = self.service.records.dossier(answer)
        return account(dossier, self.service.library, self.service.settings)

    def weeks(self, many: int) -> list[Week]:
        """The last weeks."""
        today = utc_now().date()
        since = today - timedelta(weeks=many)
        return weeks(self.service.records.accounting.days(since), today, many)


def wanted(
    text: str = "", since: str = "", until: str = "", outcome: str = "", complaint: str = ""
) -> Wanted:
    """What the form asks for; a field that is left open is empty, and a wrong one is refused."""
    try:
        return Wanted(
            text=text[:200],
            since=date.fromisoformat(since) if since else None,
            until=date.fromisoformat(until) if until else None,
            outcome=Outcome(outcome) if outcome else None,
            complaint=Complaint(complaint) if complaint else None,
        )
    except ValueError as error:
        raise Refused("errors.invalid", 422, fields="since, until, outcome, complaint") from error


def _answers(routes: APIRouter, looks: Looks) -> None:
    @routes.get("")
    def whole() -> Response:
        return RedirectResponse(f"{AUDIT.path}/", 308)

    @routes.get("/")
    def search(request: Request, asked: Annotated[Wanted, Depends(wanted)]) -> Response:
        found = looks.service.records.accounting.search(asked)
        given = asked.model_dump(mode="json", exclude=set() if found else {"text"})
        looks.note(
            request, "search", **{name: str(value) for name, value in given.items() if value}
        )
        options = {"outcomes": tuple(Outcome), "complaints": tuple(Complaint)}
        return looks.show(request, "audit_search.html", asked=asked, found=found, **options)

    @routes.get("/antwoord/{answer}.json")
    def document(answer: str, request: Request) -> Response:
        told = looks.account(answer)
        looks.note(request, "dossier", answer, form="json")
        body = told.model_dump(mode="json") | {"stands": told.stands}
        name = f'attachment; filename="{answer}.json"'
        return JSONResponse(body, headers={**MARK, "Content-Disposition": name})

    @routes.get("/antwoord/{answer}")
    def dossier(answer: str, request: Request) -> Response:
        told = looks.account(answer)
        looks.note(request, "dossier", answer)
        return _shown(looks, request, told)

    @routes.post("/antwoord/{answer}")
    async def again(answer: str, request: Request) -> Response:
        told = looks.account(answer)
        looks.note(request, "replay", answer)
        try:
            fresh = await looks.service.again(told.replay.dossier)
        except LibraryError as error:
            return _shown(looks, request, told.model_copy(update={"problem": str(error)}))
        except AssistantError as error:
            return _shown(looks, request, told, wrong=error.key)
        return _shown(looks, request, told, fresh=fresh)


def _shown(
    looks: Looks, request: Request, told: Account, fresh: Answer | None = None, wrong: str = ""
) -> HTMLResponse:
    dossier = told.replay.dossier
    passages = {passage.id: passage for passage in told.replay.passages}
    same = fresh is not None and [one.text for one in fresh.claims] == [
        one.text for one in dossier.answer.claims
    ]
    values = {"passages": passages, "fresh": fresh, "same": same, "wrong": wrong}
    return looks.show(request, "audit_dossier.html", told=told, dossier=dossier, **values)


def _complaints(routes: APIRouter, looks: Looks) -> None:
    @routes.get("/klachten")
    def complaints(request: Request, many: int = WEEKS) -> Response:
        looks.note(request, "complaints")
        found = looks.weeks(min(max(many, 1), MOST_WEEKS))
        plot = {"bars": tuple(bars(found)), "width": WIDTH, "height": HEIGHT, "foot": FOOT}
        return looks.show(request, "audit_complaints.html", weeks=found, reasons=Complaint, **plot)

    @routes.get("/klachten.csv")
    def table(request: Request, many: int = WEEKS) -> Response:
        looks.note(request, "complaints", form="csv")
        found = looks.weeks(min(max(many, 1), MOST_WEEKS))
        headers = {"Content-Disposition": 'attachment; filename="klachten.csv"'}
        return Response(as_csv(found), media_type="text/csv", headers=headers)


def _signals(routes: APIRouter, looks: Looks) -> None:
    records = looks.service.records

    @routes.get("/meldingen")
    def signals(request: Request) -> Response:
        looks.note(request, "signals")
        return looks.show(request, "audit_signals.html", signals=records.accounting.signals())

    @routes.post("/meldingen/{signal}")
    def judge(signal: int, request: Request, result: Annotated[str, Form()] = "") -> Response:
        if not result.strip():
            raise Refused("errors.empty", 422)
        records.accounting.judge(signal, looks.doorman.who(request) or "", result.strip()[:LONGEST])
        return RedirectResponse(f"{AUDIT.path}/meldingen", 303)

    @routes.get("/logboek")
    def log(request: Request, action: str = "") -> Response:
        looks.note(request, "log")
        acts = records.audit.all(200, action[:64])
        return looks.show(request, "audit_log.html", acts=acts, action=action[:64])
