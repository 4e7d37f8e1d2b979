"""Dutch words and character 5-grams as weighted sparse vectors, without a dictionary or weights.

Field weights and BM25 (Robertson & Zaragoza 2009, BM25F) are applied here; the library's engine
multiplies by the inverse document frequency. English text goes through the same rules.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from Stemmer import Stemmer

from models.domain import SparseVector
from models.folding import fold as fold
from models.scanned import mended
from models.stopwords import DUTCH, ENGLISH

STOP_WORDS = DUTCH | ENGLISH
STEMMER = "dutch_porter"
GRAM = 5
Ids = NDArray[np.uint32]
NOTHING: Ids = np.empty(0, np.uint32)
RULES = 2
"""Raise this when what becomes a token, a stem or a gram changes."""


class Bm25(NamedTuple):
    """Saturation `k1`, length normalisation `b`, and the usual weighted length in terms."""

    k1: float
    b: float
    usual: float

    @property
    def most(self) -> float:
        """What the weight of a term comes near to, however often it stands there."""
        return self.k1 + 1

    def norm(self, length: float) -> float:
        """What the weighted count of a term is compared with in a passage of this length."""
        return self.k1 * (1 - self.b + self.b * length / self.usual)


WORDS = Bm25(k1=1.2, b=0.75, usual=120.0)
GRAMS = Bm25(k1=1.2, b=0.75, usual=600.0)
"""Chosen, as the field weights are, on real questions: `make bench-retrieval` has them all."""
FIELD_WEIGHTS = {"title": 8.0, "headings": 4.0, "subject": 1.0, "text": 1.0}


@dataclass(frozen=True, slots=True)
class Fields:
    """The parts of a passage that are indexed, each with its own weight."""

    title: str = ""
    headings: str = ""
    subject: str = ""
    text: str = ""


class Token(NamedTuple):
    """A word, number or reference at `start` to `end` of a text; `stem` is what is compared."""

    text: str
    start: int
    end: int
    stem: str


class Term(NamedTuple):
    """What one token adds to the vectors: ids of whole words or stems, and ids of 5-grams."""

    words: Ids
    grams: Ids


_TOKEN = re.compile(
    r"""\b(?:artikel(?:en)?|art\.|article)\s{1,3}(?P<article>\d+[a-z]?(?:[.:]\d+)*(?:\.?[a-z]\b)?)
      | (?P<postcode>\b[1-9]\d{3}\s?(?-i:[A-Z]{2})\b)
      | (?P<amount>(?:€|\bEUR\b)\s{0,3}\d+(?:\.\d+)*(?:,\d{1,2}|,-)?)
      | (?P<number>\b\d+(?:[.,:/-]\d+)*(?:\.[a-z]\b)?(?![^\W_]))
      | (?P<word>(?:\b[^\W\d_]-(?=[^\W\d_]{2}))?[^\W_]+(?:['\u2019][^\W_]+)*)""",
    re.VERBOSE | re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_stemmer = Stemmer(STEMMER)
_stemming = Lock()  # a Stemmer keeps state between calls


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one word; a word with a digit in it stays as it is."""
    folded = _bare(word)
    if any(letter.isdigit() for letter in folded):
        return folded
    with _stemming:
        return str(_stemmer.stemWord(folded))


def number(text: str) -> str:
    """An amount or number as it is compared: `€ 1.000,00` and `1000` are the same."""
    bare = text.lower().removeprefix("eur").strip(" €\u00a0\t\n.")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    return bare.removesuffix(",-").removesuffix(",00")


def is_stop_word(word: str) -> bool:
    """Whether a word says nothing about what a text is about."""
    return fold(word) in STOP_WORDS


def tokens(text: str) -> list[Token]:
    """All words, numbers and references of a text in order, stop words included."""
    return [
        Token(match.group(), match.start(), match.end(), _stem(match.lastgroup, match.group()))
        for match in _TOKEN.finditer(mended(text))
    ]


def words(text: str) -> list[str]:
    """The folded words of a text, in order, without stop words."""
    return [fold(found) for _, found in _content(text)]


def stems(text: str) -> list[str]:
    """The stems of a text, in order, without stop words."""
    return [_stem(kind, found) for kind, found in _content(text)]


def passage_vectors(fields: Fields) -> tuple[SparseVector, SparseVector]:
    """The words vector and the 5-grams vector of a passage, both without document frequencies."""
    times: dict[tuple[str, str], float] = {}
    for name, weight in FIELD_WEIGHTS.items():
        for found, count in _counted(getattr(fields, name)):
            times[found] = times.get(found, 0.0) + weight * count
    terms = [_term(*found) for found in times]
    counts = np.fromiter(times.values(), float, len(times))
    return (
        _weighted([term.words for term in terms], counts, WORDS),
        _weighted([term.grams for term in terms], counts, GRAMS),
    )


def query_vectors(text: str) -> tuple[SparseVector, SparseVector]:
    """The words vector and the 5-grams vector of a question: 1 for every term it has."""
    terms = [_term(*found) for found in map(_found, _TOKEN.finditer(mended(text)))]
    return _ones([term.words for term in terms]), _ones([term.grams for term in terms])


def term_id(term: str) -> int:
    """A stable unsigned 32-bit number for a stem or a gram."""
    return crc32(term.encode())


def _content(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of every token that is not a stop word."""
    for kind, found in map(_found, _TOKEN.finditer(mended(text))):
        if not is_stop_word(found):
            yield kind, found


@lru_cache(maxsize=64)  # the passages of a page share all fields but one
def _counted(text: str) -> list[tuple[tuple[str, str], int]]:
    return list(Counter(map(_found, _TOKEN.finditer(mended(text)))).items())


def _found(match: re.Match[str]) -> tuple[str, str]:
    """Kind and text of a token."""
    return match.lastgroup or "", match.group()


@lru_cache(maxsize=300_000)
def _stem(kind: str | None, found: str) -> str:
    if kind == "word":
        return stem(found)
    if kind == "article":
        return "artikel " + fold(found).split(None, 1)[1]
    if kind == "postcode":
        return "".join(fold(found).split())
    return number(found)


@lru_cache(maxsize=300_000)
def _term(kind: str, found: str) -> Term:
    """A reference of several parts is found whole and by each part; a stop word adds nothing."""
    if is_stop_word(found):
        return Term(NOTHING, NOTHING)
    whole = _stem(kind, found)
    parts = fold(found).split() if kind in {"article", "postcode"} else []
    by_word = dict.fromkeys([whole, *(stem(part) for part in parts)])
    by_gram = dict.fromkeys(
        gram
        for part in parts or [_bare(found) if kind == "word" else whole]
        for gram in _grams(part)
    )
    return Term(_ids(by_word), _ids(by_gram))


def _ids(terms: Iterable[str]) -> Ids:
    return np.fromiter(map(term_id, terms), np.uint32)


def _bare(word: str) -> str:
    return fold(word).removesuffix("'s").replace("'", "").replace("-", "")


def _grams(word: str) -> list[str]:
    framed = f"_{word}_"
    return [framed[at : at + GRAM] for at in range(max(1, len(framed) - GRAM + 1))]


def _weighted(terms: Sequence[Ids], counts: NDArray[np.float64], rule: Bm25) -> SparseVector:
    """One occurrence in a passage of the usual length weighs 1."""
    each = np.repeat(counts, [len(ids) for ids in terms])
    indices, places = np.unique(np.concatenate([NOTHING, *terms]), return_inverse=True)
    times = np.bincount(places, weights=each, minlength=len(indices))
    values = rule.most * times / (times + rule.norm(float(each.sum())))
    return SparseVector(indices=tuple(indices.tolist()), values=tuple(values.tolist()))


def _ones(terms: Sequence[Ids]) -> SparseVector:
    indices = np.unique(np.concatenate([NOTHING, *terms])).tolist()
    return SparseVector(indices=tuple(indices), values=(1.0,) * len(indices))


def _fingerprint() -> str:
    lists = " ".join(sorted(STOP_WORDS))
    rules = f"{RULES} {STEMMER} {GRAM} {WORDS} {GRAMS} {FIELD_WEIGHTS} {_TOKEN.pattern} {lists}"
    return f"dutch-{sha256(rules.encode()).hexdigest()[:16]}"


FINGERPRINT = _fingerprint()
"""Two lexicons with the same fingerprint make the same vectors of the same text."""
