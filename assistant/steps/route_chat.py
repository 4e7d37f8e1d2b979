"""Recognise what kind of message it is with the model, where the rules recognise nothing."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from assistant.consulting import Consulting, fallback_of
from assistant.domain import Outcome, Reason
from assistant.draft import Draft
from assistant.neutral import neutral
from models.domain import ChatError

logger = logging.getLogger(__name__)
QUESTION = "question"
CHOICES: Mapping[str, Outcome | None] = {
    QUESTION: None,
    "greeting": Outcome.GREETING,
    "thanks": Outcome.GREETING,
    "about": Outcome.GREETING,
    "person": Outcome.PERSON,
    "own_case": Outcome.OWN_CASE,
    "opinion": Outcome.OUT_OF_SCOPE,
    "unclear": Outcome.CLARIFY,
}
"""What a choice of the model leads to; emergencies are not among them, for only rules decide
about those."""
BARE = frozenset({"greeting", "thanks"})
"""Labels of a message that says nothing else; a small model gives them to whole questions too."""
OFFERING = frozenset({Outcome.PERSON, Outcome.OWN_CASE})


class Trusting(Protocol):
    """What a served model showed of what it can."""

    @property
    def share(self) -> float | None:
        """Of the messages whose kind is known, how many it recognised; None: it was not tried."""

    def passed(self) -> bool:
        """Whether that is enough."""
        ...

    def trusted(self) -> bool:
        """Whether it may route now."""
        ...


@dataclass(frozen=True)
class RouteWithModel:
    """`rules` is the twin without a model and goes first: what it recognises stands.

    `found` tells whether the library surely has something about the question. Such a question
    goes on, so that a model that chooses wrongly keeps nobody from an answer. `labels` are the
    kinds that a message may be by its words; `trial` tells whether the model knows them apart.
    """

    rules: Callable[[Draft], Outcome | None]
    model: Consulting
    found: Callable[[Draft], bool]
    labels: Callable[[Draft], tuple[str, ...]]
    keys: Mapping[str, str]
    """The text that is said for a label, where its outcome has no text of its own."""
    trial: Trusting | None = None

    async def __call__(self, draft: Draft) -> Outcome | None:
        """End the question where the model chooses another label than `question`."""
        outcome = self.rules(draft)
        if outcome or draft.offer or not self._may_choose():
            return outcome
        among = self.labels(draft)
        if among == (QUESTION,) or await asyncio.to_thread(self.found, draft):
            return None
        try:
            label = await chosen(self.model, draft, among)
        except ChatError as error:
            logger.warning("The model did not route: %s", error)
            draft.fallback = fallback_of(error)
            return None
        if ending := CHOICES.get(label):
            draft.message_key = self.keys.get(label, "")
            draft.offer = Reason.ROUTED if ending in OFFERING else None
        return ending

    def _may_choose(self) -> bool:
        return self.model.speaks() and (self.trial is None or self.trial.trusted())


async def chosen(model: Consulting, draft: Draft, among: tuple[str, ...]) -> str:
    """What the model makes of a message. Raises a `ChatError`."""
    return await model.choose("route", draft.language, neutral(draft.text), among)
