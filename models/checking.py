"""Is a model's folder what it must be? Files, hashes, no code, no pickles, tokenizer, template."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from models.cards import Finding, ModelCard, Purpose
from models.catalogue import template_file
from models.domain import ModelMissing, ModelRefused
from models.folders import (
    attention_of,
    configuration,
    is_model,
    read_json,
    require_whole,
    weights_of,
    window_of,
)
from models.preparing import CODE
from models.templates import render, template_of
from models.tokenizing import load_tokenizer

MANIFEST = "SHA256SUMS"
"""Lines as `sha256sum` writes and reads them."""
PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".msgpack", ".h5", ".npy"}
SCRIPTS = {".py", ".pyc", ".so", ".sh"}
MISTRAL_FILES = ("params.json", "tekken.json")
SYSTEM, ASKED = "Antwoord kort.", "Wat kost een paspoort?"


Check = Callable[[ModelCard, Path], str | None]
"""Gives what it found; None: nothing to look at. `ModelRefused` says what is wrong."""


def check_folder(card: ModelCard, folder: Path, *, hashes: bool = True) -> list[Finding]:
    """Look at everything, also after something was wrong.

    Raises `ModelMissing` when there is no model at all.
    """
    if not is_model(folder):
        raise ModelMissing(f"{folder}: there is no model here (no config.json).")
    return [_look(what, check, card, folder) for what, check in _checks(hashes)]


def write_manifest(folder: Path) -> int:
    """Write down the hash of every file, for later checks; how many there are."""
    lines = [f"{_digest(file)}  {file.relative_to(folder).as_posix()}" for file in _files(folder)]
    (folder / MANIFEST).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def _checks(hashes: bool) -> Iterator[tuple[str, Check]]:
    yield "files", _complete
    yield "no code", _no_code
    yield "no pickles", _no_pickles
    yield "configuration", _as_the_card_says
    yield "tokenizer", _tokenizer
    yield "template", _template
    if hashes:
        yield "hashes", _hashes


def _look(what: str, check: Check, card: ModelCard, folder: Path) -> Finding:
    try:
        detail = check(card, folder)
    except ModelRefused as error:
        return Finding(what=what, good=False, detail=str(error))
    return Finding(what=what, good=None if detail is None else True, detail=detail or "none")


def _complete(card: ModelCard, folder: Path) -> str:
    wanted = MISTRAL_FILES if card.format == "mistral" else ("config.json", "tokenizer.json")
    weights = weights_of(folder, card.format)
    absent = [name for name in wanted if not (folder / name).is_file()]
    if not weights:
        absent.append("weights in safetensors")
    for index in folder.glob("*.safetensors.index.json"):
        told = read_json(index).get("weight_map", {})
        absent += sorted({str(name) for name in told.values() if not (folder / name).is_file()})
    if absent:
        raise ModelRefused(f"not there: {', '.join(absent)}")
    for file in weights:
        require_whole(file)
    size = sum(file.stat().st_size for file in weights) / 10**9
    return f"{len(weights)} with weights, {size:.3f} GB"


def _no_code(card: ModelCard, folder: Path) -> str:
    naming = [file.name for file in folder.glob("*.json") if file.is_file() and _names_code(file)]
    if naming:
        raise ModelRefused(f"{', '.join(naming)} names code to run ({CODE}){_mend(card)}")
    if foreign := _foreign_modules(folder):
        raise ModelRefused(f"modules.json names code of others: {', '.join(foreign)}")
    if scripts := [file.name for file in _files(folder) if file.suffix in SCRIPTS]:
        raise ModelRefused(f"there is code: {', '.join(scripts)}{_mend(card)}")
    return "nothing to run"


def _foreign_modules(folder: Path) -> list[str]:
    """Parts of a sentence-transformers model that are not that library's own."""
    file = folder / "modules.json"
    if not file.is_file():
        return []
    kinds = re.findall(r'"type"\s*:\s*"([^"]*)"', file.read_text(encoding="utf-8"))
    return [kind for kind in kinds if not kind.startswith("sentence_transformers.")]


def _names_code(file: Path) -> bool:
    if file.name in {"tokenizer.json", "tekken.json"} or file.name.endswith(".index.json"):
        return False
    return f'"{CODE}"' in file.read_text(encoding="utf-8", errors="replace")


def _mend(card: ModelCard) -> str:
    return f"; run: python -m models prepare {card.name} FOLDER" if card.remote_code else ""


def _no_pickles(_: ModelCard, folder: Path) -> str:
    if found := [file.name for file in _files(folder) if file.suffix in PICKLES]:
        raise ModelRefused(f"these can hide code, remove them: {', '.join(found)}")
    return "safetensors only"


def _as_the_card_says(card: ModelCard, folder: Path) -> str | None:
    found, window = attention_of(folder), window_of(folder)
    if card.attention and found and found != card.attention:
        raise ModelRefused(
            f"another model: {_shape(found)}, the card says {_shape(card.attention)}"
        )
    if card.window and window and window < card.window:
        raise ModelRefused(f"its window is {window} tokens, the card says {card.window}")
    kind = configuration(folder).get("model_type")
    return f"{kind or 'model'}, {_shape(found)}" if found else None


def _shape(attention: object) -> str:
    return ", ".join(f"{name} {value}" for name, value in vars(attention).items())


def _tokenizer(card: ModelCard, folder: Path) -> str | None:
    if card.format == "mistral":
        return None
    tokenizer = load_tokenizer(folder)
    if not tokenizer.encode(ASKED).ids:
        raise ModelRefused("it makes nothing of a Dutch sentence")
    return f"{tokenizer.get_vocab_size()} pieces"


def _template(card: ModelCard, folder: Path) -> str | None:
    if card.purpose is not Purpose.CHAT:
        return None
    ours = template_file(card)
    template = ours.read_text(encoding="utf-8") if ours else template_of(folder)
    if template is None:
        if card.format == "mistral":
            return None
        raise ModelRefused("there is no chat template, in the folder or on the card")
    messages = [{"role": "user", "content": ASKED}]
    if card.template.system is not False:
        messages.insert(0, {"role": "system", "content": SYSTEM})
    prompt = render(template, messages)
    wanted = [message["content"] for message in messages] + list(card.template.markers)
    if absent := [text for text in wanted if text not in prompt]:
        raise ModelRefused(f"not the template of the card: the prompt lacks {', '.join(absent)}")
    return "ours" if ours else "the model's own"


def _hashes(_: ModelCard, folder: Path) -> str | None:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return None
    told = dict(_told(manifest))
    files = {file.relative_to(folder).as_posix(): file for file in _files(folder)}
    if absent := sorted(set(told) - set(files)):
        raise ModelRefused(f"not there: {', '.join(absent)}")
    if added := sorted(set(files) - set(told)):
        raise ModelRefused(f"not in {MANIFEST}: {', '.join(added)}")
    if changed := [name for name, file in files.items() if _digest(file) != told[name]]:
        raise ModelRefused(f"changed: {', '.join(changed)}")
    return f"{len(files)} files as they were"


def _told(manifest: Path) -> Iterator[tuple[str, str]]:
    for line in manifest.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition(" ")
        if line.strip():
            yield name.lstrip(" *"), digest.lower()


def _files(folder: Path) -> list[Path]:
    """Every file, but for the manifest and what a download leaves behind."""
    return [
        file
        for file in sorted(folder.rglob("*"))
        if file.is_file()
        and file.name != MANIFEST
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
