"""How sure it is that a sentence answers: it may be shown, it stands out, or it only comes near."""

from collections.abc import Iterable, Sequence

from assistant.draft import Sentence
from assistant.writing.asking import Part
from assistant.writing.kinds import OPEN
from assistant.writing.stated import says
from assistant.writing.terms import words_of
from assistant.writing.weighing import Candidate
from ingest.domain import Hit
from models.dutch import fold
from models.facts import kinds, values

COVERED = 0.58
"""A sentence below this coverage does not answer the part."""
NEAR = 0.25
"""It must hold at least this much of the part itself, or in its lead and headings …"""
STATED = 0.65
"""… unless it states the kind of fact that is asked for, on a page that is so much about it."""
FULL = 0.9
CLEAR = 0.15
"""Where a sentence holds nearly all that is asked it surely is the answer, and where it beats by so
much what stands elsewhere."""
MOST = 0.67
"""What holds less of the question lacks something that it is about."""
_DENIES = frozenset(["geen", "niet", "no", "not"])
SAME = 0.8
"""Two sentences that share so many of their words say the same."""
DECIDING = frozenset({"rule", "need", "measure", "define", "amount", "period", "time"})
"""Kinds of question that "lees ook …" does not answer."""


def answers(part: Part, candidate: Candidate) -> bool:
    """Whether the sentence may be shown for this part of the question."""
    if candidate.astray or (part.kind.strict and not candidate.fit):
        return False
    if candidate.refers and part.kind.name in DECIDING:
        return False
    stated = candidate.fit == 1 and candidate.coverage >= STATED
    return candidate.coverage >= COVERED and (candidate.near >= NEAR or stated)


def tells(part: Part, candidate: Candidate) -> bool:
    """Whether it is worth showing where nothing surely answers.

    What only sends the reader elsewhere is not, nor a sentence without the amount or the date that
    is asked for, nor one that holds no word of the question.
    """
    lacks = candidate.refers or (part.kind.strict and not candidate.fit)
    return candidate.near > 0 and not lacks


def stands_out(
    best: Candidate, found: Iterable[Candidate], quotes: Sequence[Sentence], hits: Sequence[Hit]
) -> bool:
    """Whether what answers best states all that is asked, or nothing elsewhere nearly does.

    What is quoted too is no rival, nor what says the same.
    """
    if best.fit == 1 and min(best.coverage, best.near) >= FULL:
        return True
    quoted = {hit for quote in quotes for hit, _ in quote.cited}
    said = _said(best, hits)
    rivals = (
        rival for rival in found if rival.hit not in quoted and not _same(said, _said(rival, hits))
    )
    rival = next(rivals, None)
    if rival is None:
        return True
    elsewhere = hits[rival.hit].passage.url != hits[best.hit].passage.url and not rival.astray
    as_much = elsewhere and rival.near >= best.near > 0 and rival.fit >= best.fit
    return best.score - rival.score >= CLEAR and not as_much


def conditional(
    part: Part, best: Candidate, quotes: Sequence[Sentence], hits: Sequence[Hit]
) -> bool:
    """Whether its page has conditions under a heading of their own that are not quoted.

    What one may or has a right to can't be told without them; what one may not, can.
    """
    denied = not _DENIES.isdisjoint(fold(_said(best, hits)).split())
    if part.kind.name != "rule" or denied:
        return False
    quoted = {hit for quote in quotes for hit, _ in quote.cited}
    return any(
        place not in quoted
        and hit.passage.url == hits[best.hit].passage.url
        and hit.passage.headings
        and not words_of(hit.passage.headings[-1]).stems.isdisjoint(part.conditions)
        for place, hit in enumerate(hits)
    )


def leaves_out(best: Candidate, found: Iterable[Candidate]) -> bool:
    """Whether a weighty word of the question, which it and its page lack, stands elsewhere.

    Then it may be about something else: fires on the beach where dogs are asked about.
    """
    missing = set(best.lacking) if best.coverage < MOST else set()
    return any(missing.difference(other.lacking) for other in found)


def settles(part: Part, best: Candidate, quotes: Iterable[Sentence]) -> bool:
    """Whether it says the kind of thing that is asked, such as a definition or a way to do it.

    What may or must be done is often said without a word for it; an amount or a date stands in what
    is quoted, whatever the heading above it promises.
    """
    if part.kind.strict:
        told = [quote.text for quote in quotes]
        stated = any(part.kind.facts & kinds(text) for text in told)
        return stated or any(says(part.kind, words_of(text)) for text in told)
    return part.kind is OPEN or part.kind.name == "rule" or best.fit > 0


def _said(candidate: Candidate, hits: Sequence[Hit]) -> str:
    return hits[candidate.hit].passage.sentence(candidate.span)


def _same(one: str, other: str) -> bool:
    """Whether two sentences say the same: the same facts, or nearly the same words."""
    if values(one) and values(one) == values(other):
        return True
    words, others = words_of(one).words, words_of(other).words
    return len(words & others) >= SAME * max(1, len(words | others))
