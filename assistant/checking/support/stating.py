"""Whether a line is a sentence about what it cites: words in a row can all be the source's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from assistant.checking.support.conditions import asks
from assistant.checking.support.fragments import is_nouns, is_verbless
from assistant.checking.support.nouns import Part, Reading, Word
from assistant.checking.support.rules import read_rules
from assistant.checking.support.vocabulary import Vocabulary, foreign, vocabulary

MARKS = (".", "!", "?", ":", ";", "\u2026")
QUOTES = "\"')\u2019\u201d"
RUN, ROUNDS = 3, 3
"""So many words in a row, said so many times: a model that goes round in circles."""
MOST_HEADED = 0.5
"""From more than this share of its words on, a sentence that only headings hold says nothing."""


def empty(text: str, written: Reading) -> str | None:
    """Why the line tells nothing even where the source says the same, or None.

    A question that begins with its verb may be the condition of the next line, and may stand.
    """
    ending = _ending(text)
    if ending == ":":
        return "announces what does not follow"
    words, rules = written.words, read_rules()
    if ending == "?" and not any(asks(words, place, rules) for place in _starts(words)):
        return "only asks"
    small = (word.part is Part.SMALL or word.folded in rules.free for word in words)
    return "says nothing" if all(small) else None


def _starts(words: Sequence[Word]) -> Iterable[int]:
    """Where each sentence begins."""
    return (
        place
        for place, word in enumerate(words)
        if not place or word.sentence != words[place - 1].sentence
    )


def unsaid(
    text: str, written: Reading, cited: Vocabulary, sources: Sequence[Reading], *, dutch: bool
) -> str | None:
    """Why the line says nothing of what it cites, or None; `dutch`: all that it cites is."""
    if word := _doubled(written.words, sources):
        return f"twice in a row: {word}"
    if words := _circling(written, sources):
        return f"again and again: {words}"
    content = [word for word in written.words if word.part is Part.CONTENT]
    headed = list(foreign(written, cited, vocabulary(())))
    if len(headed) > MOST_HEADED * len(content):
        return f"only in the headings: {', '.join(headed)}"
    return "no sentence" if _is_fragment(text, written.words, dutch=dutch) else None


def groundless(text: str, sources: Iterable[str]) -> str | None:
    """Why sources that only ask carry no statement, or None."""
    asked = all(_ending(source) == "?" for source in sources)
    return "rests on questions alone" if asked and _ending(text) != "?" else None


def _ending(text: str) -> str:
    return text.rstrip().rstrip(QUOTES)[-1:]


def _circling(written: Reading, sources: Iterable[Reading]) -> str | None:
    """The words that come back again and again, as they do in no source."""
    often, count = _most(written)
    return often if count > max((ROUNDS - 1, *(_most(one)[1] for one in sources))) else None


def _most(reading: Reading) -> tuple[str, int]:
    """The run of words that is said most often, and how often."""
    folded = [word.folded for word in reading.words]
    runs = Counter(" ".join(folded[place : place + RUN]) for place in range(len(folded) - RUN + 1))
    return max(runs.items(), key=lambda pair: pair[1], default=("", 0))


def _doubled(words: Sequence[Word], sources: Iterable[Reading]) -> str | None:
    """The word that is said twice in a row, as the sources do not."""
    known = {pair for source in sources for pair in _pairs(source.words)}
    found = (one for one, other in _pairs(words) if one == other and (one, other) not in known)
    return next(found, None)


def _pairs(words: Sequence[Word]) -> Iterable[tuple[str, str]]:
    return (
        (one.folded, other.folded)
        for one, other in pairwise(words)
        if one.part is Part.CONTENT and one.clause == other.clause
    )


def _is_fragment(text: str, words: Sequence[Word], *, dutch: bool) -> bool:
    """Whether it is no sentence; a full stop does not make it one."""
    return (dutch and is_verbless(words)) or (_ending(text) not in MARKS and is_nouns(words))
