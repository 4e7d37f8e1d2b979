"""Does a text say what a sentence says? A cross-encoder from a local folder tells how surely."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain import Entailment, ModelError, ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 16
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
SETTING = "VRAAGBAAK_ANSWERING__ENTAILMENT"
LABEL = "entail"
"""How the class that says yes begins, in the model's own list of classes."""


def load_entailment(folder: Path) -> Entailment:
    """The cross-encoder in `folder`, whose weights must be safetensors.

    It has one output (a score), or classes of which one is called entailment. Raises
    `ModelMissing` when the folder or the package is absent, `ModelError` when the model cannot be
    loaded or says nothing about entailment.
    """
    if not (folder / "config.json").is_file():
        raise ModelMissing(
            f"{SETTING}: there is no cross-encoder in the folder {folder}. Put its files there, or "
            "leave the setting empty to check without one."
        )
    model = _load(folder)
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


def _load(folder: Path) -> "CrossEncoder":
    os.environ.update(OFFLINE)  # read by the packages when they are imported
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise ModelMissing(
            f"{SETTING} needs the package sentence-transformers: install vraagbaak[dense], or "
            "leave the setting empty to check without a model."
        ) from error
    try:
        return CrossEncoder(
            str(folder),
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"{SETTING}: the model in {folder} cannot be loaded: {error}") from error
