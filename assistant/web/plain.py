"""Pages that need no script: a question and its answer, and the accessibility statement.

Who has an old browser, or none with JavaScript, is answered by the same pipeline as all others.
"""

from datetime import UTC, date, datetime
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.domain import Answer, AssistantError, NotFound
from assistant.masking import mask
from assistant.pipeline import answer_of
from assistant.rendering import page, render_plain
from assistant.steps.screen import visible
from assistant.web.api import MARK
from assistant.web.identity import audiences_of, visitor_of
from assistant.web.reception import Reception, Refused
from configs.domain import Language
from models.language import recognise

QUESTION = {Language.NL: "/vraag", Language.EN: "/en/question"}
STATEMENT = {Language.NL: "/toegankelijkheid", Language.EN: "/en/accessibility"}
VALID = 3 * 365
"""Days after which a test no longer counts (digitoegankelijk.nl: at most three years old)."""


class Asked(NamedTuple):
    """What was typed, and what became of it: an answer as HTML, or one line of what is wrong."""

    question: str = ""
    conversation: str = ""
    answer: str = ""
    wrong: str = ""


def router(reception: Reception) -> APIRouter:
    """The pages in each language."""
    routes = APIRouter(include_in_schema=False)
    for language in Language:
        _question(routes, reception, language)
        _statement(routes, reception, language)
    return routes


def _question(routes: APIRouter, reception: Reception, language: Language) -> None:
    path = QUESTION[language]

    @routes.get(path)
    def form() -> HTMLResponse:
        return _page(reception, language, Asked())

    @routes.post(path)
    async def ask(request: Request) -> HTMLResponse:
        fields = await request.form()
        asked = Asked(str(fields.get("question", "")), str(fields.get("conversation", "")))
        return await _reply(reception, asked, language, request)


async def _reply(
    reception: Reception, asked: Asked, language: Language, request: Request
) -> HTMLResponse:
    """The answer, or what is wrong and what was typed."""
    view = reception.view(language)
    try:
        answer = await _answered(reception, asked, language, request)
    except NotFound as error:
        anew = asked._replace(conversation="", wrong=view.explain(error.key))
        return _page(reception, language, anew, 404)
    except Refused as error:
        wrong = asked._replace(wrong=view.say(error.key, **error.fields))
        return _page(reception, language, wrong, error.status)
    except AssistantError as error:
        return _page(reception, language, asked._replace(wrong=view.explain(error.key)), 409)
    shown = render_plain(answer, mask(visible(asked.question)).text, view)
    return _page(reception, language, Asked("", answer.conversation, shown))


async def _answered(
    reception: Reception, asked: Asked, language: Language, request: Request
) -> Answer:
    """The last event; a page without script cannot show those before it."""
    address = request.client.host if request.client else ""
    visitor = visitor_of(request.scope)
    if visitor.ended:
        raise Refused("accounts.ended", 401)
    reception.check(asked.question, address, visitor.account)
    known = asked.conversation or None
    audiences = audiences_of(request)
    spoken = recognise(asked.question, language)
    return await answer_of(reception.ask(asked.question, known, spoken, "plain", audiences))


def _page(
    reception: Reception, language: Language, asked: Asked, status: int = 200
) -> HTMLResponse:
    view = reception.view(language)
    values = {"asked": asked, "path": QUESTION[language], "promise": reception.promise(language)}
    headers = MARK if asked.answer else {}
    return HTMLResponse(page("question.html", view, **values), status, headers)


def _statement(routes: APIRouter, reception: Reception, language: Language) -> None:
    @routes.get(STATEMENT[language])
    def statement() -> HTMLResponse:
        settings = reception.service.settings
        stated = settings.accessibility
        values = {
            "stated": stated,
            "address": settings.server.public_url,
            "own": settings.language,
            "contact": stated.contact or reception.service.theme.contact.email,
            "old": bool(stated.updated and _days(stated.updated) > VALID),
        }
        return HTMLResponse(page("accessibility.html", reception.view(language), **values))


def _days(since: date) -> int:
    return (datetime.now(UTC).date() - since).days
