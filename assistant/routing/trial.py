"""Shows on messages whose kind is known whether a served model can be trusted to route."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic

from assistant.consulting import Consulting
from assistant.domain import Conversation, Question
from assistant.draft import Draft
from assistant.routing.labels import Labels
from assistant.steps.route_chat import QUESTION, chosen
from configs.domain import Language
from configs.files import ROOT, read_yaml
from models.domain import ChatError
from models.language import recognise

logger = logging.getLogger(__name__)
WHOLE = 10.0
"""Longest time for all messages together (s)."""
AT_ONCE = 8
AGAIN = 60.0
"""Seconds between two trials."""
SETTING = "VRAAGBAAK_CHAT__LEAST_ROUTING"


@dataclass(frozen=True)
class Result:
    """How many messages of one kind the model recognised."""

    right: int
    asked: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.right / self.asked


@dataclass
class Trial:
    """`least` is the share of the questions, and of the others, that must be recognised; 0: none.

    `lost` counts how often the server was lost: after that it may serve another model, which is
    tried before it may route. Meanwhile, and while it can't be tried, only the rules route.
    """

    model: Consulting
    labels: Labels
    least: float
    lost: Callable[[], int] = lambda: 0
    share: float | None = field(default=None, init=False)
    """Of questions and of others, whichever is less; None: it could not be tried."""
    _seen: int = field(default=0, init=False)
    _next: float = field(default=0.0, init=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False)

    def passed(self) -> bool:
        """Whether the model that was tried may route."""
        return not self.least or (self.share is not None and self.share >= self.least)

    def trusted(self) -> bool:
        """The same; another trial begins in the background where this one holds no longer."""
        if not self.least:
            return True
        if self.share is not None and self.lost() == self._seen:
            return self.passed()
        if monotonic() >= self._next and self._turn.acquire(blocking=False):
            Thread(target=self._take, daemon=True).start()
        return False

    def take(self) -> None:
        """Try the model now, if it may speak; in a thread of its own: a loop may run here."""
        if self.least and self.model.speaks():
            self._turn.acquire()
            thread = Thread(target=self._take)
            thread.start()
            thread.join()

    def _take(self) -> None:
        """Called by who holds the turn."""
        seen = self.lost()
        try:
            questions, others = asyncio.run(self._tried())
        except (ChatError, TimeoutError) as error:
            why = str(error) or f"it took more than {WHOLE:.0f} s"
            logger.warning("%s could not be tried; only the rules route: %s", self._name, why)
            self.share = None
        else:
            self.share = min(questions.share, others.share)
            self._tell(questions, others)
        finally:
            self._seen, self._next = seen, monotonic() + AGAIN
            self._turn.release()

    async def _tried(self) -> tuple[Result, Result]:
        """Of the questions, and of all others."""
        turn, known = asyncio.Semaphore(AT_ONCE), known_messages()

        async def right(label: str, draft: Draft) -> bool:
            async with turn:
                return await chosen(self.model, draft, self.labels(draft)) == label

        trying = [right(label, draft) for label, drafts in known.items() for draft in drafts]
        async with asyncio.timeout(WHOLE):
            # Not the first error alone: the others would be cut off halfway.
            found = await asyncio.gather(*trying, return_exceptions=True)
        return _result(found[: len(known[QUESTION])]), _result(found[len(known[QUESTION]) :])

    def _tell(self, questions: Result, others: Result) -> None:
        level, then = logging.INFO, "it routes what the rules do not recognise"
        if not self.passed():
            level = logging.WARNING
            then = (
                f"only the rules route ({SETTING} is {self.least:g}; 0 lets it route all the same)"
            )
        logger.log(
            level,
            "%s recognised %d of %d questions and %d of %d other messages: %s.",
            *(self._name, questions.right, questions.asked, others.right, others.asked, then),
        )

    @property
    def _name(self) -> str:
        return f"The model {self.model.chat.model}"


def known_messages() -> Mapping[str, list[Draft]]:
    """The messages of `configs/rules/routing.yaml` by their label, the questions first."""
    known = read_yaml(ROOT / "rules" / "routing.yaml")["known"]
    return {label: [_draft(text) for text in texts] for label, texts in known.items()}


def _draft(text: str) -> Draft:
    language = recognise(text, Language.NL)
    return Draft(Question(text=text), Conversation(id="trial"), language, text, text)


def _result(found: Sequence[bool | BaseException]) -> Result:
    for one in found:
        if isinstance(one, BaseException):
            raise one
    return Result(found.count(True), len(found))
