"""Put texts in a better order with a cross-encoder, or leave them when that takes too long."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from configs.slices.answering import AnsweringSettings
from models.domain import ModelSlow, Reranker
from models.reranking import load_reranker

logger = logging.getLogger(__name__)

Rerank = Callable[[str, Sequence[str]], list[float]]
"""How well each text answers a question, from 0 to 1; nothing leaves the order as it is."""


@dataclass(frozen=True)
class Reranking:
    """`patience` is the longest wait for one question's texts (s)."""

    model: Reranker
    patience: float

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers, from 0 to 1; none where the model was too slow."""
        try:
            return self.model.scores(question, texts, self.patience)
        except ModelSlow as error:
            logger.warning("The order stays as it was found: %s.", error)
            return []


def open_reranking(answering: AnsweringSettings) -> Rerank:
    """The reranker that the settings name; without one, nothing is put in another order.

    Raises `ModelError` when the model that the settings name can't be used.
    """
    if not answering.reranker:
        return lambda *_: []
    return Reranking(load_reranker(Path(answering.reranker)), answering.rerank_wait)
