"""Another assistant of ours over HTTP: `POST /api/v1/ask`, read as its chat reads it (SSE)."""

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter
from weakref import WeakKeyDictionary

import httpx
from pydantic import ValidationError

from assistant.domain import Answer
from configs.domain import Audience
from eval.answers import given
from eval.asking import About, EndpointDown, Opening, Place
from eval.domain import Case, Given, PageText, RunError

PATIENCE = httpx.Timeout(120.0, connect=5.0)
TRIES, PAUSE = 6, 2.0
"""How often a server that is full is asked again, and after how many seconds, doubled each time."""


class OverHttp:
    """Knows only what the API tells: neither what was found, nor what the library holds."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = (
            WeakKeyDictionary()
        )

    def about(self) -> About:
        return About(settings={"url": self._url})

    async def ask(self, case: Case) -> Given:
        if case.audience is not Audience.PUBLIC:
            return Given(case=case.id, error="the API answers for the audience of its server only")
        if case.hidden:
            return Given(case=case.id, error="pages of a library over HTTP can't be hidden")
        conversation = None
        try:
            for earlier in case.conversation:
                answer, *_ = await self._patiently(case, earlier, conversation)
                conversation = answer.conversation
            answer, first, took = await self._patiently(case, case.question, conversation)
        except httpx.HTTPError as error:
            raise EndpointDown(f"{self._url}: {error or type(error).__name__}.") from error
        except ValidationError as error:
            raise RunError(f"{self._url}: this is no answer of ours ({error}).") from error
        return given(case.id, answer, first, took)

    def holdings(self) -> frozenset[str]:
        return frozenset()

    def page(self, url: str) -> PageText:
        return PageText()

    def close(self) -> None:
        """Connections end with their loop."""

    async def _patiently(
        self, case: Case, text: str, conversation: str | None
    ) -> tuple[Answer, float | None, float]:
        for attempt in range(TRIES):
            try:
                return await self._once(case, text, conversation)
            except httpx.HTTPStatusError as error:
                full = error.response.status_code in {429, 503}
                if not full or attempt == TRIES - 1:
                    raise
            await asyncio.sleep(PAUSE * 2**attempt)
        raise AssertionError

    async def _once(
        self, case: Case, text: str, conversation: str | None
    ) -> tuple[Answer, float | None, float]:
        body = {"question": text, "conversation": conversation, "language": case.language.value}
        started, first = perf_counter(), None
        headers = {"Accept": "text/event-stream"}
        async with self._client.stream("POST", self._url, json=body, headers=headers) as response:
            response.raise_for_status()
            async for name, data in _events(response):
                if name == "claim" and first is None:
                    first = perf_counter() - started
                if name == "answer":
                    return Answer.model_validate_json(data), first, perf_counter() - started
        raise httpx.RemoteProtocolError("the stream ended before the answer")

    @property
    def _client(self) -> httpx.AsyncClient:
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            self._clients[loop] = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        return self._clients[loop]


async def _events(response: httpx.Response) -> AsyncIterator[tuple[str, str]]:
    """Name and data of each server-sent event."""
    name, data = "", ""
    async for line in response.aiter_lines():
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            data += value
        elif not line and data:
            yield name, data
            name, data = "", ""


def _open(place: Place) -> OverHttp:
    if not place.url.startswith(("http://", "https://")):
        raise RunError("--url: give the address of the assistant, such as http://127.0.0.1:7860.")
    return OverHttp(f"{place.url.rstrip('/')}/api/v1/ask")


ENDPOINT = Opening("another assistant of ours, at --url", _open)
