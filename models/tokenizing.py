"""Fast tokenizers: loaded without running code, and made from a SentencePiece model."""

from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers
from tokenizers.models import Unigram

from models.domain import ModelMissing, ModelRefused

if TYPE_CHECKING:
    from sentencepiece.sentencepiece_model_pb2 import ModelProto

FAST = "tokenizer.json"
SPACE = "▁"
"""SentencePiece's sign for a space."""
ANY = 1000
"""More spaces than a text begins with."""
UNIGRAM = 1
UNKNOWN, CONTROL, DEFINED, BYTE = 2, 3, 4, 6
"""Types of pieces in sentencepiece_model.proto."""


def load_tokenizer(folder: Path) -> Tokenizer:
    """The fast tokenizer of a model's folder; `ModelRefused` when it is not there or broken."""
    file = folder / FAST
    if not file.is_file():
        raise ModelRefused(f"{folder}: there is no {FAST}; its tokenizer would need code to run.")
    try:
        return Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises nothing narrower
        raise ModelRefused(f"{file}: cannot be read: {error}") from error


def convert(model: Path) -> Tokenizer:
    """A SentencePiece unigram model as a fast tokenizer that gives the same pieces.

    Raises `ModelMissing` without the package, `ModelRefused` for a file that is no such model.
    """
    proto = _read(model)
    if proto.trainer_spec.model_type != UNIGRAM:
        raise ModelRefused(f"{model}: is not a unigram model; only those are converted.")
    pieces = list(proto.pieces)
    unknown = next((place for place, one in enumerate(pieces) if one.type == UNKNOWN), None)
    tokenizer = Tokenizer(
        Unigram(
            [(piece.piece, piece.score) for piece in pieces],
            unk_id=unknown,
            byte_fallback=any(piece.type == BYTE for piece in pieces),
        )
    )
    tokenizer.normalizer = _normalizer(proto)
    tokenizer.decoder = _decoder(proto)
    tokenizer.add_special_tokens(
        [_token(piece.piece, True) for piece in pieces if piece.type in (UNKNOWN, CONTROL)]
    )
    tokenizer.add_tokens([_token(piece.piece, False) for piece in pieces if piece.type == DEFINED])
    return tokenizer


def special_pieces(model: Path) -> dict[str, str]:
    """The pieces that begin and end a text, pad it and stand for the unknown, by their HF names."""
    proto, told = _read(model), {}
    for name in ("bos", "eos", "unk", "pad"):
        place = getattr(proto.trainer_spec, f"{name}_id")
        if 0 <= place < len(proto.pieces):
            told[f"{name}_token"] = proto.pieces[place].piece
    return told


def _read(model: Path) -> "ModelProto":
    try:
        from google.protobuf.message import DecodeError
        from sentencepiece.sentencepiece_model_pb2 import ModelProto
    except ImportError as error:
        raise ModelMissing(
            "Converting a SentencePiece model needs the package sentencepiece: install "
            "vraagbaak[serving]."
        ) from error
    proto = ModelProto()
    try:
        proto.ParseFromString(model.read_bytes())
    except OSError as error:
        raise ModelRefused(f"{model}: cannot be read ({error.strerror}).") from error
    except DecodeError as error:
        raise ModelRefused(f"{model}: is not a SentencePiece model.") from error
    if not proto.pieces:
        raise ModelRefused(f"{model}: is not a SentencePiece model: it has no pieces.")
    return proto


def _normalizer(proto: "ModelProto") -> normalizers.Normalizer:
    told = proto.normalizer_spec
    steps: list[normalizers.Normalizer] = []
    if told.precompiled_charsmap:
        steps.append(normalizers.Precompiled(told.precompiled_charsmap))
    if told.remove_extra_whitespaces:
        steps.append(normalizers.Strip())
        steps.append(normalizers.Replace(Regex(" {2,}"), " "))
    if told.add_dummy_prefix:
        steps.append(normalizers.Prepend(SPACE))
    steps.append(normalizers.Replace(" ", SPACE))
    return normalizers.Sequence(steps)


def _decoder(proto: "ModelProto") -> decoders.Decoder:
    steps: list[decoders.Decoder] = [
        decoders.Replace(SPACE, " "),
        decoders.ByteFallback(),
        decoders.Fuse(),
    ]
    told = proto.normalizer_spec
    if before := ANY if told.remove_extra_whitespaces else int(told.add_dummy_prefix):
        steps.append(decoders.Strip(" ", before, 0))
    return decoders.Sequence(steps)


def _token(text: str, special: bool) -> AddedToken:
    return AddedToken(text, normalized=False, special=special)
