"""The assistant as a model of the OpenAI protocol, for Open WebUI and other programs that speak it.

`POST /v1/chat/completions` answers the last message of a user with checked, cited sentences; what
else a program sends (temperature, tools, a system message) changes nothing. The answer is Markdown;
beside it stands the `Answer` itself, with every citation.
"""

import json
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from hashlib import sha256
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.domain import Answer, Claim, Event
from assistant.markdown import after, written
from assistant.rendering import View
from assistant.web.api import FAILURES, MARK
from assistant.web.api_nouns import Text
from assistant.web.identity import account_of, audiences_of
from assistant.web.reception import Reception

MODEL = "vraagbaak"
KNOWN = 10_000
"""Conversations that are remembered by what was said in them; the protocol has no id for them."""
END = "[DONE]"


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: Text = "text"
    text: Text = ""


class Said(BaseModel):
    """A message, as the protocol has it."""

    role: Text
    content: Text | list[Part] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class Asked(BaseModel):
    """The request; fields that are not here are allowed and ignored."""

    model: str = MODEL
    messages: list[Said] = Field(min_length=1, max_length=1000)
    stream: bool = False


class Conversations:
    """Which conversation of ours goes on after these messages."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()

    def find(self, messages: Sequence[Said], who: str) -> str | None:
        """The conversation of the same account that ended before the last message."""
        return self._known.get(_key(messages[:-1], who))

    def keep(self, messages: Sequence[Said], who: str, answer: Answer, text: str) -> None:
        """Remember it by who asked and all that was said, the answer included."""
        said = [*messages, Said(role="assistant", content=text)]
        self._known[_key(said, who)] = answer.conversation
        while len(self._known) > KNOWN:
            self._known.popitem(last=False)


def router(reception: Reception) -> APIRouter:
    """`/v1/models` and `/v1/chat/completions`."""
    routes = APIRouter(prefix="/v1", responses=FAILURES, tags=["OpenAI"])
    conversations = Conversations()

    @routes.get("/models")
    def models() -> dict[str, Any]:
        """The one model there is."""
        named = {"id": MODEL, "object": "model", "created": 0, "owned_by": "organisation"}
        return {"object": "list", "data": [named]}

    @routes.post("/chat/completions")
    async def completions(body: Asked, request: Request) -> Response:
        """Answer the last message; with `stream`, each claim as soon as it is checked."""
        question, account = body.messages[-1].text, account_of(request)
        reception.check(question, request.client.host if request.client else "", account)
        who = account.subject if account else ""
        known, audiences = conversations.find(body.messages, who), audiences_of(request)
        events = reception.ask(question, known, None, "openai", audiences)
        turn = _Turn(reception, conversations, body.messages, who)
        first = await anext(events)
        if body.stream:
            return EventSourceResponse(turn.stream(first, events), headers=MARK, sep="\n")
        answer = first
        async with aclosing(events):
            async for event in events:
                answer = event
        assert isinstance(answer, Answer)  # noqa: S101 - `ask` ends in one
        return JSONResponse(turn.whole(answer), headers=MARK)

    return routes


class _Turn:
    """One answer in the shapes of the protocol."""

    def __init__(
        self,
        reception: Reception,
        conversations: Conversations,
        messages: Sequence[Said],
        who: str,
    ) -> None:
        self._who = who
        self._reception = reception
        self._conversations = conversations
        self._messages = messages
        self._created = int(time.time())

    def whole(self, answer: Answer) -> dict[str, Any]:
        """The answer at once."""
        text = "".join((*map(written, answer.claims), after(answer, self._view(answer))))
        self._conversations.keep(self._messages, self._who, answer, text)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return {**self._frame(answer.id, "chat.completion", choice), "answer": _plain(answer)}

    async def stream(
        self, first: Event, rest: AsyncGenerator[Event, None]
    ) -> AsyncGenerator[ServerSentEvent, None]:
        """A chunk per claim; what remains of the answer comes last."""
        text = ""
        yield self._chunk("", {"role": "assistant", "content": ""})
        async with aclosing(rest):
            event: Event = first
            while True:
                if isinstance(event, Claim):
                    text += written(event)
                    yield self._chunk("", {"content": written(event)})
                if isinstance(event, Answer):
                    break
                event = await anext(rest)
        last = after(event, self._view(event))
        self._conversations.keep(self._messages, self._who, event, text + last)
        yield self._chunk(event.id, {"content": last})
        yield self._chunk(event.id, {}, event)
        yield ServerSentEvent(END, sep="\n")

    def _chunk(
        self, name: str, delta: dict[str, str], answer: Answer | None = None
    ) -> ServerSentEvent:
        end: Literal["stop"] | None = "stop" if answer else None
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        frame = self._frame(name, "chat.completion.chunk", choice)
        if answer:
            frame["answer"] = _plain(answer)
        return ServerSentEvent(json.dumps(frame, ensure_ascii=False), sep="\n")

    def _frame(self, name: str, kind: str, choice: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{name or self._created}",
            "object": kind,
            "created": self._created,
            "model": MODEL,
            "choices": [choice],
        }

    def _view(self, answer: Answer) -> View:
        return self._reception.view(answer.language)


def _plain(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")


def _key(messages: Sequence[Said], who: str) -> str:
    spoken = [f"{one.role}\0{one.text}" for one in messages if one.role in {"user", "assistant"}]
    return sha256("\1".join([who, *spoken]).encode()).hexdigest()
