"""The way in that the chat and the API share: check, limit, ask, count."""

import asyncio
import unicodedata
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from time import perf_counter

from assistant.accounts.domain import Account
from assistant.domain import Answer, Complaint, Event, Working
from assistant.records.domain import Stage
from assistant.rendering import View
from assistant.web.admission import Admission, Full, Seat
from assistant.web.health import Metrics, edition, routing
from assistant.web.identity import PUBLIC, Audiences
from assistant.web.limits import Limiter
from assistant.web.live import Live
from assistant.web.port import Service
from configs.domain import Language
from configs.settings import Settings

QUOTING, WRITING = 3, 200
"""Chats answered at the same time, where the settings leave it open."""


class Refused(Exception):
    """A request that is not taken on: `key` names the text that says why, `status` is for HTTP."""

    def __init__(self, key: str, status: int, **fields: object) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.fields = fields


class Reception:
    """One per server; keeps nothing of a conversation."""

    def __init__(self, service: Service) -> None:
        self.service = service
        deliveries = service.records.deliveries
        self.metrics = Metrics(
            {
                "handoffs_waiting": lambda: len(service.handoffs.waiting()),
                "approvals_waiting": lambda: len(service.approvals.waiting()),
                "pages_watching": lambda: self.live.watching,
                "questions_waiting": lambda: self._admission.waiting,
                "deliveries_waiting": partial(deliveries.count, Stage.WAITING),
                "deliveries_dead": partial(deliveries.count, Stage.DEAD),
                "library_edition": lambda: edition(service),
                **routing(service),
            }
        )
        server = service.settings.server
        self._limiter = Limiter(server.requests_per_minute)
        self._account_limiter = Limiter(service.settings.accounts.requests_per_minute)
        self._admission = Admission(_slots(service.settings), server.queue)
        self.live = Live(service.records.desk.newest, service.approvals.expire)

    @property
    def language(self) -> Language:
        """The language of the interface at first."""
        return Language(self.service.settings.language)

    def promise(self, language: Language) -> str:
        """What may be promised about the time in which a person answers."""
        return self.service.handoffs.promise(datetime.now(UTC), language)

    def view(self, language: Language) -> View:
        """How a page in this language is rendered."""
        service = self.service
        return View(service.texts, service.look, language, service.settings.desk.time_zone)

    def check(self, text: str, address: str, account: Account | None = None) -> None:
        """Raise `Refused` when the text can't be a question, or this visitor asks too much."""
        limit = self.service.settings.answering.question_length
        if not _visible(text):
            raise Refused("errors.empty", 422)
        if len(text) > limit:
            raise Refused("errors.too_long", 422, limit=limit, length=len(text))
        self.limit(address, account)

    def limit(self, address: str, account: Account | None = None) -> None:
        """Raise `Refused` when this visitor has used up the limit of a minute.

        Colleagues share one address: who has an account has a limit of their own.
        """
        limiter = self._account_limiter if account else self._limiter
        if not limiter.allows(account.subject if account else address):
            self.metrics.refused()
            raise Refused("errors.busy", 429)

    def report(
        self, answer: str, complaint: Complaint, remark: str, audiences: Audiences = PUBLIC
    ) -> str:
        """Keep a report that an answer is wrong; its number, if it gets one. Raises `NotFound`."""
        self.service.records.internal.require_answer(answer, audiences)
        reference = self.service.records.complain(answer, complaint, remark)
        self.metrics.reported(complaint)
        return reference

    def require(self, conversation: str, audiences: Audiences) -> None:
        """Raise `NotFound` where a conversation is not for who asks; one that is not there may be.

        To be called before anything of a conversation is shown, passed on or changed.
        """
        self.service.records.internal.require(conversation, audiences)

    async def ask(
        self,
        text: str,
        conversation: str | None,
        language: Language | None,
        door: str,
        audiences: Audiences = PUBLIC,
    ) -> AsyncGenerator[Event, None]:
        """The service's events, counted, once it is one's turn; closing this closes the service's.

        Before that `Working` events tell the place in the line. Raises `Refused` where it is full.
        """
        started = perf_counter()
        seat = self._join()
        try:
            if conversation and not seat.turn.done():  # whoever waits in vain hears it at once
                await asyncio.to_thread(self.service.records.conversation, conversation)
            async for place in seat.places():
                yield Working(step="wait", place=place)
            async with aclosing(
                self.service.ask(text, conversation, language, audiences)
            ) as events:  # type: ignore[type-var]
                async for event in events:
                    if isinstance(event, Answer):
                        self.metrics.answered(event, door, perf_counter() - started)
                    yield event
        finally:
            seat.leave()

    def _join(self) -> Seat:
        try:
            return self._admission.join()
        except Full as error:
            self.metrics.refused()
            raise Refused("errors.busy", 503) from error


def _slots(settings: Settings) -> int:
    """Quotes are made by this process, and so best a few at a time; a model server wants many."""
    suits = WRITING if settings.answering.writer == "generate" else QUOTING
    return settings.server.slots or suits


def _visible(text: str) -> bool:
    return any(
        not character.isspace() and unicodedata.category(character) not in {"Cf", "Cc"}
        for character in text
    )
