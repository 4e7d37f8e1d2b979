"""A model without sources (closed book), or any peer that speaks the OpenAI protocol."""

import re
from contextlib import aclosing
from time import perf_counter

from configs.domain import Language
from configs.prompts import read_prompt
from configs.slices.models import ChatSettings
from eval.asking import About, EndpointDown, Opening, Place
from eval.domain import Case, Given, PageText, Said
from eval.metering import Tokens
from ingest.sentences import sentences
from models.chat import open_chat
from models.domain import Chat, ChatBusy, ChatDown, ChatError, ChatSlow, Message, Prompt

UNKNOWN = re.compile(r"^(dat weet ik niet|i don'?t know)\b", re.IGNORECASE)
"""How `closed_book.md` lets a model say that it has no answer."""
MARK = re.compile(r"\s*\[(\d{1,2})\]")


class OverChat:
    """Its sentences cite nothing, or numbers that lead to no page of ours."""

    def __init__(self, chat: Chat, settings: ChatSettings) -> None:
        self._chat, self._url, self._most = chat, settings.url, settings.answer_tokens

    def about(self) -> About:
        return About(writer="closed book", model=self._chat.model, settings={"url": self._url})

    async def ask(self, case: Case) -> Given:
        text, first, started, tokens = "", None, perf_counter(), Tokens()
        try:
            async with aclosing(self._chat.stream(_prompt(case, self._most))) as chunks:
                async for chunk in chunks:
                    text += chunk.text
                    tokens.add(chunk.usage)
                    first = perf_counter() - started if first is None and text.strip() else first
        except (ChatDown, ChatBusy, ChatSlow) as error:
            raise EndpointDown(str(error)) from error
        except ChatError as error:
            return Given(case=case.id, error=str(error))
        seconds = perf_counter() - started
        return tokens.on(_given(case, text, first, seconds, self._chat.model))

    def holdings(self) -> frozenset[str]:
        return frozenset()

    def page(self, url: str) -> PageText:
        return PageText()

    def close(self) -> None:
        """Connections end with their loop."""


def _prompt(case: Case, most: int) -> Prompt:
    rules = Message(role="system", content=read_prompt("closed_book", case.language))
    asked = (*case.conversation, case.question)
    return Prompt(
        messages=(rules, *(Message(role="user", content=text) for text in asked)),
        most_tokens=most,
    )


def _given(case: Case, text: str, first: float | None, seconds: float, model: str) -> Given:
    known = bool(text.strip()) and not UNKNOWN.match(text.strip())
    spans = sentences(text, Language(case.language).value) if known else []
    said = [text[start:end] for start, end in spans]
    return Given(
        case=case.id,
        outcome="answered" if known else "no_source",
        completeness="complete" if known else "none",
        claims=tuple(
            Said(
                text=MARK.sub("", one).strip() or one,
                cited=tuple(int(number) for number in MARK.findall(one)),
                written=True,
            )
            for one in said
        ),
        message="" if known else text.strip(),
        language=case.language.value,
        model=model,
        first_claim=first if known else None,
        seconds=seconds,
    )


def _open(place: Place) -> OverChat:
    """By the settings of `chat`, or --url, --model and the key of the environment."""
    own = {"url": place.url, "model": place.model, "key": place.key}
    settings: ChatSettings = place.settings.chat.model_copy(
        update={name: value for name, value in own.items() if value}
    )
    return OverChat(open_chat(settings), settings)


ENDPOINT = Opening("a model without sources, or an OpenAI-compatible peer", _open)
