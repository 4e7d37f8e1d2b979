"""The form of a point in a backup: one line of JSON, vectors as base64 of little-endian numbers."""

import json
from base64 import b64decode, b64encode
from typing import Any

import numpy as np

from ingest.library.domain import Point, Vector
from models.domain import SparseVector

IDS, VALUES = np.dtype("<u4"), np.dtype("<f4")


def packed(point: Point) -> bytes:
    """One line. A dense vector is its 32-bit floats; a sparse one its 32-bit ids, then floats."""
    vectors = {name: _written(vector) for name, vector in point.vectors.items()}
    content = {"id": point.id, "payload": point.payload, "vectors": vectors}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def unpacked(line: bytes) -> Point:
    """What `packed` wrote; ValueError, LookupError or TypeError when it was not that."""
    content: dict[str, Any] = json.loads(line)
    vectors = {name: _read(written) for name, written in content["vectors"].items()}
    return Point(id=content["id"], payload=content["payload"], vectors=vectors)


def _written(vector: Vector) -> dict[str, str]:
    if isinstance(vector, SparseVector):
        ids, values = np.asarray(vector.indices, IDS), np.asarray(vector.values, VALUES)
        return {"ids": _text(ids.tobytes()), "values": _text(values.tobytes())}
    return {"values": _text(np.asarray(vector, VALUES).tobytes())}


def _read(written: dict[str, str]) -> Vector:
    values = tuple(np.frombuffer(b64decode(written["values"]), VALUES).tolist())
    if "ids" not in written:
        return values
    ids = tuple(np.frombuffer(b64decode(written["ids"]), IDS).tolist())
    return SparseVector(indices=ids, values=values)


def _text(content: bytes) -> str:
    return b64encode(content).decode()
