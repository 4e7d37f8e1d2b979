"""A conversation as a file for who had it: what was said, by whom, and from which sources.

Each answer is marked as made by AI in words and, for machines, in a line of its own and in the
header of the response: AI Act (EU 2024/1689), article 50(2).
"""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.domain import Answer, Citation, Message, Role
from assistant.rendering import View
from assistant.sanitise import safe_link
from assistant.web.api import MARK
from assistant.web.identity import account_of, audiences_of
from assistant.web.pages import language_of
from assistant.web.printing import Sheet, SheetLine, SheetSource, printed
from assistant.web.reception import Reception

RULE = "-" * 72


def router(reception: Reception) -> APIRouter:
    """`GET /page/conversation/ID.txt` and `.pdf`; only who had the conversation knows its id."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/page/conversation/{conversation}.txt")
    def text(conversation: str, request: Request) -> Response:
        view = reception.view(language_of(request, reception.language))
        reception.require(conversation, audiences_of(request))
        messages = reception.service.records.messages(conversation)
        body = written(messages, view).encode()
        return _file(body, "text/plain; charset=utf-8", f"{view.say('chat.save_name')}.txt")

    @routes.get("/page/conversation/{conversation}.pdf")
    def pdf(conversation: str, request: Request) -> Response:
        reception.limit(request.client.host if request.client else "", account_of(request))
        view = reception.view(language_of(request, reception.language))
        reception.require(conversation, audiences_of(request))
        messages = reception.service.records.messages(conversation)
        body = printed(sheet(messages, view))
        return _file(body, "application/pdf", f"{view.say('chat.save_name')}.pdf")

    return routes


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {
        **MARK,
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(body, media_type=kind, headers=headers)


def title_of(view: View) -> str:
    """What the file is called inside."""
    return view.say("chat.save_title", organisation=view.theme.organisation)


def written(messages: Iterable[Message], view: View) -> str:
    """The conversation, oldest line first."""
    parts = [
        title_of(view),
        view.say("chat.disclosure"),
        *(_line(message, view) for message in messages),
    ]
    return f"\n\n{RULE}\n".join(parts) + "\n"


def sheet(messages: Iterable[Message], view: View) -> Sheet:
    """The same for a PDF; the keywords say what is AI-generated, and by which models."""
    lines = [message for message in messages if message.text or message.answer]
    models = sorted({one.answer.model for one in lines if one.answer and one.answer.model})
    return Sheet(
        title=title_of(view),
        organisation=view.theme.organisation,
        language=view.language.value,
        disclosure=view.say("chat.disclosure"),
        sources=view.say("chat.save_sources"),
        keywords=("ai-generated: true", *(f"model: {name}" for name in models)),
        lines=tuple(_sheet_line(message, view) for message in lines),
    )


def _sheet_line(message: Message, view: View) -> SheetLine:
    answer = message.answer
    who = _said_by(message, view).rstrip(":") or view.theme.organisation
    if answer is None:
        said = tuple(message.text.splitlines())
        return SheetLine(who=who, language=view.language.value, said=said)
    sources = [
        SheetSource(
            name=_source(one, view),
            shown=one.url,
            link=one.link if safe_link(one.link).startswith("http") else "",
        )
        for one in answer.citations
    ]
    return SheetLine(
        who=who,
        language=answer.language.value,
        said=(*_claims(answer), *answer.message.splitlines()),
        sources=tuple(sources),
        notice=answer.notice,
    )


def _claims(answer: Answer) -> Iterator[str]:
    for claim in answer.claims:
        yield f"{claim.text} {''.join(f'[{number}]' for number in claim.cited)}"


def _said_by(message: Message, view: View) -> str:
    """Who said it; empty for the page itself."""
    return {
        Role.USER: view.say("chat.person_preview_you"),
        Role.ASSISTANT: view.say("chat.person_preview_assistant"),
        Role.STAFF: f"{message.author}:",
        Role.SYSTEM: "",
    }[message.role]


def _source(citation: Citation, view: View) -> str:
    """Its number, where it stands, and when it was read."""
    trail = " \u203a ".join(dict.fromkeys((citation.title, *citation.headings)))
    read = view.say("chat.read_at", date=view.day(citation.read_at))
    return f"[{citation.number}] {trail}, {read}"


def _line(message: Message, view: View) -> str:
    who = _said_by(message, view)
    said = "\n".join(_answer(message.answer, view)) if message.answer else message.text
    return f"{who}\n{said}".strip()


def _answer(answer: Answer, view: View) -> Iterator[str]:
    yield from _claims(answer)
    if answer.message:
        yield answer.message
    if answer.citations:
        yield ""
    for citation in answer.citations:
        yield _source(citation, view)
        yield f"    {citation.link}"
    yield ""
    yield answer.notice
    yield f"ai-generated: true; model: {answer.model or 'none'}; answer: {answer.id}"
