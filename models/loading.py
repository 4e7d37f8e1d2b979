"""Load a sentence-transformers model from a local folder: safetensors, offline, no code of its own.

The one room that knows the package; embedder, cross-encoder for entailment and reranker share it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.domain import ModelError, ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}
SAFE: dict[str, Any] = {
    "local_files_only": True,
    "trust_remote_code": False,
    "model_kwargs": {"use_safetensors": True},
}
UNUSABLE = (OSError, ValueError, KeyError, RuntimeError)
"""What the packages raise for a folder that holds no model they can read."""


def sentence_transformer(folder: Path, setting: str) -> "SentenceTransformer":
    """The embedder in `folder`; messages name the `setting` that it came from.

    Raises `ModelMissing` when the package is absent, `ModelError` when it cannot be loaded.
    """
    with _loading(folder, setting):
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), **SAFE)


def cross_encoder(folder: Path, setting: str) -> "CrossEncoder":
    """The cross-encoder in `folder`; raises as `sentence_transformer` does, and where it is empty.

    Its weights must be safetensors.
    """
    if not (folder / "config.json").is_file():
        raise ModelMissing(
            f"{setting}: there is no cross-encoder in the folder {folder}. Put its files there, or "
            "leave the setting empty to do without one."
        )
    with _loading(folder, setting):
        from sentence_transformers import CrossEncoder

        return CrossEncoder(str(folder), **SAFE)


@contextmanager
def _loading(folder: Path, setting: str) -> Iterator[None]:
    """Offline; what the packages raise becomes ours."""
    os.environ.update(OFFLINE)  # read by the packages when they are imported
    try:
        yield
    except ImportError as error:
        raise _absent(setting) from error
    except UNUSABLE as error:
        raise _unusable(folder, setting, error) from error


def _absent(setting: str) -> ModelMissing:
    return ModelMissing(
        f"{setting} needs the package sentence-transformers: install vraagbaak[dense], or leave "
        "the setting empty to do without a model."
    )


def _unusable(folder: Path, setting: str, error: Exception) -> ModelError:
    return ModelError(f"{setting}: the model in {folder} cannot be loaded: {error}")
