"""In how many passages a term stands: what a question could score at most."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from zlib import compress, decompress, error

import numpy as np
from numpy.typing import NDArray

from ingest.library.batches import batches
from ingest.library.domain import EVERY_PASSAGE, GRAMS, WORDS, Engine, Vector, Where
from models.domain import SparseVector

PIECE = 1_000_000
"""Characters in one stored record."""
BATCH = 2000
Ids = NDArray[np.uint32]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Frequencies:
    """Ascending term ids, and in how many passages each stands."""

    ids: Ids = field(default_factory=lambda: np.empty(0, np.uint32))
    counts: Counts = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def of(cls, vectors: Iterable[SparseVector]) -> "Frequencies":
        """Count the terms of passages."""
        found = [np.asarray(vector.indices, np.uint32) for vector in vectors]
        ids, counts = np.unique(np.concatenate(found or [cls().ids]), return_counts=True)
        return cls(ids, counts.astype(np.int64))

    @classmethod
    def total(cls, parts: Sequence["Frequencies"], signs: Sequence[int]) -> "Frequencies":
        """Add the counts of all parts (sign 1), or take them off (-1); no count is below 1."""
        ids, places = np.unique(np.concatenate([part.ids for part in parts]), return_inverse=True)
        each = np.concatenate([sign * part.counts for part, sign in zip(parts, signs, strict=True)])
        counts = np.bincount(places, weights=each, minlength=len(ids)).astype(np.int64)
        return cls(ids[counts > 0], counts[counts > 0])

    def of_terms(self, wanted: Ids) -> Counts:
        """In how many passages each of the wanted terms stands."""
        if not len(self.ids):
            return np.zeros(len(wanted), np.int64)
        places = np.minimum(np.searchsorted(self.ids, wanted), len(self.ids) - 1)
        return np.where(self.ids[places] == wanted, self.counts[places], 0)


@dataclass(frozen=True)
class Lexicon:
    """Document frequencies of the words and of the grams over `passages` passages."""

    passages: int = 0
    words: Frequencies = field(default_factory=Frequencies)
    grams: Frequencies = field(default_factory=Frequencies)

    @classmethod
    def of(cls, vectors: Iterable[tuple[Vector, Vector]]) -> "Lexicon":
        """Count passages by their words vector and grams vector."""
        pairs = list(vectors)
        words = [one for one, _ in pairs if isinstance(one, SparseVector)]
        grams = [other for _, other in pairs if isinstance(other, SparseVector)]
        return cls(len(pairs), Frequencies.of(words), Frequencies.of(grams))

    def plus(self, others: Sequence["Lexicon"], sign: int = 1) -> "Lexicon":
        """Add the passages of the others, or with sign -1 take them off."""
        parts, signs = [self, *others], [1, *(sign for _ in others)]
        return Lexicon(
            max(0, self.passages + sign * sum(other.passages for other in others)),
            Frequencies.total([part.words for part in parts], signs),
            Frequencies.total([part.grams for part in parts], signs),
        )

    def weight(self, name: str, question: SparseVector) -> float:
        """The sum of the question's inverse document frequencies, an unknown term at the most.

        The same formula as the engine's: ln(1 + (N - n + 0.5) / (n + 0.5)).
        """
        return float(self._idf(name, np.asarray(question.indices, np.uint32)).sum())

    def rarity(self, question: SparseVector) -> float:
        """The summed inverse document frequency of a question's words, 1 for one in no passage."""
        return self.weight(WORDS, question) / float(np.log1p((self.passages + 0.5) / 0.5))

    def knows(self, words: SparseVector) -> bool:
        """Whether a passage has any of the words."""
        return bool(self.words.of_terms(np.asarray(words.indices, np.uint32)).any())

    def score(self, name: str, question: SparseVector, passage: SparseVector) -> float:
        """What the engine would give the passage for the question, were it in the library."""
        asked, held = (np.asarray(one.indices, np.uint32) for one in (question, passage))
        shared, mine, theirs = np.intersect1d(asked, held, return_indices=True)
        weights = np.asarray(question.values)[mine] * np.asarray(passage.values)[theirs]
        return float((self._idf(name, shared) * weights).sum())

    def _idf(self, name: str, terms: Ids) -> NDArray[np.float64]:
        known = {WORDS: self.words, GRAMS: self.grams}[name].of_terms(terms)
        idf: NDArray[np.float64] = np.log1p(
            np.maximum(self.passages - known + 0.5, 0.5) / (known + 0.5)
        )
        return idf

    def pieces(self) -> Iterator[str]:
        """As text to be stored, in pieces."""
        parts = [np.array([self.passages, len(self.words.ids)], np.int64).tobytes()]
        for terms in (self.words, self.grams):
            parts += [terms.ids.tobytes(), terms.counts.astype(np.uint32).tobytes()]
        text = b64encode(compress(b"".join(parts), 1)).decode()
        return (text[start : start + PIECE] for start in range(0, len(text), PIECE))

    @classmethod
    def read(cls, pieces: Iterable[str]) -> "Lexicon | None":
        """What `pieces` made; None when some are missing."""
        try:
            content = decompress(b64decode("".join(pieces)))
        except (ValueError, error):
            return None
        passages, count = (int(number) for number in np.frombuffer(content[:16], np.int64))
        numbers = np.frombuffer(content[16:], np.uint32)
        words, grams = numbers[: 2 * count], numbers[2 * count :]
        return cls(passages, _frequencies(words), _frequencies(grams))


def _frequencies(numbers: Ids) -> Frequencies:
    half = len(numbers) // 2
    return Frequencies(numbers[:half], numbers[half:].astype(np.int64))


class Lexicons:
    """The lexicon of a library: stored with it, kept in memory, counted anew where it is lost."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = Lock()
        self._stamp: int | None = None
        self._lexicon = Lexicon()

    def get(self, stamp: int, pieces: int) -> Lexicon:
        """The lexicon as it was stored under this stamp."""
        with self._reading:
            if stamp != self._stamp:
                self._lexicon, self._stamp = self._read(stamp, pieces), stamp
            return self._lexicon

    def forget(self) -> None:
        """Read it again at the next question."""
        with self._reading:
            self._stamp = None

    def store(self, lexicon: Lexicon, stamp: int) -> int:
        """Store it under a new stamp; returns in how many pieces."""
        number = 0
        for number, text in enumerate(lexicon.pieces(), start=1):
            self._engine.keep(f"lexicon-{number}", {"stamp": stamp, "text": text})
        return number

    def count(self, where: Where) -> Lexicon:
        """The lexicon of the passages that fit."""
        points = self._engine.scroll(where, (), (WORDS, GRAMS))
        return Lexicon().plus(
            [
                Lexicon.of((one.vectors[WORDS], one.vectors[GRAMS]) for one in batch)
                for batch in batches(points, BATCH)
            ]
        )

    def _read(self, stamp: int, pieces: int) -> Lexicon:
        if not stamp:
            return Lexicon()
        records = [self._engine.record(f"lexicon-{number + 1}") for number in range(pieces)]
        texts = [one["text"] for one in records if one and one["stamp"] == stamp]
        whole = Lexicon.read(texts) if len(texts) == pieces else None
        return whole or self.count(EVERY_PASSAGE)
