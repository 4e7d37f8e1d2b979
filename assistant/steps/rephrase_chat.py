"""Make a question stand alone with the model: follow-ups, and questions in another language."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from assistant.consulting import Consulting, fallback_of
from assistant.domain import CITING, Outcome
from assistant.draft import Draft
from assistant.neutral import neutral
from configs.prompts import read_prompt
from models.domain import ChatError

logger = logging.getLogger(__name__)
TURNS = 3
"""Earlier questions that the model sees."""
GRAMMAR = r"root ::= [^\n\r\t<>{}|\[\]=#*\- ] [^\n\r\t<>{}|\[\]=#*]{2,200}"


@dataclass(frozen=True)
class RephraseWithModel:
    """`rules` is the twin without a model: it always goes first, and stands when the model fails.

    What the model makes is only searched with, and never shown.
    """

    rules: Callable[[Draft], Outcome | None]
    model: Consulting
    foreign: Callable[[str], bool]

    async def __call__(self, draft: Draft) -> Outcome | None:
        """Search with the words that the model makes of it as well.

        A question in another language is searched with them first, and `dutch` is set.
        """
        outcome = self.rules(draft)
        foreign = self.foreign(draft.text)
        if not (draft.context or foreign) or draft.fallback or not self.model.speaks():
            return outcome
        try:
            made = await self.model.write("rephrase", draft.language, _said(draft), GRAMMAR)
        except ChatError as error:
            logger.warning("The model did not rephrase: %s", error)
            draft.fallback = fallback_of(error)
            return outcome
        if foreign:
            draft.other_words = f"{draft.search_text} {draft.other_words}".strip()
            draft.dutch = draft.search_text = made
        else:
            draft.other_words = f"{draft.other_words} {made}".strip()
        return outcome


def _said(draft: Draft) -> str:
    turns = [turn for turn in draft.conversation.turns if turn.outcome in CITING][-TURNS:]
    asked = "\n".join(f"- {neutral(turn.question)}" for turn in turns)
    history = read_prompt("history", draft.language).format(questions=asked) if asked else ""
    frame = read_prompt("search", draft.language)
    before = f"{history}\n\n" if history else ""
    return frame.format(history=before, question=neutral(draft.text))
