"""What every door of the assistant calls: ask a question in a conversation, and keep it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from secrets import token_urlsafe
from uuid import uuid4

from assistant.accounts.sessions import Accounts
from assistant.answering_again import answer_again
from assistant.domain import (
    Answer,
    AssistantError,
    Completeness,
    Conversation,
    Event,
    Handoff,
    Outcome,
    Question,
    Role,
    State,
)
from assistant.handoff.approving import Approvals
from assistant.handoff.desk import Handoffs
from assistant.handoff.editing import draft_of
from assistant.levers.live import Levers
from assistant.masking import mask
from assistant.pipeline import Assistant
from assistant.records.domain import Dossier, RecordsError
from assistant.records.records import Records
from assistant.steps.route_chat import Trusting
from assistant.steps.screen import visible
from assistant.switch import Switch
from assistant.textwork.work import TextWork
from configs.domain import Audience, Language
from configs.settings import Settings
from configs.texts import Texts
from configs.theme import Theme
from ingest.library.library import Library

logger = logging.getLogger(__name__)
PUBLIC = frozenset({Audience.PUBLIC})


@dataclass(frozen=True)
class Service:
    """All parts of a running assistant, wired by `build.py`."""

    settings: Settings
    theme: Theme
    texts: Texts
    library: Library
    records: Records
    handoffs: Handoffs
    approvals: Approvals
    assistant: Assistant
    textwork: TextWork | None = None
    """None where employees have no text work."""
    levers: Levers | None = None
    """What editors change; None: nothing can be changed here."""
    accounts: Accounts | None = None
    """None where passwords open the doors."""
    routing: Trusting | None = None
    """Whether the served model may route; None where there is none."""

    @property
    def switch(self) -> Switch:
        """The emergency switch: references only, at once and for everybody."""
        return Switch(self.settings.data)

    @property
    def look(self) -> Theme:
        """The theme, as editors may have changed it."""
        return self.levers.now.theme if self.levers else self.theme

    async def ask(
        self,
        text: str,
        conversation: str | None = None,
        language: Language | None = None,
        audiences: frozenset[Audience] = PUBLIC,
    ) -> AsyncIterator[Event]:
        """Yield what `Assistant.ask` yields; the last event is the one `Answer`.

        A conversation of None is begun, and its id stands in the answer. While a person has the
        conversation the text goes to that person, and the bot is silent. Raises `NotFound` for
        an unknown conversation, and for one that is not for these `audiences`.
        """
        known, handoff = await asyncio.to_thread(self._open, conversation, language, audiences)
        if handoff and handoff.state is State.TAKEN:
            yield await asyncio.to_thread(self._pass_on, handoff, text)
            return
        asked = known.model_copy(update={"audiences": audiences})
        question = Question(text=text or " ", language=language)
        async for event in self.assistant.ask(question, asked):
            yield event

    async def propose(self, conversation: str) -> str:
        """A draft for a person: what the assistant would say to the last thing that was asked.

        It is neither kept nor shown to the resident. Raises `NotFound`, `AssistantError`.
        """
        known = await asyncio.to_thread(self.records.conversation, conversation)
        said = await asyncio.to_thread(self.records.messages, conversation)
        asked = next((one.text for one in reversed(said) if one.role is Role.USER), "")
        if not asked:
            raise AssistantError("desk.draft_nothing_asked")
        earlier = (
            known.turns[:-1]
            if known.turns[-1:] and known.turns[-1].question == asked
            else known.turns
        )
        asking = known.model_copy(update={"audiences": PUBLIC, "turns": earlier})
        answer = await self.assistant.propose(Question(text=asked), asking)
        return draft_of(answer)

    async def again(self, dossier: Dossier) -> Answer:
        """The old question on its own edition; see `answer_again`."""
        return await answer_again(self.assistant, self.library, self.records, dossier)

    def close(self) -> None:
        """Give back the library and the database."""
        self.library.close()
        self.records.close()

    def _open(
        self, conversation: str | None, language: Language | None, audiences: frozenset[Audience]
    ) -> tuple[Conversation, Handoff | None]:
        if self.levers:
            self.levers.look()
        spoken = language or Language(self.settings.language)
        try:
            if conversation:
                self.records.internal.require(conversation, audiences)
            known = self.records.open_conversation(conversation, spoken)
            return known, self.handoffs.active(known.id) if conversation else None
        except RecordsError:
            return self._unopened(conversation, audiences)

    def _unopened(
        self, conversation: str | None, audiences: frozenset[Audience]
    ) -> tuple[Conversation, Handoff | None]:
        """What can be read of it while nothing can be written, or nothing: it is answered still."""
        if conversation is None:
            return Conversation(id=token_urlsafe(18)), None
        try:
            self.records.internal.require(conversation, audiences)
            return self.records.conversation(conversation), self.handoffs.active(conversation)
        except RecordsError:
            return Conversation(id=conversation), None

    def _pass_on(self, handoff: Handoff, text: str) -> Answer:
        limit = self.settings.answering.question_length
        message = mask(visible(text)).text
        if not message or len(message) > limit:
            raise AssistantError("errors.too_long" if message else "errors.empty")
        self.records.say(handoff.conversation, Role.USER, message)
        return Answer(
            id=uuid4().hex,
            conversation=handoff.conversation,
            outcome=Outcome.PERSON,
            completeness=Completeness.NONE,
            notice=self.texts.say("answering.notice_own_words", handoff.language),
            language=handoff.language,
            message=self.texts.say("answering.person_busy", handoff.language),
        )
