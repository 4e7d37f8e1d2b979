"""A model served by vLLM over the OpenAI protocol; the only file that knows openai."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast
from weakref import WeakKeyDictionary

import openai

from configs.domain import ConfigurationError
from configs.slices.models import ChatSettings
from models.domain import (
    Chat,
    ChatBusy,
    ChatCut,
    ChatDenied,
    ChatDown,
    ChatError,
    ChatOverflow,
    ChatRefused,
    ChatSlow,
    Chunk,
    Prompt,
    Served,
    Usage,
)

Event = Mapping[str, Any]
"""An event of a stream, as the server sent it."""
VERSION = "/v1"
CONNECT = 5.0
"""Longest wait for a connection (s): a busy server is slow to take one."""
AT_ONCE = 8
"""Texts that are counted at the same time."""
EASY, MOST_PIECE = 4, 8
"""While so many answers are written a piece is one token; with each such number more it is one
token more, up to the most: sending and reading small pieces costs a busy machine its throughput."""
NO_KEY = "none"
"""What is sent where no key is set: the protocol wants something."""
_KINDS: dict[int, tuple[type[ChatError], str]] = {
    HTTPStatus.TOO_MANY_REQUESTS: (ChatBusy, "is full"),
    HTTPStatus.SERVICE_UNAVAILABLE: (ChatBusy, "is full"),
    HTTPStatus.UNAUTHORIZED: (ChatDenied, "does not take this key"),
    HTTPStatus.FORBIDDEN: (ChatDenied, "does not take this key"),
}


def open_chat(settings: ChatSettings) -> Chat:
    """The model that the settings name; nothing is asked of the server yet.

    Raises `ConfigurationError` when address or model are not set.
    """
    url = settings.url.rstrip("/")
    if not url.startswith(("http://", "https://")) or not url.endswith(VERSION):
        raise ConfigurationError(
            f"VRAAGBAAK_CHAT__URL: {settings.url!r} is not the address of a model server. Give its "
            "OpenAI-compatible address, such as http://127.0.0.1:8000/v1."
        )
    if not settings.model:
        raise ConfigurationError("VRAAGBAAK_CHAT__MODEL: name the model that the server serves.")
    key = settings.key.get_secret_value() if settings.key else NO_KEY
    return _ServedChat(
        url, settings.model, key, openai.Timeout(settings.wait, connect=min(settings.wait, CONNECT))
    )


@dataclass(frozen=True)
class _ServedChat:
    """A `Chat` on vLLM's server. `patience` holds for connecting and for each silence."""

    url: str
    model: str
    key: str = field(repr=False)
    patience: openai.Timeout
    _clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, openai.AsyncOpenAI]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )
    _writing: set[object] = field(default_factory=set, repr=False, compare=False)
    """The answers that are being written now."""

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Chunk, None]:
        whole, piece_size = False, min(MOST_PIECE, 1 + len(self._writing) // EASY)
        with _translated(self.url), _among(self._writing):
            # As plain data: making openai's own models of every token costs more than all the rest.
            pieces = await self._client.post(
                "/chat/completions",
                body={**_request(self.model, prompt), "stream_interval": piece_size},
                cast_to=object,
                stream=True,
                stream_cls=openai.AsyncStream[object],
            )
            async with pieces:
                async for piece in pieces:
                    chunk = _chunk(cast(Event, piece))
                    whole = whole or bool(chunk.finish)
                    yield chunk
        if not whole:
            raise ChatCut(f"{self.url} ended its stream before its answer was whole.")

    async def served(self) -> Served:
        with _translated(self.url):
            known = {model.id: model async for model in self._client.models.list()}
        if self.model not in known:
            names = ", ".join(sorted(known)) or "none"
            raise ChatRefused(
                f"VRAAGBAAK_CHAT__MODEL: {self.url} serves no {self.model!r}, but: {names}."
            )
        extra = known[self.model].model_extra or {}
        return Served(model=self.model, window=int(extra.get("max_model_len") or 0))

    async def count(self, texts: Sequence[str]) -> list[int]:
        turn = asyncio.Semaphore(AT_ONCE)
        with _translated(self.url):
            return list(await asyncio.gather(*(self._count(text, turn) for text in texts)))

    async def _count(self, text: str, turn: asyncio.Semaphore) -> int:
        body = {"model": self.model, "prompt": text, "add_special_tokens": False}
        address = f"{self.url.removesuffix(VERSION)}/tokenize"
        async with turn:
            counted = await self._client.post(address, cast_to=dict[str, Any], body=body)
        return int(counted["count"])

    @property
    def _client(self) -> openai.AsyncOpenAI:
        """One per event loop: connections belong to theirs, and are not kept once they are done."""
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = openai.AsyncOpenAI(
                base_url=self.url,
                api_key=self.key,
                timeout=self.patience,
                max_retries=0,
                default_headers={"Connection": "close"},
                # No proxy of the environment, no redirect: a question goes to this address only.
                http_client=openai.DefaultAsyncHttpx2Client(
                    trust_env=False, follow_redirects=False, timeout=self.patience
                ),
            )
        return self._clients[loop]


@contextmanager
def _among(writing: set[object]) -> Iterator[None]:
    one = object()
    writing.add(one)
    try:
        yield
    finally:
        writing.discard(one)


def _request(model: str, prompt: Prompt) -> dict[str, object]:
    return {
        "model": model,
        "messages": [message.model_dump() for message in prompt.messages],
        "max_tokens": prompt.most_tokens,
        "temperature": prompt.temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
        **_constraint(prompt),
    }


def _constraint(prompt: Prompt) -> dict[str, object]:
    if prompt.grammar:
        return {"structured_outputs": {"grammar": prompt.grammar}}
    if prompt.choices:
        return {"structured_outputs": {"choice": list(prompt.choices)}}
    return {}


def _chunk(piece: Event) -> Chunk:
    usage = _usage(piece["usage"]) if piece.get("usage") else None
    if not piece["choices"]:
        return Chunk(usage=usage)
    choice = piece["choices"][0]
    finish = choice.get("finish_reason")
    return Chunk(
        text=choice["delta"].get("content") or "",
        finish=("length" if finish == "length" else "stop") if finish else "",
        usage=usage,
    )


def _usage(usage: Mapping[str, Any]) -> Usage:
    details = usage.get("prompt_tokens_details") or {}
    return Usage(
        prompt=usage["prompt_tokens"],
        cached=details.get("cached_tokens") or 0,
        written=usage["completion_tokens"],
    )


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """Errors of openai become ours, with the address and the remedy."""
    try:
        yield
    except openai.APITimeoutError as error:
        raise ChatSlow(f"{url} gave no word in time.") from error
    except openai.APIConnectionError as error:
        raise ChatDown(
            f"VRAAGBAAK_CHAT__URL: {url} does not answer; is the model server running?"
        ) from error
    except openai.APIStatusError as error:
        raise _refusal(url, error.status_code, _short(error.message)) from error
    except openai.APIError as error:
        # vLLM says that it is full within a stream that began with status 200.
        raise _refusal(url, _code(error), _short(error.message)) from error
    except (openai.OpenAIError, ValueError, KeyError, TypeError, AttributeError) as error:
        # What is no event of the protocol ends up here, halfway a stream as well.
        raise ChatCut(f"{url} broke off: {_short(str(error))}") from error


def _refusal(url: str, status: int, said: str) -> ChatError:
    if status == HTTPStatus.BAD_REQUEST and ("context length" in said or "input_tokens" in said):
        return ChatOverflow(f"The prompt does not fit the window of the model: {said}")
    kind, why = _KINDS.get(status, (ChatRefused, "refused the request"))
    if kind is ChatRefused and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        kind, why = ChatDown, "failed"
    setting = "VRAAGBAAK_CHAT__KEY: " if kind is ChatDenied else ""
    return kind(f"{setting}{url} {why} ({status}): {said}")


def _code(error: openai.APIError) -> int:
    """The status that an error inside a stream tells of itself; 500 where it tells none."""
    body = error.body if isinstance(error.body, dict) else {}
    code = body.get("code")
    return code if isinstance(code, int) else HTTPStatus.INTERNAL_SERVER_ERROR


def _short(text: str) -> str:
    return " ".join(text.split())[:300]
