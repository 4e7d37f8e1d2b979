"""The levers as they stand now, in every process: one number tells whether anything changed."""

import logging
from collections.abc import Mapping
from threading import Lock
from time import monotonic

from assistant.domain import AssistantError, Related
from assistant.levers.domain import Block, Kind, Pin
from assistant.levers.logo import bytes_of
from assistant.levers.resolving import Resolver
from assistant.levers.state import Base, State
from assistant.levers.turning import Turn, turn_of
from assistant.records.levers import LeverRecords
from assistant.sanitise import host_of
from assistant.steps.block import Blocked
from assistant.steps.pin import Pinned, Resolve
from configs.domain import Audience, Language
from configs.texts import Texts

logger = logging.getLogger(__name__)


class Levers:
    """Safe to be used from any thread. `refresh` s is the longest that a change goes unseen."""

    def __init__(
        self, records: LeverRecords, base: Base, resolver: Resolver, refresh: float
    ) -> None:
        self.records = records
        self.resolver = resolver
        self.now = State(base)
        self._refresh = refresh
        self._looked = float("-inf")
        self._looking = Lock()

    def look(self, *, again: bool = False) -> State:
        """Read the revision if that was long ago, and all of it where it changed; may wait.

        Where the database fails, what was known stays.
        """
        if not again and monotonic() - self._looked < self._refresh:
            return self.now
        with self._looking:
            if again or monotonic() - self._looked >= self._refresh:
                self._read()
        return self.now

    def _read(self) -> None:
        try:
            if self.records.revision() != self.now.revision:
                self.now = State.of(self.now.base, *self.records.current()).warm()
        except AssistantError:
            logger.warning("The editors' changes can't be read now; the last known ones stay.")
        self._looked = monotonic()

    def pin(self, text: str, language: Language) -> Resolve | None:
        """How the pin that answers is looked up, where there is one."""
        state = self.now
        found = state.pin(text, language)
        if found is None:
            return None
        name, pin = found
        return self._resolve(pin, state.lever(Kind.PIN, name))

    def _resolve(self, pin: Pin, lever: str) -> Resolve:
        def resolve(audiences: frozenset[Audience]) -> Pinned | None:
            return self.resolver.pinned(pin, audiences, lever)

        return resolve

    def block(self, text: str, language: Language) -> Blocked | None:
        """What is said where the text is about a blocked topic."""
        found = self.now.block(text)
        if found is None:
            return None
        name, block = found
        return self.blocked(block, language, self.now.lever(Kind.BLOCK, name))

    def blocked(self, block: Block, language: Language, lever: str) -> Blocked:
        """The editor's text, with a link beside it or a number behind it."""
        said, turn = block.says[language], turn_of(block.turn)
        if turn is Turn.LINK:
            title = host_of(block.turn) or self.now.theme.organisation
            return Blocked(said, (Related(title=title, url=block.turn),), lever)
        return Blocked(f"{said} {block.turn}".strip(), (), lever)

    def logo(self) -> bytes | None:
        """The logo that an editor uploaded."""
        look = self.now.look
        return bytes_of(look.logo) if look and look.logo else None

    def notices(self, language: Language) -> tuple[str, ...]:
        """What is told to everybody now."""
        return tuple(notice.says[language] for _, notice in self.now.notices())


class LiveTexts(Texts):
    """The texts with what editors made of them; the rest of the program sees only `Texts`."""

    def __init__(self, own: Mapping[Language, Mapping[str, str]], levers: Levers) -> None:
        super().__init__(own)
        self._levers = levers

    def say(self, key: str, language: Language, **fields: object) -> str:
        """The text of an editor, or else the one of the file."""
        own = self._levers.now.words.get((key, language))
        if own is None:
            return super().say(key, language, **fields)
        return own.format(**fields) if fields else own
