"""Does a text say what a sentence says? A cross-encoder from a local folder tells how surely."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain import Entailment, ModelError
from models.loading import cross_encoder

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16
SETTING = "VRAAGBAAK_ANSWERING__ENTAILMENT"
LABEL = "entail"
"""How the class that says yes begins, in the model's own list of classes."""


def load_entailment(folder: Path) -> Entailment:
    """The cross-encoder in `folder`, whose weights must be safetensors.

    It has one output (a score), or classes of which one is called entailment. Raises
    `ModelMissing` when the folder or the package is absent, `ModelError` when the model cannot be
    loaded or says nothing about entailment.
    """
    model = cross_encoder(folder, SETTING)
    return _CrossEncoder(model, _column(model, folder))


class _CrossEncoder:
    """An `Entailment` on sentence-transformers."""

    def __init__(self, model: "CrossEncoder", column: int | None) -> None:
        self._model, self._column = model, column

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        if not pairs:
            return []
        classes = self._column is not None
        found = self._model.predict(
            list(pairs), batch_size=BATCH, apply_softmax=classes, show_progress_bar=False
        )
        return [float(row[self._column] if classes else row) for row in found]


def _column(model: "CrossEncoder", folder: Path) -> int | None:
    """The place of the class that says yes; None where the model gives one score."""
    if model.num_labels == 1:
        return None
    labels = {int(place): str(name) for place, name in model.config.id2label.items()}
    named = [place for place, name in labels.items() if name.lower().startswith(LABEL)]
    if len(named) != 1:
        raise ModelError(
            f"{SETTING}: the model in {folder} has no class that is called entailment, but "
            f"{', '.join(labels.values())}. Choose a model for natural language inference."
        )
    return named[0]
