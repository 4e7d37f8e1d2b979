"""Make a follow-up stand alone: what it leans on comes from the turns before it."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain import CITING, Outcome
from assistant.draft import Draft


@dataclass(frozen=True)
class Rephrase:
    """`leans` tells whether a text needs an earlier one; `others` names more words to find."""

    leans: Callable[[str], bool]
    others: Callable[[str], str]

    def __call__(self, draft: Draft) -> Outcome | None:
        """Set `context` and what is searched with; the question stays in the asker's words."""
        turns = [turn for turn in draft.conversation.turns if turn.outcome in CITING]
        if turns and self.leans(draft.text):
            draft.context = turns[-1].question
        draft.search_text = f"{draft.text} {draft.context}".strip()
        draft.other_words = self.others(draft.search_text)
        return None
