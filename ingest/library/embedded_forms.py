"""What the library says and hears in the words of Qdrant Edge."""

from collections.abc import Sequence
from typing import Any

import qdrant_edge as edge

from ingest.library.domain import (
    DENSE,
    GRAMS,
    WORDS,
    AnyOf,
    Between,
    Point,
    Probe,
    Vector,
    Where,
)
from models.domain import SparseVector


def config_of(size: int, vacuum: bool = False) -> edge.EdgeConfig:
    """What a shard is made with; dense vectors have `size` numbers, 0 for none.

    The index of words and grams is mapped from disk: at 100,000 passages that takes a third of the
    memory, and no more time. With `vacuum`, the next optimising rewrites each segment with a gap.
    """
    sparse = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf, on_disk=True)
    return edge.EdgeConfig(
        vectors={DENSE: edge.EdgeVectorParams(size, edge.Distance.Cosine)} if size else None,
        sparse_vectors={WORDS: sparse, GRAMS: sparse},
        optimizers=edge.EdgeOptimizersConfig(
            deleted_threshold=0.0 if vacuum else 0.2, vacuum_min_vector_number=0 if vacuum else 1000
        ),
    )


def sent(point: Point) -> edge.Point:
    """A point as the engine takes it."""
    vectors: Any = {name: vector_of(vector) for name, vector in point.vectors.items()}
    return edge.Point(point.id, vectors, dict(point.payload))


def vector_of(vector: Vector) -> edge.SparseVector | list[float]:
    """A vector as the engine takes it."""
    if isinstance(vector, SparseVector):
        return edge.SparseVector(list(vector.indices), list(vector.values))
    return list(vector)


def read(vectors: object) -> dict[str, Vector]:
    """Vectors by name, as they came."""
    named: dict[str, Any] = vectors if isinstance(vectors, dict) else {}
    return {
        name: SparseVector(indices=tuple(vector.indices), values=tuple(vector.values))
        if isinstance(vector, edge.SparseVector)
        else tuple(vector)
        for name, vector in named.items()
    }


def filter_of(where: Where) -> edge.Filter:
    """Conditions as the engine takes them."""
    return edge.Filter(
        must=[_condition(condition) for condition in where.must],
        must_not=[_condition(condition) for condition in where.never],
    )


def _condition(condition: AnyOf | Between) -> edge.FieldCondition:
    if isinstance(condition, AnyOf):
        return edge.FieldCondition(condition.key, match=edge.MatchAny(list(condition.values)))
    return edge.FieldCondition(
        condition.key, range=edge.RangeFloat(gte=condition.least, lt=condition.below)
    )


def fusion(probes: Sequence[Probe]) -> edge.Formula:
    """The weighted sum of what the scores lie above their floors."""
    scores = [f"$score[{place}]" for place in range(len(probes))]
    floors = [probe.floor for probe in probes]
    beneath = -sum(probe.weight * probe.floor for probe in probes)
    terms = [
        edge.Expression.Mult(
            [edge.Expression.Constant(probe.weight), edge.Expression.Variable(score)]
        )
        for probe, score in zip(probes, scores, strict=True)
    ]
    if beneath:
        terms.append(edge.Expression.Constant(beneath))
    return edge.Formula(edge.Expression.Sum(terms), dict(zip(scores, floors, strict=True)))
