"""How well a sentence of a passage answers one part of a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.writing.asking import Part
from assistant.writing.terms import Term, Words, words_of
from ingest.domain import CELL, BlockKind, Hit, Passage, Span
from models.dutch import fold, stems
from models.facts import kinds

LEAD, HEADING, TITLE, AROUND, ASIDE = 0.95, 0.9, 0.85, 0.6, 0.25
"""What a word is worth where it stands: in the sentence itself it is worth 1. A word that is some
page's title is worth least where another page mentions it in passing (`ASIDE`)."""
FIT, CUE, RELEVANCE, FOCUS, FIRST = 0.35, 0.15, 0.25, 0.15, 0.05
"""What else counts: a fact of the wanted kind, a heading that announces it, the passage's
relevance, a title about nothing else, and standing first."""
BESIDE = 0.4
"""What the sentences of a section such as `Contact` lose when it is not asked for."""
ASKS, SENDS, CURT = 0.3, 0.45, 0.2
"""What a sentence loses that is itself a question, that sends the reader to another
page, or that is a mere word or two."""
FEW = 2
WORD_FIT = 0.6
"""A word such as `gratis` in place of a fact of the wanted kind."""
WEAK = 0.5
"""Below this a text hardly holds a word."""
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


def weigh(part: Part, hits: Sequence[Hit], age: Mapping[str, float]) -> list[Candidate]:
    """Every sentence of every hit, best first; `age` is what a page's sentences lose."""
    top = max((hit.score for hit in hits), default=1.0) or 1.0
    terms = _weighted(part, hits)
    found = [
        candidate
        for number, hit in enumerate(hits)
        for candidate in _sentences(
            part, terms, number, hit, RELEVANCE * hit.score / top - age.get(hit.passage.url, 0)
        )
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _weighted(part: Part, hits: Sequence[Hit]) -> list[tuple[Term, float, float]]:
    """The terms with their weight among these hits, and what they are worth in passing."""
    texts = [words_of(f"{hit.passage.title} {hit.passage.text}") for hit in hits]
    titles = [words_of(title) for title in {hit.passage.title for hit in hits}]
    weighted = []
    for term in part.terms:
        share = sum(text.holds(term) > WEAK for text in texts) / max(1, len(texts))
        names = any(title.holds(term) > WEAK for title in titles)
        weight = term.weight * (1 + RARITY * (1 - share) * (share > 0))
        weighted.append((term, weight, ASIDE if names else AROUND))
    return weighted


def _sentences(
    part: Part, terms: list[tuple[Term, float, float]], number: int, hit: Hit, standing: float
) -> Iterable[Candidate]:
    passage = hit.passage
    heads = words_of(" ".join(passage.headings))
    title = words_of(passage.title)
    around = words_of(f"{passage.subject} {passage.opening} {passage.text}")
    total = sum(weight for _, weight, _ in terms) or 1.0
    fixed = standing + FOCUS * _focus(part, passage.title)
    cues = _cues(passage)
    fixed += CUE * bool(part.kind.headings & cues)
    fixed -= BESIDE * bool(part.aside & cues and not part.kind.headings & cues)
    for place, span in enumerate(passage.sentences):
        text = passage.sentence(place)
        here, lead = words_of(text), words_of(led_by(passage, place) or span.lead)
        near = coverage = 0.0
        for term, weight, passing in terms:
            close = max(here.holds(term), LEAD * lead.holds(term), HEADING * heads.holds(term))
            far = max(TITLE * title.holds(term), passing * around.holds(term)) if close < 1 else 0
            near += weight * close
            coverage += weight * max(close, far)
        fit = _fit(part, passage, span, here)
        yield Candidate(
            hit=number,
            span=place,
            score=coverage / total + FIT * fit + fixed + FIRST * (place == 0) - _loss(part, text),
            coverage=coverage / total,
            near=near / total,
            fit=fit,
        )


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
    if part.kind.facts and kinds(passage.text[span.start : span.end]) & part.kind.facts:
        return 1.0
    return WORD_FIT if part.kind.words & here.words else 0.0


def _focus(part: Part, title: str) -> float:
    """The share of the title's words that the question is about."""
    words = _title_words(title)
    held = sum(1 for word in words if any(words_of(word).holds(term) for term in part.terms))
    return held / len(words) if words else 0.0


@lru_cache(maxsize=8_192)
def _title_words(title: str) -> tuple[str, ...]:
    return tuple(words_of(title).words)


def _cues(passage: Passage) -> frozenset[str]:
    last = passage.headings[-1] if passage.headings else passage.title
    return _heading_stems(last)


@lru_cache(maxsize=8_192)
def _heading_stems(heading: str) -> frozenset[str]:
    return frozenset(words_of(heading).stems) | frozenset(stems(heading))
