"""What the web needs from the rest of the assistant, and what it hands out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.domain import Answer, Event
from configs.domain import Audience, Language
from configs.settings import Settings
from configs.texts import Texts
from configs.theme import Theme

if TYPE_CHECKING:
    from assistant.accounts.sessions import Accounts
    from assistant.handoff.approving import Approvals
    from assistant.handoff.desk import Handoffs
    from assistant.levers.live import Levers
    from assistant.records.domain import Dossier
    from assistant.records.records import Records
    from assistant.steps.route_chat import Trusting
    from assistant.switch import Switch
    from assistant.textwork.work import TextWork
    from ingest.domain import Passage


class Shelf(Protocol):
    """What the web asks of the library."""

    @property
    def published(self) -> int:
        """The number of the published edition; 0 when nothing was published yet."""

    def show(self, url: str, edition: int | None = None) -> list[Passage]:
        """The passages of a page, in an edition that is kept or the published."""


class Service(Protocol):
    """The assistant behind the pages: it answers, keeps the conversations, and calls a person."""

    @property
    def settings(self) -> Settings:
        """All settings."""

    @property
    def theme(self) -> Theme:
        """The organisation's look."""

    @property
    def texts(self) -> Texts:
        """Every word."""

    @property
    def look(self) -> Theme:
        """The same, as editors may have changed it."""

    @property
    def levers(self) -> Levers | None:
        """What editors change, where they can."""

    @property
    def records(self) -> Records:
        """What was said."""

    @property
    def handoffs(self) -> Handoffs:
        """The way to a person."""

    @property
    def approvals(self) -> Approvals:
        """The answers that a person looks at first."""

    @property
    def switch(self) -> Switch:
        """The emergency switch."""

    @property
    def textwork(self) -> TextWork | None:
        """Text work for employees, where the settings have it on."""

    @property
    def accounts(self) -> Accounts | None:
        """Accounts of employees, where the settings name a provider."""

    @property
    def routing(self) -> Trusting | None:
        """Whether the served model may route, where there is one."""

    @property
    def library(self) -> Shelf:
        """What is answered from."""

    async def again(self, dossier: Dossier) -> Answer:
        """The old question on the edition it was answered from; nothing of it is kept."""

    def ask(
        self,
        text: str,
        conversation: str | None,
        language: Language | None,
        audiences: frozenset[Audience],
    ) -> AsyncIterator[Event]:
        """Answer: `Working` and `Claim` events, and last exactly one `Answer`."""

    async def propose(self, conversation: str) -> str:
        """A draft for a member of staff, neither kept nor shown."""
        ...


class Documents(Protocol):
    """Finds the file of a document that is for these and stands in the published library."""

    def find(self, source: str, path: str, audiences: frozenset[Audience]) -> Path | None:
        """The file; None when there is none that may be shown."""
