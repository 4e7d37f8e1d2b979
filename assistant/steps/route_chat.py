"""Recognise what kind of message it is with the model, where the rules recognise nothing."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.consulting import Consulting, fallback_of
from assistant.domain import Outcome, Reason
from assistant.draft import Draft
from assistant.neutral import neutral
from models.domain import ChatError

logger = logging.getLogger(__name__)
CHOICES: Mapping[str, Outcome | None] = {
    "question": None,
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
MOST_WORDS = 6
"""A message of more words says something else: those labels are not offered then."""
OFFERING = frozenset({Outcome.PERSON, Outcome.OWN_CASE})


@dataclass(frozen=True)
class RouteWithModel:
    """`rules` is the twin without a model and goes first: what it recognises stands.

    `found` tells whether the library surely has something about the question. Such a question
    goes on, so that a model that chooses wrongly keeps nobody from an answer.
    """

    rules: Callable[[Draft], Outcome | None]
    model: Consulting
    found: Callable[[Draft], bool]
    keys: Mapping[str, str]
    """The text that is said for a label, where its outcome has no text of its own."""

    async def __call__(self, draft: Draft) -> Outcome | None:
        """End the question where the model chooses another label than `question`."""
        outcome = self.rules(draft)
        if outcome or draft.offer or not self.model.speaks():
            return outcome
        if await asyncio.to_thread(self.found, draft):
            return None
        said = neutral(draft.text)
        among = tuple(label for label in CHOICES if not (is_long(said) and label in BARE))
        try:
            label = await self.model.choose("route", draft.language, said, among)
        except ChatError as error:
            logger.warning("The model did not route: %s", error)
            draft.fallback = fallback_of(error)
            return None
        if chosen := CHOICES.get(label):
            draft.message_key = self.keys.get(label, "")
            draft.offer = Reason.ROUTED if chosen in OFFERING else None
        return chosen


def is_long(text: str) -> bool:
    """Whether a message says more than a greeting or a word of thanks."""
    return len(text.split()) > MOST_WORDS
