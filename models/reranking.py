"""How well texts answer a question: a cross-encoder from a local folder reads both together."""

from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from models.domain import ModelError, ModelSlow, Reranker
from models.loading import cross_encoder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 8
"""Pairs that are read at once; the time is looked at between two batches."""
SETTING = "VRAAGBAAK_ANSWERING__RERANKER"


def load_reranker(folder: Path) -> Reranker:
    """The cross-encoder in `folder`, whose weights must be safetensors and whose output is a score.

    Raises `ModelMissing` when the folder or the package is absent, `ModelError` when the model
    cannot be loaded or tells classes apart.
    """
    model = cross_encoder(folder, SETTING)
    if model.num_labels != 1:
        raise ModelError(
            f"{SETTING}: the model in {folder} tells {model.num_labels} classes apart and gives no "
            "score. Choose a cross-encoder for ranking."
        )
    return _CrossEncoder(model)


class _CrossEncoder:
    """A `Reranker` on sentence-transformers."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    def scores(self, question: str, texts: Sequence[str], patience: float) -> list[float]:
        until = monotonic() + patience
        found: list[float] = []
        for start in range(0, len(texts), BATCH):
            if monotonic() > until:
                raise ModelSlow(f"{len(found)} of {len(texts)} texts were read in {patience} s")
            pairs = [(question, text) for text in texts[start : start + BATCH]]
            # One score goes through a sigmoid by default, so it lies between 0 and 1.
            read = self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False)
            found += [float(score) for score in read]
        return found
