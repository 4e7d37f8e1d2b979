"""A conversation as a text file for who had it: what was said, by whom, and from which sources.

Each answer is marked as made by AI in words and, for machines, in a line of its own and in the
header of the response: AI Act (EU 2024/1689), article 50(2).
"""

from collections.abc import Iterable, Iterator

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from assistant.domain import Answer, Message, Role
from assistant.rendering import View
from assistant.web.api import MARK
from assistant.web.identity import audiences_of
from assistant.web.pages import language_of
from assistant.web.reception import Reception

RULE = "-" * 72


def router(reception: Reception) -> APIRouter:
    """`GET /page/conversation/ID.txt`; only who had the conversation knows its id."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/page/conversation/{conversation}.txt")
    def conversation(conversation: str, request: Request) -> PlainTextResponse:
        view = reception.view(language_of(request, reception.language))
        reception.require(conversation, audiences_of(request))
        messages = reception.service.records.messages(conversation)
        name = f"{view.say('chat.save_name')}.txt"
        headers = {
            **MARK,
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        return PlainTextResponse(written(messages, view), headers=headers)

    return routes


def written(messages: Iterable[Message], view: View) -> str:
    """The conversation, oldest line first."""
    title = view.say("chat.save_title", organisation=view.theme.organisation)
    parts = [title, view.say("chat.disclosure"), *(_line(message, view) for message in messages)]
    return f"\n\n{RULE}\n".join(parts) + "\n"


def _line(message: Message, view: View) -> str:
    who = {
        Role.USER: view.say("chat.person_preview_you"),
        Role.ASSISTANT: view.say("chat.person_preview_assistant"),
        Role.STAFF: f"{message.author}:",
        Role.SYSTEM: "",
    }[message.role]
    said = "\n".join(_answer(message.answer, view)) if message.answer else message.text
    return f"{who}\n{said}".strip()


def _answer(answer: Answer, view: View) -> Iterator[str]:
    for claim in answer.claims:
        yield f"{claim.text} {''.join(f'[{number}]' for number in claim.cited)}"
    if answer.message:
        yield answer.message
    if answer.citations:
        yield ""
    for citation in answer.citations:
        trail = " \u203a ".join(dict.fromkeys((citation.title, *citation.headings)))
        read = view.say("chat.read_at", date=view.day(citation.read_at))
        yield f"[{citation.number}] {trail}, {read}"
        yield f"    {citation.link}"
    yield ""
    yield answer.notice
    yield f"ai-generated: true; model: {answer.model or 'none'}; answer: {answer.id}"
