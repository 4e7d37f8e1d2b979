"""Words of a question and where a text holds them: stem, synonym, part of a compound, typo."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

from models.dutch import fold, is_stop_word, tokens

GENERIC_WEIGHT = 0.3
COMPOUND = 5
"""A word of at least this many letters may be part of a compound."""
SHARED = 7
"""Two compounds that share so many first letters are about the same thing, in part."""
ALIKE = 84
"""Similarity (0 to 100, normalised indel distance) above which a word is a misspelling."""


@dataclass(frozen=True)
class Term:
    """One content word of a question: how much it says, and what counts as the same."""

    word: str
    stem: str
    weight: float
    same: frozenset[str] = frozenset()
    """Stems of one-word synonyms."""
    phrases: tuple[str, ...] = ()
    """Folded synonyms of more than one word."""


@dataclass(frozen=True)
class Words:
    """A text as it is compared."""

    stems: frozenset[str]
    words: frozenset[str]
    folded: str
    long: tuple[str, ...] = field(default=())

    def holds(self, term: Term) -> float:
        """How surely the text is about `term`, from 0 to 1."""
        if term.stem in self.stems:
            return 1.0
        if not term.same.isdisjoint(self.stems) or any(p in self.folded for p in term.phrases):
            return 0.95
        if len(term.word) < COMPOUND:
            return 0.0
        return max((_compound(term.word, word) for word in self.long), default=0.0)


def _compound(one: str, other: str) -> float:
    short, long = sorted((one, other), key=len)
    if len(short) >= COMPOUND and (long.endswith(short) or long.startswith(short)):
        return 0.8
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(short)
    )
    return 0.6 if shared >= SHARED and shared >= 0.5 * len(short) else 0.0


@lru_cache(maxsize=32_768)
def words_of(text: str) -> Words:
    """`text` as it is compared; remembered, since the same passages are read over and over."""
    found = tokens(text)
    folded = [fold(token.text) for token in found]
    kept = frozenset(word for word in folded if not is_stop_word(word))
    return Words(
        stems=frozenset(token.stem for token in found),
        words=kept,
        folded=f" {' '.join(folded)} ",
        long=tuple(word for word in kept if len(word) >= COMPOUND),
    )


class Synonyms:
    """Groups of words that count as the same when a question meets a text."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._groups = [tuple(" ".join(fold(name).split()) for name in group) for group in groups]
        self._stems = [
            frozenset(tokens(name)[0].stem for name in group if len(tokens(name)) == 1)
            for group in self._groups
        ]
        self._phrases = [
            tuple(f" {_spaced(name)} " for name in group if len(tokens(name)) > 1)
            for group in self._groups
        ]

    def of_phrase(self, folded: str) -> list[tuple[str, int]]:
        """The phrases that stand in a folded text, longest first, each with its group."""
        found = [
            (phrase, group)
            for group, phrases in enumerate(self._phrases)
            for phrase in phrases
            if phrase in folded
        ]
        return sorted(found, key=lambda pair: -len(pair[0]))

    def of_stem(self, stem: str) -> list[int]:
        """The groups that a word belongs to."""
        return [group for group, stems in enumerate(self._stems) if stem in stems]

    def same(self, groups: Iterable[int]) -> tuple[frozenset[str], tuple[str, ...]]:
        """All stems and all phrases of these groups."""
        chosen = list(groups)
        stems = frozenset(stem for group in chosen for stem in self._stems[group])
        return stems, tuple(phrase for group in chosen for phrase in self._phrases[group])

    def names(self, groups: Iterable[int]) -> list[str]:
        """All names of these groups, to search with."""
        return [name for group in groups for name in self._groups[group]]


def _spaced(name: str) -> str:
    return " ".join(fold(token.text) for token in tokens(name))


def misspelt(term: Term, vocabulary: Sequence[str]) -> Term:
    """`term` with the most similar word of `vocabulary` as a synonym, where it is a likely typo."""
    if len(term.word) < COMPOUND:
        return term
    best = process.extractOne(term.word, vocabulary, scorer=fuzz.ratio, score_cutoff=ALIKE)
    if best is None:
        return term
    stem = tokens(best[0])[0].stem
    return Term(term.word, term.stem, term.weight, term.same | {stem}, term.phrases)
