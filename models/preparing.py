"""A folder that vLLM can serve without running code, made from one that was published with code.

Teuken comes with a slow SentencePiece tokenizer and Python that reads it, and that calls the hub.
The prepared folder holds the same weights, a fast tokenizer with the same pieces, our template,
and a configuration that names no code. The published folder is left as it is.
"""

import json
import os
import shutil
from pathlib import Path
from typing import Any

from models.cards import ModelCard
from models.catalogue import template_file
from models.domain import ModelError, ModelRefused
from models.folders import read_json, weights_of
from models.tokenizing import FAST, convert, special_pieces

PIECES = "tokenizer.model"
CODE = "auto_map"


def prepare(card: ModelCard, source: Path, target: Path) -> Path:
    """Fill `target`, which must not be there yet, from the published folder `source`.

    Raises `ModelRefused` when the source is not what it must be, `ModelError` when the target is
    there already or cannot be written; nothing half-made is left behind.
    """
    if target.exists():
        raise ModelError(f"{target} is there already; move it away to prepare it anew.")
    weights = weights_of(source)
    if not weights or not (source / "config.json").is_file():
        raise ModelRefused(f"{source}: there is no model with safetensors weights here.")
    making = target.with_name(f".{target.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir(parents=True)
        _write_tokenizer(card, source, making)
        _write_configuration(source, making)
        for file in [*weights, *source.glob("*.safetensors.index.json")]:
            _link(file, making / file.name)
        making.rename(target)
    except OSError as error:
        raise ModelError(f"{target}: cannot be made ({error.strerror}).") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def _write_tokenizer(card: ModelCard, source: Path, target: Path) -> None:
    pieces = source / PIECES
    convert(pieces).save(str(target / FAST))
    settings: dict[str, Any] = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        **special_pieces(pieces),
    }
    if card.window:
        settings["model_max_length"] = card.window
    _write(target / "tokenizer_config.json", settings)
    if template := template_file(card):
        shutil.copyfile(template, target / "chat_template.jinja")


def _write_configuration(source: Path, target: Path) -> None:
    _write(target / "config.json", _without_code(read_json(source / "config.json")))
    generation = source / "generation_config.json"
    if generation.is_file():
        _write(target / generation.name, read_json(generation))


def _without_code(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != CODE}


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _link(file: Path, name: Path) -> None:
    """The same bytes under another name; copied where the file system cannot link."""
    try:
        os.link(file.resolve(), name)
    except OSError:
        shutil.copyfile(file, name)
