"""What the web needs from the rest of the assistant, and what it hands out."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from assistant.domain import Event
from assistant.handoff import Handoffs
from assistant.records import Records
from configs.domain import Language
from configs.settings import Settings
from configs.texts import Texts
from configs.theme import Theme


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
    def records(self) -> Records:
        """What was said."""

    @property
    def handoffs(self) -> Handoffs:
        """The way to a person."""

    def edition(self) -> int | None:
        """The published edition of the library; None when there is none or it can't be read."""

    def ask(
        self, text: str, conversation: str | None, language: Language | None
    ) -> AsyncIterator[Event]:
        """Answer: `Working` and `Claim` events, and last exactly one `Answer`."""


class Documents(Protocol):
    """Finds the file of a document that is public and stands in the published library."""

    def find(self, source: str, path: str) -> Path | None:
        """The file; None when there is none that may be shown."""
