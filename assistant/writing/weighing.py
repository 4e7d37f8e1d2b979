"""How well a sentence of a passage answers one part of a question."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.writing.asking import OPEN, Kind, Part
from assistant.writing.terms import Term, Words, words_of
from ingest.domain import CELL, BlockKind, Hit, Passage, Span
from models.dutch import fold, stems
from models.facts import kinds

LEAD, HEADING, TITLE, AROUND, ASIDE, MENTION = 0.95, 0.95, 0.9, 0.6, 0.25, 0.75
"""What a word is worth where it stands: in the sentence itself it is worth 1. A word that is some
page's title is worth less where another page mentions it in passing (`ASIDE`, `MENTION`)."""
FIT, CUE, RELEVANCE, FOCUS, FIRST = 0.35, 0.15, 0.25, 0.15, 0.05
"""What else counts: a fact of the wanted kind, a heading that announces it, the passage's
relevance, a title about nothing else, and standing first."""
BESIDE = 0.4
"""What the sentences of a section such as `Contact` lose when it is not asked for."""
ASKS, SENDS, CURT = 0.3, 0.45, 0.2
"""What a sentence loses that is itself a question, that sends the reader to another
page, or that is a mere word or two."""
FEW = 2
ANSWERING, HELD, ABOUT = 0.2, 0.7, 0.75
WORD_FIT = 0.6
"""A word such as `gratis` in place of a fact of the wanted kind."""
WEAK = 0.5
"""Below this a text hardly holds a word."""
_NAME = re.compile(r"\b[A-Z][a-z]+ (?:[a-z]{2,4} ){0,2}[A-Z][a-z]+")
UNKNOWN = 0.5
"""How much more a word counts that none of them holds."""
RARITY = 1.0
"""How much more a word counts that few of the passages hold."""


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


@dataclass(frozen=True)
class _Weighed:
    """A term with its weight among these hits; `names` says that it is some page's title."""

    term: Term
    weight: float
    names: bool


def weigh(
    part: Part, hits: Sequence[Hit], age: Mapping[str, float], kind_of: Callable[[str], Kind]
) -> list[Candidate]:
    """Every sentence of every hit, best first.

    `age` is what a page's sentences lose, `kind_of` what a heading asks, where it is a question.
    """
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    terms = _weighted(part, hits)
    found: list[Candidate] = []
    for number, hit in enumerate(hits):
        passage = hit.passage
        around = _surroundings(passage, terms)
        fixed = RELEVANCE * hit.score / top - age.get(passage.url, 0) + _setting(part, passage)
        headlines = {_headline(passage), passage.title}
        asked = any(_announces(part, headline, kind_of) for headline in headlines)
        if asked and around.holds(terms):
            around = replace(around, announced=True)
        found += _sentences(part, terms, (number, passage), around, fixed)
    return sorted(found, key=lambda candidate: -candidate.score)


def _weighted(part: Part, hits: Sequence[Hit]) -> list[_Weighed]:
    texts = [words_of(f"{hit.passage.title} {hit.passage.text}") for hit in hits]
    titles = [words_of(title) for title in {hit.passage.title for hit in hits}]
    weighted = []
    for term in part.terms:
        share = sum(text.holds(term) > WEAK for text in texts) / max(1, len(texts))
        names = any(title.holds(term) > WEAK for title in titles)
        rare = RARITY * (1 - share) if share else UNKNOWN
        weighted.append(_Weighed(term, term.weight * (1 + rare), names))
    return weighted


@dataclass(frozen=True)
class _Surroundings:
    """What a passage says of each term around its sentences."""

    heading: tuple[float, ...]
    beyond: tuple[float, ...]
    """In its title, or elsewhere on it."""
    within: tuple[float, ...]
    """What a mention in a sentence is worth: less where another page is about the term."""
    announced: bool = False
    """Whether the heading asks the very question."""

    def holds(self, terms: Sequence[_Weighed]) -> bool:
        """Whether title and headings hold every word that says something."""
        held = [max(pair) for pair in zip(self.heading, self.beyond, strict=True)]
        pairs = zip(terms, held, strict=True)
        return all(share >= HELD for known, share in pairs if known.term.weight >= 1)


def _surroundings(passage: Passage, terms: Sequence[_Weighed]) -> _Surroundings:
    heads = words_of(" ".join(passage.headings))
    title = words_of(passage.title)
    around = words_of(f"{passage.subject} {passage.opening} {passage.text}")
    heading, beyond, within = [], [], []
    for known in terms:
        above, named = heads.holds(known.term), title.holds(known.term)
        passing = ASIDE if known.names else AROUND
        heading.append(HEADING * above)
        beyond.append(max(TITLE * named, passing * around.holds(known.term)))
        within.append(MENTION if known.names and max(above, named) < WEAK else 1.0)
    return _Surroundings(tuple(heading), tuple(beyond), tuple(within))


def _setting(part: Part, passage: Passage) -> float:
    """What the page and the section add to each of their sentences."""
    cues = _heading_stems(_headline(passage))
    announced = bool(part.kind.headings & cues)
    beside = bool(part.aside & cues) and not announced
    return FOCUS * _focus(part, passage.title) + CUE * announced - BESIDE * beside


def _sentences(
    part: Part,
    terms: list[_Weighed],
    found: tuple[int, Passage],
    around: _Surroundings,
    fixed: float,
) -> Iterable[Candidate]:
    number, passage = found
    total = sum(known.weight for known in terms) or 1.0
    for place, span in enumerate(passage.sentences):
        text = passage.sentence(place)
        here, lead = words_of(text), words_of(led_by(passage, place) or span.lead)
        close = [
            max(
                within * max(here.holds(known.term), LEAD * lead.holds(known.term)),
                heading,
            )
            for known, within, heading in zip(terms, around.within, around.heading, strict=True)
        ]
        held = [max(pair) for pair in zip(close, around.beyond, strict=True)]
        coverage = sum(t.weight * h for t, h in zip(terms, held, strict=True)) / total
        fit = max(_fit(part, passage, span, here), WORD_FIT * around.announced)
        yield Candidate(
            hit=number,
            span=place,
            score=coverage + FIT * fit + fixed + _order(around, place) - _loss(part, text),
            coverage=coverage,
            near=sum(t.weight * c for t, c in zip(terms, close, strict=True)) / total,
            fit=fit,
            lacking=tuple(
                t.term.word
                for t, h in zip(terms, held, strict=True)
                if not h and t.term.weight >= 1
            ),
        )


def _order(around: _Surroundings, place: int) -> float:
    """A section begins with what it is about, the more so when its heading asks for it."""
    if around.announced:
        return max(0.0, ANSWERING - place * FIRST)
    return FIRST * (place == 0)


def _lacking(terms: list[_Weighed], held: list[float]) -> tuple[str, ...]:
    pairs = zip(terms, held, strict=True)
    return tuple(known.term.word for known, share in pairs if not share and known.term.weight >= 1)


def _astray(terms: list[_Weighed], held: list[float]) -> bool:
    pairs = zip(terms, held, strict=True)
    return any(known.names and known.term.weight >= 1 and share < ASIDE for known, share in pairs)


def led_by(passage: Passage, place: int) -> str:
    """The question that the sentence before asks, where this one answers it (`Spoed? Dan …`)."""
    spans = passage.sentences
    if not place or not spans[place].kind is spans[place - 1].kind is BlockKind.PROSE:
        return ""
    before = passage.sentence(place - 1)
    return before if before.endswith("?") else ""


def _loss(part: Part, text: str) -> float:
    if text.endswith("?"):
        return ASKS
    if len(text.split()) <= FEW and CELL not in text:
        return CURT
    return SENDS if fold(text.split(" ", 1)[0]) in part.referrals else 0.0


def _fit(part: Part, passage: Passage, span: Span, here: Words) -> float:
    text = passage.text[span.start : span.end]
    kind = part.kind
    stated = kind.facts and kinds(text) & kind.facts
    listed = kind.items and span.kind is BlockKind.ITEM
    named = kind.names and _NAME.search(text)
    if stated or listed or named:
        return 1.0
    return WORD_FIT if kind.words & here.words else 0.0


def _focus(part: Part, title: str) -> float:
    """The share of the title's words that the question is about."""
    words = _title_words(title)
    held = sum(1 for word in words if any(words_of(word).holds(term) for term in part.terms))
    return held / len(words) if words else 0.0


@lru_cache(maxsize=8_192)
def _title_words(title: str) -> tuple[str, ...]:
    return tuple(words_of(title).words)


def _announces(part: Part, headline: str, kind_of: Callable[[str], Kind]) -> bool:
    """Whether a heading asks the part's question, or is about its words and nothing else."""
    if part.kind is not OPEN and kind_of(headline) is part.kind:
        return True
    return not part.kind.strict and _focus(part, headline) >= ABOUT


def _headline(passage: Passage) -> str:
    return passage.headings[-1] if passage.headings else passage.title


@lru_cache(maxsize=8_192)
def _heading_stems(heading: str) -> frozenset[str]:
    return frozenset(words_of(heading).stems) | frozenset(stems(heading))
