"""The library on a Qdrant server or cluster; local mode for development and tests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from threading import RLock
from typing import Any, TypeVar

import stamina
from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from ingest.domain import LibraryBusy, LibraryError
from ingest.library.domain import (
    DENSE,
    GRAMS,
    INTEGERS,
    KEYWORDS,
    WORDS,
    AnyOf,
    Between,
    Found,
    Point,
    Probe,
    Request,
    Vector,
    Where,
    record_id,
)
from models.domain import SparseVector

Result = TypeVar("Result")
PAGE = 500
FACETS = 10_000
ATTEMPTS = 3
TIMEOUT = 30
IN_MEMORY = ":memory:"
REFUSED = {401, 403}
ABSENT = 404


class ServerEngine:
    """Qdrant over REST. An address without a scheme is a local folder, `:memory:` is nowhere."""

    def __init__(self, url: str, collection: str, api_key: str | None = None) -> None:
        """Connect; nothing is asked of the server yet."""
        self.place = f"the collection {collection} at {url}"
        self.remedy = f"Remove the collection {collection}"
        self._url, self._collection = url, collection
        self.alone = self._local = not url.startswith(("http://", "https://"))
        # local mode keeps its points in plain Python lists and dictionaries
        self._one_at_a_time: AbstractContextManager[Any] = RLock() if self._local else nullcontext()
        self._client = self._connect(api_key)

    def exists(self) -> bool:
        """Whether the collection is there."""
        return self._ask(self._client.collection_exists)

    def create(self, size: int) -> None:
        """Make the collection and the indexes of its fields."""
        sparse = models.SparseVectorParams(modifier=models.Modifier.IDF)
        dense = {DENSE: models.VectorParams(size=size, distance=models.Distance.COSINE)}
        self._ask(
            self._client.create_collection,
            vectors_config=dense if size else {},
            sparse_vectors_config={WORDS: sparse, GRAMS: sparse},
        )
        kinds = dict.fromkeys(INTEGERS, models.PayloadSchemaType.INTEGER)
        kinds |= dict.fromkeys(KEYWORDS, models.PayloadSchemaType.KEYWORD)
        for field, kind in {} if self._local else kinds.items():
            self._ask(self._client.create_payload_index, field, kind, wait=True)

    def record(self, key: str, fields: Sequence[str] = ()) -> dict[str, Any] | None:
        """The record at `key`: these fields of it, or all."""
        wanted = list(fields) or True
        found = self._ask(self._client.retrieve, [record_id(key)], with_payload=wanted)
        return dict(found[0].payload or {}) if found else None

    def keep(self, key: str, payload: Mapping[str, Any]) -> None:
        """Write a whole record."""
        point = models.PointStruct(id=record_id(key), vector={}, payload=dict(payload))
        self._ask(self._client.upsert, [point], wait=True)

    def amend(self, key: str, changes: Mapping[str, Any]) -> None:
        """Change some fields of a record, in one step."""
        self._ask(self._client.set_payload, dict(changes), [record_id(key)], wait=True)

    def put(self, points: Sequence[Point]) -> None:
        """Write points; one with the same id is replaced."""
        self._ask(self._client.upsert, [_sent(point) for point in points], wait=True)

    def change(self, where: Where, changes: Mapping[str, Any]) -> None:
        """Change some fields of all points that fit."""
        self._ask(self._client.set_payload, dict(changes), _filter(where), wait=True)

    def delete(self, where: Where) -> None:
        """Remove all points that fit."""
        selector = models.FilterSelector(filter=_filter(where))
        self._ask(self._client.delete, selector, wait=True)

    def scroll(
        self, where: Where, fields: Sequence[str], vectors: Sequence[str] = ()
    ) -> Iterator[Point]:
        """All points that fit, with these fields and vectors."""
        offset: Any = None
        while True:
            records, offset = self._ask(
                self._client.scroll,
                scroll_filter=_filter(where),
                limit=PAGE,
                offset=offset,
                with_payload=list(fields) or False,
                with_vectors=list(vectors) or False,
            )
            for found in records:
                payload = found.payload or {}
                yield Point(id=str(found.id), payload=payload, vectors=_read(found.vector))
            if offset is None:
                return

    def count(self, where: Where) -> int:
        """How many points fit."""
        return self._ask(self._client.count, count_filter=_filter(where), exact=True).count

    def facet(self, key: str, where: Where) -> dict[str, int]:
        """How many points fit, per value of a keyword field."""
        answer = self._ask(
            self._client.facet, key, facet_filter=_filter(where), limit=FACETS, exact=True
        )
        return {str(hit.value): hit.count for hit in answer.hits}

    def search(self, request: Request) -> list[Found]:
        """Best first; the filter stands in every prefetch, so nothing else is ever scored."""
        prefetch = [
            models.Prefetch(
                query=_vector(probe.vector),
                using=probe.name,
                filter=_filter(request.where),
                limit=request.reach,
            )
            for probe in request.probes
        ]
        answer = self._ask(
            self._client.query_points,
            prefetch=prefetch,
            query=_fusion(request.probes),
            limit=request.limit,
            with_payload=True,
        )
        return [Found(payload=hit.payload or {}, score=hit.score) for hit in answer.points]

    def flush(self) -> None:
        """Nothing to do: every write waited until the server had it in its log."""

    def close(self) -> None:
        """Close the connections."""
        with self._one_at_a_time:
            self._client.close()

    def _connect(self, api_key: str | None) -> QdrantClient:
        try:
            if self._url == IN_MEMORY:
                return QdrantClient(IN_MEMORY)
            if self._local:
                return QdrantClient(path=self._url, force_disable_check_same_thread=True)
            return QdrantClient(
                url=self._url, api_key=api_key, timeout=TIMEOUT, check_compatibility=False
            )
        except (ValueError, OSError) as error:
            raise LibraryError(
                f"VRAAGBAAK_LIBRARY__URL: {self._url!r} is not an address: {error}."
            ) from error
        except RuntimeError as error:
            raise LibraryBusy(f"Another process has {self.place} open. Stop it first.") from error

    def _ask(self, action: Callable[..., Result], *what: object, **how: object) -> Result:
        """Every action may be repeated, so one that the connection lost is tried again."""
        try:
            for attempt in stamina.retry_context(
                on=ResponseHandlingException, attempts=ATTEMPTS, timeout=TIMEOUT, wait_max=2.0
            ):
                with attempt, self._one_at_a_time:
                    return action(self._collection, *what, **how)
        except ResponseHandlingException as error:
            raise LibraryError(
                f"The Qdrant server at {self._url} cannot be reached ({error}). Start it, or "
                "correct VRAAGBAAK_LIBRARY__URL."
            ) from error
        except UnexpectedResponse as error:
            raise LibraryError(_explain(error, self.place)) from error
        raise AssertionError  # a retry context ends in a result or an error


def _explain(error: UnexpectedResponse, place: str) -> str:
    if error.status_code in REFUSED:
        return f"The Qdrant server refuses the key for {place}: set VRAAGBAAK_LIBRARY__API_KEY."
    detail = " ".join(error.content.decode(errors="replace").split())[:300]
    return f"The Qdrant server answered {error.status_code} for {place}: {detail}"


def _sent(point: Point) -> models.PointStruct:
    vectors = {name: _vector(vector) for name, vector in point.vectors.items()}
    return models.PointStruct(id=point.id, vector=vectors, payload=dict(point.payload))


def _vector(vector: Vector) -> models.SparseVector | list[float]:
    if isinstance(vector, SparseVector):
        return models.SparseVector(indices=list(vector.indices), values=list(vector.values))
    return list(vector)


def _read(vectors: object) -> dict[str, Vector]:
    named: dict[str, Any] = vectors if isinstance(vectors, dict) else {}
    return {
        name: SparseVector(indices=tuple(vector.indices), values=tuple(vector.values))
        if isinstance(vector, models.SparseVector)
        else tuple(vector)
        for name, vector in named.items()
    }


def _filter(where: Where) -> models.Filter:
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


def _fusion(probes: Sequence[Probe]) -> models.FormulaQuery:
    scores = [f"$score[{place}]" for place in range(len(probes))]
    terms = [
        models.MultExpression(mult=[probe.weight, score])
        for probe, score in zip(probes, scores, strict=True)
    ]
    return models.FormulaQuery(
        formula=models.SumExpression(sum=list(terms)), defaults=dict.fromkeys(scores, 0.0)
    )
