"""Let the library's embedder have its say in which sentence answers best.

It reads question and sentence apart (a bi-encoder: Reimers & Gurevych 2019, arXiv:1908.10084), so
the vector of a sentence stays known and only a question is new.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from assistant.reranking import Rerank
from configs.slices.answering import AnsweringSettings
from models.domain import Embedder

logger = logging.getLogger(__name__)

Lift = Callable[[str, Sequence[str]], list[float]]
"""What each text's score gains for a question; nothing leaves the order as it is."""
SAY = 0.5
"""What a sentence gains that surely answers, as a reranker has it; as much as holding half of the
question's words."""
KNOWN = 20_000
"""Sentences whose vectors stay in memory; 31 MB at 384 numbers each."""
BATCH = 4
"""Sentences that are read at once; the time is looked at between two batches."""
NARROW = 0.005
"""Cosines that lie closer together than this say nothing of which is best."""
Vector = NDArray[np.float32]


@dataclass
class Likening:
    """`weight` is what a standard deviation of likeness counts; `patience` the longest wait (s)."""

    embedder: Embedder
    weight: float
    patience: float
    _known: dict[str, Vector] = field(default_factory=dict)
    _changing: Lock = field(default_factory=Lock)

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """0 for the text that is most alike, less for the others; none where it took too long.

        Each embedder has cosines of its own, so they are measured in their standard deviations.
        """
        vectors = self._vectors(texts)
        if not vectors:
            return []
        asked = np.asarray(self.embedder.query(question), np.float32)
        alike = np.stack(vectors) @ asked
        apart = (alike - alike.max()) / max(float(alike.std()), NARROW)
        return [float(self.weight * one) for one in apart]

    def _vectors(self, texts: Sequence[str]) -> list[Vector]:
        """One for each text, or none in time; what was read stays known for the next question."""
        until = monotonic() + self.patience
        held = {text: self._known[text] for text in list(texts) if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in held]
        for start in range(0, len(new), BATCH):
            if monotonic() > until:
                logger.warning("Of %d sentences %d were read in time.", len(new), start)
                return []
            held |= self._read(new[start : start + BATCH])
        return [held[text] for text in texts]

    def _read(self, texts: list[str]) -> dict[str, Vector]:
        read = {
            text: np.asarray(vector, np.float32)
            for text, vector in zip(texts, self.embedder.passages(texts), strict=True)
        }
        with self._changing:
            fits = len(self._known) + len(read) <= KNOWN
            self._known = {**self._known, **read} if fits else read
        return read


def open_lift(answering: AnsweringSettings, rerank: Rerank, embedder: Embedder | None) -> Lift:
    """By the reranker that the settings name, else by the library's embedder, if there is one."""
    if answering.reranker:
        return lambda question, texts: [SAY * score for score in rerank(question, texts)]
    if embedder is None or not answering.likeness:
        return lambda *_: []
    return Likening(embedder, answering.likeness, answering.rerank_wait)
