"""What the library says and hears in the words of qdrant-client."""

from collections.abc import Sequence
from typing import Any

from qdrant_client import models

from ingest.library.domain import AnyOf, Between, Point, Probe, Vector, Where
from models.domain import SparseVector


def sent(point: Point) -> models.PointStruct:
    """A point as it is sent."""
    vectors = {name: vector_of(vector) for name, vector in point.vectors.items()}
    return models.PointStruct(id=point.id, vector=vectors, payload=dict(point.payload))


def vector_of(vector: Vector) -> models.SparseVector | list[float]:
    """A vector as it is sent."""
    if isinstance(vector, SparseVector):
        return models.SparseVector(indices=list(vector.indices), values=list(vector.values))
    return list(vector)


def read(vectors: object) -> dict[str, Vector]:
    """Vectors by name, as they came."""
    named: dict[str, Any] = vectors if isinstance(vectors, dict) else {}
    return {
        name: SparseVector(indices=tuple(vector.indices), values=tuple(vector.values))
        if isinstance(vector, models.SparseVector)
        else tuple(vector)
        for name, vector in named.items()
    }


def filter_of(where: Where) -> models.Filter:
    """Conditions as they are sent."""
    return models.Filter(
        must=[_condition(condition) for condition in where.must],
        must_not=[_condition(condition) for condition in where.never],
    )


def _condition(condition: AnyOf | Between) -> models.FieldCondition:
    if isinstance(condition, AnyOf):
        return models.FieldCondition(
            key=condition.key, match=models.MatchAny(any=list(condition.values))
        )
    return models.FieldCondition(
        key=condition.key, range=models.Range(gte=condition.least, lt=condition.below)
    )


def fusion(probes: Sequence[Probe]) -> models.FormulaQuery:
    """The weighted sum of what the scores lie above their floors."""
    scores = [f"$score[{place}]" for place in range(len(probes))]
    floors = [probe.floor for probe in probes]
    beneath = -sum(probe.weight * probe.floor for probe in probes)
    terms = [
        models.MultExpression(mult=[probe.weight, score])
        for probe, score in zip(probes, scores, strict=True)
    ]
    return models.FormulaQuery(
        formula=models.SumExpression(sum=[*terms, beneath]),
        defaults=dict(zip(scores, floors, strict=True)),
    )
