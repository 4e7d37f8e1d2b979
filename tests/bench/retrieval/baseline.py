"""Systems to compare with: plain BM25, and the recipes that `dutch-retrieval-measured.md` found.

BM25 with k1 1.2 and b 0.75 and the inverse document frequency that Lucene uses, written apart from
the library so that a mistake in one is not in both.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from math import log
from typing import NamedTuple

from models import dutch

K1, B = 1.2, 0.75
GRAM = 5
Terms = Callable[[str], list[str]]


class Recipe(NamedTuple):
    """Passages by their words and by the 5-grams of these: score ÷ highest, weighed and added."""

    name: str
    words: float = 0.0
    grams: float = 0.0


RECIPES = (
    Recipe("reference: words", words=1.0),
    Recipe("reference: 5-grams", grams=1.0),
    Recipe("reference: words + 5-grams", words=1.0, grams=1.5),
)
"""Stop words, stems, headings twice, passages of 300 words with subject and lead."""
RECIPE_WORDS, HEADINGS = 300, 2


def plain_words(text: str) -> list[str]:
    """Lower-case words, nothing else."""
    return re.findall(r"\w+", text.lower())


def grams(text: str) -> list[str]:
    """The 5-grams of the framed words that are no stop words."""
    return [gram for word in dutch.words(text) for gram in _grams(word)]


@cache
def _grams(word: str) -> tuple[str, ...]:
    framed = f"_{word}_"
    return tuple(framed[at : at + GRAM] for at in range(max(1, len(framed) - GRAM + 1)))


class PlainBm25:
    """Ranks texts by their terms: words unless told otherwise."""

    def __init__(self, texts: Mapping[str, str], terms: Terms = plain_words) -> None:
        """`texts` by their address."""
        counts = {name: Counter(terms(text)) for name, text in texts.items()}
        lengths = {name: found.total() for name, found in counts.items()}
        usual = sum(lengths.values()) / len(lengths)
        self._terms, self._texts = terms, len(texts)
        self._postings: dict[str, dict[str, float]] = defaultdict(dict)
        for name, found in counts.items():
            norm = K1 * (1 - B + B * lengths[name] / usual)
            for term, times in found.items():
                self._postings[term][name] = times * (K1 + 1) / (times + norm)

    def scores(self, question: str) -> dict[str, float]:
        """The score of every text that has a term of the question."""
        scores: dict[str, float] = defaultdict(float)
        for term in set(self._terms(question)):
            texts = self._postings.get(term, {})
            idf = log(1 + (self._texts - len(texts) + 0.5) / (len(texts) + 0.5))
            for name, weight in texts.items():
                scores[name] += idf * weight
        return scores

    def ranked(self, question: str) -> list[str]:
        """Addresses, best first."""
        return best_first(self.scores(question))


def best_first(scores: Mapping[str, float]) -> list[str]:
    """Names by their score, the alphabet where it is the same."""
    return sorted(scores, key=lambda name: (-scores[name], name))


def fused(parts: list[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """Scores ÷ their highest, weighed and added."""
    total: dict[str, float] = defaultdict(float)
    for weight, scores in parts:
        most = max(scores.values(), default=1.0)
        for name, score in scores.items():
            total[name] += weight * score / most
    return total
