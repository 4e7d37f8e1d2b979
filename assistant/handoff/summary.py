"""A conversation in a few lines, made of its own words: what was asked, and how each ended."""

import re
from collections.abc import Iterable
from datetime import datetime

from assistant.domain import Answer, Message, Outcome, Reason, Role
from configs.domain import Noun

LONGEST = 200
"""Characters of a question in it."""
MOST = 6
"""Questions in it: the first, and the latest."""
_SENTENCE = re.compile(r"[^.?!]*\?")


class Asked(Noun):
    """One question of the resident and what came of it; `outcome` None: a person answered it."""

    text: str
    outcome: Outcome | None = None
    partial: bool = False
    titles: tuple[str, ...] = ()
    """The pages that its answer cited."""
    complaint: bool = False
    """Whether the answer was reported as wrong."""
    at: datetime


class Summary(Noun):
    """What a member of staff must know before reading on."""

    asked: tuple[Asked, ...]
    left_out: int = 0
    """Questions in between that are not in it."""
    reason: Reason


def summarise(messages: Iterable[Message], reason: Reason, reported: Iterable[str] = ()) -> Summary:
    """Every question with its outcome, none of them in other words; `reported` are answers."""
    complaints = set(reported)
    asked: list[Asked] = []
    for message in messages:
        if message.role is Role.USER:
            asked.append(Asked(text=shortened(message.text), at=message.at))
        elif message.answer and asked:
            asked[-1] = _answered(asked[-1], message.answer, complaints)
    if len(asked) <= MOST:
        return Summary(asked=tuple(asked), reason=reason)
    kept = (asked[0], *asked[1 - MOST :])
    return Summary(asked=kept, left_out=len(asked) - MOST, reason=reason)


def shortened(text: str) -> str:
    """The text on one line; of a long one its question, or else its beginning."""
    flat = " ".join(text.split())
    if len(flat) <= LONGEST:
        return flat
    questions = [one.strip() for one in _SENTENCE.findall(flat)]
    fitting = next((one for one in questions if 0 < len(one) <= LONGEST), "")
    return fitting or f"{flat[: LONGEST - 2].rsplit(' ', 1)[0]} …"


def _answered(asked: Asked, answer: Answer, complaints: set[str]) -> Asked:
    return Asked(
        text=asked.text,
        outcome=answer.outcome,
        partial=answer.completeness.value == "partial",
        titles=tuple(dict.fromkeys(one.title for one in answer.citations)),
        complaint=answer.id in complaints,
        at=asked.at,
    )
