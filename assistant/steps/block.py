"""A topic that editors keep the assistant away from: their own text, and where to turn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from assistant.domain import Outcome, Reason, Related
from assistant.draft import Draft
from configs.domain import Language


class Blocked(NamedTuple):
    """What is said instead: the text, links to turn to, and which lever says it."""

    text: str
    related: tuple[Related, ...]
    lever: str


@dataclass(frozen=True)
class Block:
    """`find` tells what is said to a text in a language, where it is about such a topic."""

    find: Callable[[str, Language], Blocked | None]

    def __call__(self, draft: Draft) -> Outcome | None:
        """Neither searched nor written: the editor's text is the answer, and a person is offered.

        A follow-up is not about the topic of the question before it: that one got no answer.
        """
        blocked = self.find(draft.text, draft.language)
        if blocked is None:
            return None
        draft.said, draft.lever = blocked.text, blocked.lever
        draft.related = list(blocked.related)
        draft.offer = Reason.ROUTED
        return Outcome.OUT_OF_SCOPE
