"""Conditions that no word of their own says: `Bent u ziek? Dan …`, `Bent u ziek, dan …`, a row."""

from collections.abc import Iterator, Sequence

from assistant.checking.support.nouns import Operator, Word
from assistant.checking.support.rules import Rules, read_rules

THEN = "dan"
REACH = 3
"""Words before `dan` where it goes on from the sentence before (`Bel ons dan`)."""


def implied(words: Sequence[Word], text: str) -> Iterator[Operator]:
    """The conditions that the order of words, a question or a row sets."""
    rules = read_rules()
    if not words:
        return
    ending = text.rstrip()[-1:]
    if ending not in {".", "!"} or (asks(words, 0, rules) and ending == "?"):
        yield Operator("if", 0, 0, optional=True)
    for place, word in enumerate(words):
        if word.folded != THEN or _compares(words, place):
            continue
        start = _clause_before(words, place)
        if start is not None and asks(words, start, rules):
            yield Operator("if", start, start)
        elif place <= REACH and word.clause == words[0].clause:
            yield Operator("then", place, place + 1)


def asks(words: Sequence[Word], place: int, rules: Rules) -> bool:
    """Whether a clause begins with its verb: `hebt u`, `is uw pas`."""
    small = rules.subjects | rules.determiners | rules.prepositions | rules.clauses
    begun = words[place : place + 2]
    subject = rules.subjects | rules.determiners
    return len(begun) > 1 and begun[0].folded not in small and begun[1].folded in subject


def _compares(words: Sequence[Word], place: int) -> bool:
    """Whether `dan` is that of `meer dan` or `dan wel`."""
    before = words[place - 1].folded if place else ""
    after = words[place + 1].folded if place + 1 < len(words) else ""
    return before.endswith("er") or before in {"anders", "even"} or after in {"wel", "ook"}


def _clause_before(words: Sequence[Word], place: int) -> int | None:
    """Where the clause begins before the one that `place` begins, behind its `en`."""
    begun = _start(words, place)
    if not begun or place - begun > REACH:
        return None
    start = _start(words, begun - 1)
    return start + (words[start].folded in {"en", "and"})


def _start(words: Sequence[Word], place: int) -> int:
    """Where the clause of `place` begins."""
    clause = words[place].clause
    return next(n for n, word in enumerate(words) if word.clause == clause)
