"""Everything that editors changed, made ready for use; a new one is made when anything changes."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from assistant.levers.domain import NOUNS, Block, Kind, Look, Notice, Phrases, Pin, Wording
from assistant.levers.looks import dressed
from assistant.levers.matching import Index, Reader, Topics
from assistant.levers.routing import widened
from assistant.records.domain import Version
from assistant.steps.route import Rule
from configs.domain import Language, Noun
from configs.theme import Theme

logger = logging.getLogger(__name__)
Change = TypeVar("Change", bound=Noun)


class Base(NamedTuple):
    """What holds where editors changed nothing."""

    theme: Theme
    rules: tuple[Rule, ...]
    reader: Reader
    zone: ZoneInfo
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class State:
    """One revision of all levers."""

    base: Base
    revision: int = 0
    versions: tuple[Version, ...] = ()
    known: Mapping[tuple[Kind, str], Noun] = field(default_factory=dict)

    @classmethod
    def of(cls, base: Base, revision: int, versions: Sequence[Version]) -> "State":
        """What was kept; one that this program can't read counts as not there."""
        known = {}
        for version in versions:
            try:
                kind = Kind(version.kind)
                known[kind, version.name] = NOUNS[kind].model_validate(version.content)
            except (ValueError, ValidationError):
                logger.warning("A lever can't be read: %s/%s", version.kind, version.name)
        return cls(base, revision, tuple(versions), known)

    def all(self, kind: Kind, noun: type[Change]) -> dict[str, Change]:
        """Everything of one kind by its name, oldest change first."""
        return {
            name: one
            for (this, name), one in self.known.items()
            if this is kind and isinstance(one, noun)
        }

    def lever(self, kind: Kind, name: str) -> str:
        """How an answer names it: kind, name and version."""
        number = next((v.number for v in self.versions if (v.kind, v.name) == (kind, name)), 0)
        return f"{kind}/{name}@{number}"

    def pin(self, text: str, language: Language) -> tuple[str, Pin] | None:
        """The pin that answers: one in the language of the question goes before a Dutch one.

        No English pin answers a Dutch question.
        """
        today = self.base.clock().astimezone(self.base.zone).date()
        pins = self._pins
        fits = [
            (str(name), pins[str(name)])
            for name in self._index.find(text)
            if pins[str(name)].until >= today and pins[str(name)].language in {language, "nl"}
        ]
        return min(fits, key=lambda fit: fit[1].language is not language, default=None)

    def block(self, text: str) -> tuple[str, Block] | None:
        """The topic that the text is about."""
        today = self.base.clock().astimezone(self.base.zone).date()
        for name in self._topics.find(text):
            block = self._blocks[str(name)]
            if block.until is None or block.until >= today:
                return str(name), block
        return None

    def notices(self) -> list[tuple[str, Notice]]:
        """What is told to everybody now, the most urgent first."""
        now = self.base.clock()
        showing = [
            (self.lever(Kind.NOTICE, name), notice)
            for name, notice in self._notices.items()
            if notice.begins <= now < notice.ends
        ]
        order = ("urgent", "warning", "info")
        return sorted(showing, key=lambda one: order.index(one[1].severity))

    @cached_property
    def words(self) -> dict[tuple[str, Language], str]:
        """The texts that were changed, by key and language."""
        return {
            (name.rpartition(".")[0], Language(name.rpartition(".")[2])): one.text
            for name, one in self.all(Kind.TEXT, Wording).items()
        }

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The routes with the editors' phrases."""
        phrases = {name: one.phrases for name, one in self.all(Kind.ROUTE, Phrases).items()}
        return widened(self.base.rules, phrases)

    @cached_property
    def theme(self) -> Theme:
        """The organisation's look."""
        look = self.look
        return dressed(self.base.theme, look) if look else self.base.theme

    @property
    def look(self) -> Look | None:
        """What was changed of the theme."""
        return next(iter(self.all(Kind.THEME, Look).values()), None)

    @cached_property
    def _pins(self) -> dict[str, Pin]:
        return self.all(Kind.PIN, Pin)

    @cached_property
    def _blocks(self) -> dict[str, Block]:
        return self.all(Kind.BLOCK, Block)

    @cached_property
    def _notices(self) -> dict[str, Notice]:
        return self.all(Kind.NOTICE, Notice)

    @cached_property
    def _index(self) -> Index:
        pins = self._pins.items()
        asked = ((name, question) for name, pin in pins for question in pin.questions)
        return Index(self.base.reader, asked)

    @cached_property
    def _topics(self) -> Topics:
        return Topics({name: block.phrases for name, block in self._blocks.items()})

    def warm(self) -> "State":
        """Do now, in a thread that may take its time, what else the first question waits for."""
        for _ in (self._index, self._topics, self._notices, self.words, self.rules, self.theme):
            pass
        return self
