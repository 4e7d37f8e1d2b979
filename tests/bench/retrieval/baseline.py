"""Plain BM25 over whole pages: lower-case words, k1 1.2 and b 0.75, nothing else."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log

K1, B = 1.2, 0.75


class PlainBm25:
    """Ranks pages by their words, with the inverse document frequency that Lucene uses."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        """`pages` are the texts by their address."""
        counts = {url: Counter(_words(text)) for url, text in pages.items()}
        lengths = {url: words.total() for url, words in counts.items()}
        usual = sum(lengths.values()) / len(lengths)
        self._postings: dict[str, dict[str, float]] = defaultdict(dict)
        for url, words in counts.items():
            norm = K1 * (1 - B + B * lengths[url] / usual)
            for word, times in words.items():
                self._postings[word][url] = times * (K1 + 1) / (times + norm)
        self._pages = len(pages)

    def ranked(self, question: str) -> list[str]:
        """Addresses, best first."""
        scores: dict[str, float] = defaultdict(float)
        for word in set(_words(question)):
            pages = self._postings.get(word, {})
            idf = log(1 + (self._pages - len(pages) + 0.5) / (len(pages) + 0.5))
            for url, weight in pages.items():
                scores[url] += idf * weight
        return sorted(scores, key=lambda url: (-scores[url], url))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
