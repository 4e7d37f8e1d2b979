"""How well a sentence of a passage answers one part of a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.writing.asking import Part
from assistant.writing.terms import Words, words_of
from ingest.domain import Hit, Passage, Span
from models.dutch import stems
from models.facts import kinds

LEAD, HEADING, TITLE, AROUND = 0.95, 0.9, 0.8, 0.4
"""What a word is worth where it stands: in the sentence itself it is worth 1."""
FIT, CUE, RELEVANCE, FOCUS, FIRST = 0.35, 0.15, 0.25, 0.15, 0.05
"""What else counts: a fact of the wanted kind, a heading that announces it, the passage's
relevance, a title about nothing else, and standing first."""
WORD_FIT = 0.6
"""A word such as `gratis` in place of a fact of the wanted kind."""


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
    found = [
        candidate
        for number, hit in enumerate(hits)
        for candidate in _sentences(
            part, number, hit, RELEVANCE * hit.score / top - age.get(hit.passage.url, 0)
        )
    ]
    return sorted(found, key=lambda candidate: -candidate.score)


def _sentences(part: Part, number: int, hit: Hit, standing: float) -> Iterable[Candidate]:
    passage = hit.passage
    heads = words_of(" ".join(passage.headings))
    title = words_of(passage.title)
    around = words_of(f"{passage.subject} {passage.opening} {passage.text}")
    fixed = standing + FOCUS * _focus(part, passage.title)
    fixed += CUE * bool(part.kind.headings & _cues(passage))
    for place, span in enumerate(passage.sentences):
        here, lead = words_of(passage.sentence(place)), words_of(span.lead)
        near = coverage = 0.0
        for term in part.terms:
            close = max(here.holds(term), LEAD * lead.holds(term), HEADING * heads.holds(term))
            far = max(TITLE * title.holds(term), AROUND * around.holds(term)) if close < 1 else 0
            near += term.weight * close
            coverage += term.weight * max(close, far)
        fit = _fit(part, passage, span, here)
        first = FIRST * (place == 0)
        yield Candidate(
            hit=number,
            span=place,
            score=coverage / part.weight + FIT * fit + fixed + first,
            coverage=coverage / part.weight,
            near=near / part.weight,
            fit=fit,
        )


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
