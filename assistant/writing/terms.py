"""Words of a question and where a text holds them: stem, synonym, part of a compound, typo."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.dutch import fold, is_stop_word, stem, tokens

GENERIC_WEIGHT = 0.3
SHORTEST = 4
WRITTEN = 0.8
"""What a word is worth that pages write for the one that was asked."""
_DOUBLE = re.compile(r"([aeou])\1")
_TWICE = re.compile(r"([bfglmnprs])\1$")
COMPOUND = 5
"""A word of at least this many letters may be part of a compound."""
LONG, VERY_LONG = 7, 10
"""From these lengths on a word of the synonym list is known with one, and with two, errors."""
BEGIN = 2
SHARED = 7
"""Two compounds that share so many first letters are about the same thing, in part."""


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
    written: frozenset[str] = frozenset()
    """Stems of words that pages may write for it: nearly the same."""
    written_phrases: tuple[str, ...] = ()
    """The same, of more than one word: stems with a space between and around them."""


@dataclass(frozen=True, eq=False)
class Words:
    """A text as it is compared."""

    stems: frozenset[str]
    words: frozenset[str]
    folded: str
    stemmed: str = ""
    cores: frozenset[str] = frozenset()
    families: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Long words by how they begin (`^paspo`) and end (`poort$`): what a compound shares."""

    def holds(self, term: Term) -> float:
        """How surely the text is about `term`, from 0 to 1."""
        if term.stem in self.stems:
            return 1.0
        if self._same(term):
            return 0.95
        written = WRITTEN if self._writes(term) else 0.0
        if not self.families or len(term.word) < COMPOUND:
            return written
        kin = [word for end in _ends(term.word) for word in self.families.get(end, ())]
        return max((_compound(term.word, word) for word in kin), default=written) or written

    @property
    def long(self) -> Iterator[str]:
        """The words that are long enough to be a compound or one of its parts."""
        return (word for word in self.words if len(word) >= COMPOUND)

    def _same(self, term: Term) -> bool:
        by_word = not term.same.isdisjoint(self.stems) or core(term.word) in self.cores
        return by_word or _any_in(term.phrases, self.folded)

    def _writes(self, term: Term) -> bool:
        by_word = not term.written.isdisjoint(self.stems)
        return by_word or _any_in(term.written_phrases, self.stemmed)


@lru_cache(maxsize=100_000)
def core(word: str) -> str:
    """What the forms of a verb share: `spreken`, `spreekt` and `spreek` are all `sprek`.

    So are `bellen` and `bel`: both `bel`.
    """
    bare = _TWICE.sub(r"\1", stem(word))
    if len(bare) > SHORTEST and bare.endswith(("t", "d")):
        bare = bare[:-1]
    return _DOUBLE.sub(r"\1", bare).replace("v", "f").replace("z", "s")


def _compound(asked: str, found: str) -> float:
    """A found compound is about its part; a part that is found says less of the whole."""
    one, other = asked, found
    short, long = sorted((one, other), key=len)
    if len(short) >= COMPOUND and (long.endswith(short) or long.startswith(short)):
        return 0.8 if short == asked else 0.4
    shared = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(short)
    )
    return 0.6 if shared >= SHARED and shared >= 0.5 * len(short) else 0.0


@lru_cache(maxsize=32_768)
def words_of(text: str) -> Words:
    """`text` as it is compared; remembered, since the same passages are read over and over."""
    return words_asked(text)


def words_asked(text: str) -> Words:
    """The same, forgotten: for what somebody asks."""
    found = tokens(text)
    folded = [fold(token.text) for token in found]
    kept = frozenset(word for word in folded if not is_stop_word(word))
    return Words(
        stems=frozenset(token.stem for token in found),
        words=kept,
        folded=f" {' '.join(folded)} ",
        stemmed=f" {' '.join(token.stem for token in found)} ",
        cores=frozenset(core(word) for word in kept),
        families=_families(kept),
    )


@dataclass(frozen=True)
class Marks:
    """All terms of a question at once: tells quickly that a text holds none of them."""

    stems: frozenset[str]
    cores: frozenset[str]
    ends: frozenset[str]
    phrases: tuple[str, ...]
    written: tuple[str, ...]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Marks":
        """The marks of these terms."""
        listed = list(terms)
        return cls(
            stems=frozenset(s for t in listed for s in (t.stem, *t.same, *t.written)),
            cores=frozenset(core(term.word) for term in listed),
            ends=frozenset(end for t in listed if len(t.word) >= COMPOUND for end in _ends(t.word)),
            phrases=tuple(phrase for term in listed for phrase in term.phrases),
            written=tuple(phrase for term in listed for phrase in term.written_phrases),
        )

    def absent(self, words: Words) -> bool:
        """Whether `words` holds none of the terms."""
        return (
            self.stems.isdisjoint(words.stems)
            and self.cores.isdisjoint(words.cores)
            and self.ends.isdisjoint(words.families)
            and not _any_in(self.phrases, words.folded)
            and not _any_in(self.written, words.stemmed)
        )


def _any_in(phrases: tuple[str, ...], text: str) -> bool:
    """Mostly there are none, and this runs thousands of times for a question."""
    return bool(phrases) and any(phrase in text for phrase in phrases)


class Holding:
    """How surely texts are about each term of a question; one text is looked at once."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)
        self._marks = Marks.of(self._terms)
        self._found: dict[Words, tuple[float, ...]] = {}
        self.nothing = (0.0,) * len(self._terms)
        """What a text gives that holds none of them: this very tuple."""

    def __call__(self, words: Words) -> tuple[float, ...]:
        """One number per term, from 0 to 1."""
        found = self._found.get(words)
        if found is None:
            absent = self._marks.absent(words)
            found = self.nothing if absent else tuple(map(words.holds, self._terms))
            self._found[words] = found
        return found


@lru_cache(maxsize=32_768)
def _ends(word: str) -> tuple[str, str]:
    return f"^{word[:COMPOUND]}", f"{word[-COMPOUND:]}$"


def _families(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    families: dict[str, list[str]] = {}
    for word in words:
        if len(word) >= COMPOUND:
            for end in _ends(word):
                families.setdefault(end, []).append(word)
    return {end: tuple(kin) for end, kin in families.items()}


def misspelt(term: Term, vocabulary: Sequence[str]) -> Term:
    """`term` with the word of `vocabulary` that was meant beside it, where it is a likely typo."""
    found = meant(term.word, vocabulary) if len(term.word) >= COMPOUND else None
    if found is None:
        return term
    same = term.same | {tokens(found)[0].stem}
    return replace(term, same=same)


def meant(word: str, vocabulary: Sequence[str]) -> str | None:
    """The word that differs by one typing error, or by two in a long word (OSA distance).

    It begins with the same letters: `inschrijven` is no misspelling of `uitschrijven`.
    """
    errors = 2 if len(word) >= VERY_LONG else 1
    alike = [other for other in vocabulary if other[:BEGIN] == word[:BEGIN]]
    best = process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=errors)
    return str(best[0]) if best else None
