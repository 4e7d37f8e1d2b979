"""What a model's folder says of itself: its configuration, its weights, its template."""

import json
import re
from pathlib import Path
from typing import Any, Literal

from models.cards import Attention, Licence, ModelCard, Purpose
from models.domain import ModelMissing, ModelRefused

GB = 10**9
LENGTH, MOST_HEADER = 8, 100_000_000
METADATA = "__metadata__"
MISTRAL_WEIGHTS = "consolidated*.safetensors"


def read_json(file: Path) -> dict[str, Any]:
    """A JSON object; `ModelRefused` when the file holds anything else."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelRefused(f"{file}: cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise ModelRefused(f"{file}: must hold a JSON object.")
    return content


def is_model(folder: Path) -> bool:
    """Whether a folder looks like a model's."""
    return (folder / "config.json").is_file() or (folder / "params.json").is_file()


def configuration(folder: Path) -> dict[str, Any]:
    """The text model's part of `config.json`, or `params.json` of Mistral's own form."""
    if (folder / "config.json").is_file():
        content = read_json(folder / "config.json")
        inner = content.get("text_config")
        return inner if isinstance(inner, dict) else content
    if (folder / "params.json").is_file():
        return read_json(folder / "params.json")
    raise ModelMissing(f"{folder}: there is no model here (no config.json).")


def attention_of(folder: Path) -> Attention | None:
    """The shape of the attention, from either form of configuration; None when it is not told."""
    told = configuration(folder)
    layers = told.get("num_hidden_layers") or told.get("n_layers")
    heads = told.get("num_attention_heads") or told.get("n_heads")
    shared = told.get("num_key_value_heads") or told.get("n_kv_heads") or heads
    width = told.get("hidden_size") or told.get("dim")
    size = told.get("head_dim") or (width // heads if width and heads else None)
    if not (layers and shared and size):
        return None
    return Attention(layers=layers, key_value_heads=shared, head_size=size)


def window_of(folder: Path) -> int | None:
    """The longest text that the configuration allows (tokens)."""
    told = configuration(folder)
    window = told.get("max_position_embeddings") or told.get("max_seq_len")
    return int(window) if window else None


def weights_of(folder: Path, form: str = "hf") -> list[Path]:
    """The files of the weights that vLLM will read; a folder may hold them in both forms."""
    mistral = sorted(folder.glob(MISTRAL_WEIGHTS))
    if form == "mistral":
        return mistral
    return [file for file in sorted(folder.glob("*.safetensors")) if file not in mistral]


def require_whole(weights: Path) -> None:
    """`ModelRefused` when a file is not in the safetensors form, or was cut off.

    The form: the length of a JSON header in 8 bytes, the header, then the numbers it describes
    (github.com/huggingface/safetensors, "Format").
    """
    size = weights.stat().st_size
    with weights.open("rb") as content:
        length = int.from_bytes(content.read(LENGTH), "little")
        header = content.read(length) if length <= MOST_HEADER else b""
    try:
        told = json.loads(header)
        ends = [entry["data_offsets"][1] for name, entry in told.items() if name != METADATA]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ModelRefused(f"{weights.name} is not in the safetensors form") from error
    if size != LENGTH + length + max(ends, default=0):
        raise ModelRefused(f"{weights.name} is not whole: it was cut off, or something was added")


def card_of(folder: Path) -> ModelCard:
    """A card for a folder that the catalogue does not know: only what the folder itself says."""
    form: Literal["hf", "mistral"] = "hf" if (folder / "config.json").is_file() else "mistral"
    return ModelCard(
        name=re.sub(r"[^a-z0-9._-]+", "-", folder.name.lower()).lstrip("._-")[:80] or "model",
        id=folder.name,
        purpose=Purpose.CHAT,
        licence=Licence(name="unknown"),
        format=form,
        window=window_of(folder),
        weights_gb=_size(folder, form),
        attention=attention_of(folder),
    )


def as_found(card: ModelCard, folder: Path) -> ModelCard:
    """The card with the sizes of the files as they lie in the folder."""
    return card.model_copy(
        update={
            "weights_gb": _size(folder, card.format) or card.weights_gb,
            "attention": attention_of(folder) or card.attention,
            "window": min(filter(None, (card.window, window_of(folder))), default=None),
        }
    )


def _size(folder: Path, form: str) -> float | None:
    return sum(file.stat().st_size for file in weights_of(folder, form)) / GB or None
