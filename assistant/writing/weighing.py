"""How well a sentence of a passage answers one part of a question."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from assistant.writing.asking import Part
from assistant.writing.kinds import OPEN, Kind
from assistant.writing.stated import WORD_FIT, says, states
from assistant.writing.surroundings import (
    ASIDE,
    Surroundings,
    Weighed,
    surroundings,
    weighted,
)
from assistant.writing.terms import Holding, Words, words_of
from ingest.domain import CELL, BlockKind, Hit, Passage, Span
from models.dutch import fold, stems

LEAD = 0.95
"""What a word in the lead of a list item or row is worth beside one in the sentence."""
FIT, CUE, RELEVANCE, FOCUS, FIRST = 0.35, 0.15, 0.25, 0.15, 0.05
"""What else counts: a fact of the wanted kind, a heading that announces it, the passage's
relevance, a title about nothing else, and standing first."""
ANSWERING, ABOUT = 0.2, 0.75
"""What standing first counts under a heading that asks the question, or is about so much of it."""
BESIDE = 0.4
"""What the sentences of a section such as `Contact` lose when it is not asked for."""
ASKS, SENDS, CURT, FEW = 0.3, 0.45, 0.2, 2
"""What a sentence loses that is itself a question, that sends the reader to another page, or that
is a mere word or two."""
HALF = 0.5
"""Of a heading that asks what something is, so many words are the question's."""
NEAR, ALOOF, HELD = 0.2, 0.7, 0.3
"""What the words that the sentence itself holds count for once more; and what a fact of the wanted
kind is worth in a sentence that holds none of them, growing to its full worth at `HELD`."""
BROKEN_OFF = ("…", "...")
"""How the text of a page ends where a list of pages shows its beginning; that is no sentence."""
_NOTE = re.compile(r"^\d{1,3}[.)]? ")
"""The number of a footnote."""


@dataclass(frozen=True)
class Candidate:
    """Sentence `span` of hit `hit`, weighed for one part of the question."""

    hit: int
    span: int
    score: float
    coverage: float
    """Share of the part's words that the sentence or its surroundings hold, from 0 to 1."""
    near: float
    """The same for the sentence with its lead and headings alone."""
    fit: float
    """1: holds a fact of the wanted kind; 0.6: a word for it; 0: neither."""
    lacking: tuple[str, ...] = ()
    """Words of the part that neither it nor its surroundings hold."""
    astray: bool = False
    """Whether it is about something else than a page's subject that the part names."""
    refers: bool = False
    """Whether it only sends the reader to another page."""


def weigh(
    part: Part, hits: Sequence[Hit], age: Mapping[str, float], kind_of: Callable[[str], Kind]
) -> list[Candidate]:
    """Every sentence of every hit, best first.

    `age` is what a page's sentences lose, `kind_of` what a heading asks, where it is a question.
    """
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    holding = Holding(part.terms)
    scales = _Scales(part, weighted(part, hits, holding), holding, kind_of)
    found: list[Candidate] = []
    for number, hit in enumerate(hits):
        standing = RELEVANCE * hit.score / top - age.get(hit.passage.url, 0)
        found += scales.sentences(number, hit.passage, standing)
    return sorted(found, key=lambda candidate: -candidate.score)


class _Held(NamedTuple):
    """What a sentence with its surroundings holds of the part's words; see `Candidate`."""

    coverage: float
    near: float
    lacking: tuple[str, ...]
    astray: bool


class _Scales:
    """Weighs sentences for one part; remembers what it found of titles and headings."""

    def __init__(
        self,
        part: Part,
        terms: list[Weighed],
        holding: Holding,
        kind_of: Callable[[str], Kind],
    ) -> None:
        self._part, self._terms, self._kind_of, self._holding = part, terms, kind_of, holding
        self._total = sum(known.weight for known in terms) or 1.0
        self._focuses: dict[str, float] = {}

    def sentences(self, number: int, passage: Passage, standing: float) -> Iterator[Candidate]:
        """The candidates of hit `number`; `standing` is what its page brings."""
        around = surroundings(passage, self._terms, self._holding)
        announced = self._announced(passage, around)
        fixed = standing + self._setting(passage)
        # Most sentences hold none of the words, and many others the same ones.
        held_of = cache(lambda close: self._held(close, around))
        for place, span in enumerate(passage.sentences):
            text = passage.sentence(place)
            if text.endswith(BROKEN_OFF):
                continue
            here, lead = words_of(text), words_of(led_by(passage, place) or span.lead)
            held = held_of(self._close(here, lead, around))
            fit = max(self._fit(text, span, here, lead), WORD_FIT * announced)
            order = max(0.0, ANSWERING - place * FIRST) if announced else FIRST * (place == 0)
            refers = self._refers(text, span.lead)
            yield Candidate(
                hit=number,
                span=place,
                score=held.coverage
                + NEAR * held.near
                + FIT * fit * (ALOOF + (1 - ALOOF) * min(1, held.near / HELD))
                + fixed
                + order
                - _loss(text, refers),
                coverage=held.coverage,
                near=held.near,
                fit=fit,
                lacking=held.lacking,
                astray=held.astray,
                refers=refers,
            )

    def _held(self, close: tuple[float, ...], around: Surroundings) -> _Held:
        held = list(map(max, close, around.beyond))
        return _Held(
            coverage=self._share(held),
            near=self._share(close),
            lacking=self._lacking(held),
            astray=self._astray(held),
        )

    def _close(self, here: Words, lead: Words, around: Surroundings) -> tuple[float, ...]:
        """What the sentence, its lead and its headings hold of each term."""
        own, led, nothing = self._holding(here), self._holding(lead), self._holding.nothing
        if own is led is nothing:
            return around.heading
        return tuple(
            max(within * max(held, LEAD * before), heading)
            for held, before, within, heading in zip(
                own, led, around.within, around.heading, strict=True
            )
        )

    def _share(self, held: Sequence[float]) -> float:
        pairs = zip(self._terms, held, strict=True)
        return sum(known.weight * share for known, share in pairs) / self._total

    def _lacking(self, held: Sequence[float]) -> tuple[str, ...]:
        pairs = zip(self._terms, held, strict=True)
        return tuple(known.term.word for known, share in pairs if not share and known.says)

    def _astray(self, held: Sequence[float]) -> bool:
        pairs = zip(self._terms, held, strict=True)
        return any(known.names and known.says and share <= ASIDE for known, share in pairs)

    def _setting(self, passage: Passage) -> float:
        """What the page and the section add to each of their sentences."""
        part, cues = self._part, _heading_stems(_headline(passage))
        announced = bool(part.kind.headings & cues)
        beside = bool(part.aside & cues) and not announced
        return FOCUS * self._focus(passage.title) + CUE * announced - BESIDE * beside

    def _announced(self, passage: Passage, around: Surroundings) -> bool:
        """Whether a heading asks the part's question, or is about its words and nothing else."""
        if not around.hold(self._terms):
            return False
        return any(self._announces(one) for one in {_headline(passage), passage.title})

    def _announces(self, headline: str) -> bool:
        """A question of another kind announces nothing, nor what something else is."""
        kind, asked, focus = self._part.kind, self._kind_of(headline), self._focus(headline)
        if kind is not OPEN and asked is kind:
            return not kind.defines or focus >= HALF
        return not kind.strict and focus >= ABOUT and OPEN in {kind, asked}

    def _focus(self, title: str) -> float:
        """The share of the title's words that the question is about."""
        if title not in self._focuses:
            words = words_of(title).words
            asked = [word for word in words if self._about(words_of(word))]
            self._focuses[title] = len(asked) / len(words) if words else 0.0
        return self._focuses[title]

    def _about(self, word: Words) -> bool:
        return any(self._holding(word))

    def _fit(self, text: str, span: Span, here: Words, lead: Words) -> float:
        kind = self._part.kind
        listed = kind.items and span.kind is BlockKind.ITEM
        if listed or states(kind, text, self._about):
            return 1.0
        return WORD_FIT if says(kind, here, lead.folded) else 0.0

    def _refers(self, text: str, lead: str) -> bool:
        begun = {fold(_NOTE.sub("", words).split(" ", 1)[0]) for words in (text, lead)}
        told = words_of(text if text.endswith(":") else lead).words
        return bool(begun & self._part.referrals or told & self._part.pages)


def _loss(text: str, refers: bool) -> float:
    if text.endswith("?"):
        return ASKS
    if len(text.split()) <= FEW and CELL not in text:
        return CURT
    return SENDS * refers


def led_by(passage: Passage, place: int) -> str:
    """The question that the sentence before asks, where this one answers it (`Spoed? Dan …`)."""
    spans = passage.sentences
    if not place or not spans[place].kind is spans[place - 1].kind is BlockKind.PROSE:
        return ""
    before = passage.sentence(place - 1)
    return before if before.endswith("?") else ""


def _headline(passage: Passage) -> str:
    return passage.headings[-1] if passage.headings else passage.title


@lru_cache(maxsize=8_192)
def _heading_stems(heading: str) -> frozenset[str]:
    return frozenset(words_of(heading).stems) | frozenset(stems(heading))
