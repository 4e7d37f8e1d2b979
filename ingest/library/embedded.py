"""The library in this process: one shard of Qdrant Edge in a folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from threading import Lock
from typing import Any

import qdrant_edge as edge

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

PAGE = 2000
FACETS = 10_000
LOCKED = "WouldBlock"


class EmbeddedEngine:
    """Qdrant Edge; one process at a time, any number of threads."""

    alone = True

    def __init__(self, folder: Path) -> None:
        """Open what is in `folder`, if anything; `LibraryBusy` when another process has it."""
        self.place = f"the folder {folder}"
        self.remedy = f"Remove the folder {folder}"
        self._folder = folder
        self._shard: edge.EdgeShard | None = None
        self._written = False
        self._opening = Lock()
        self.exists()

    def exists(self) -> bool:
        """Whether the shard is there; it is opened if another process made it meanwhile."""
        with self._opening:
            if self._shard is None and (self._folder / "edge_config.json").exists():
                with self._translated():
                    self._shard = edge.EdgeShard.load(str(self._folder))
        return self._shard is not None

    def create(self, size: int) -> None:
        """Make the shard beside its place first, so that a half-made one is never opened."""
        sparse = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf)
        dense = {DENSE: edge.EdgeVectorParams(size, edge.Distance.Cosine)} if size else None
        config = edge.EdgeConfig(vectors=dense, sparse_vectors={WORDS: sparse, GRAMS: sparse})
        making = self._folder.with_name(f"{self._folder.name}.new")
        with self._translated():
            rmtree(making, ignore_errors=True)
            making.mkdir(parents=True)
            shard = edge.EdgeShard.create(str(making), config)
            self._index(shard)
            shard.flush()
            shard.close()
            making.rename(self._folder)
        self.exists()

    def record(self, key: str, fields: Sequence[str] = ()) -> dict[str, Any] | None:
        """The record at `key`: these fields of it, or all."""
        with self._using() as shard:
            found = shard.retrieve([record_id(key)], list(fields) or True, False)
        return dict(found[0].payload or {}) if found else None

    def keep(self, key: str, payload: Mapping[str, Any]) -> None:
        """Write a whole record."""
        point = edge.Point(record_id(key), {}, dict(payload))
        self._update(edge.UpdateOperation.upsert_points([point]))

    def amend(self, key: str, changes: Mapping[str, Any]) -> None:
        """Change some fields of a record, in one step."""
        self._update(edge.UpdateOperation.set_payload([record_id(key)], dict(changes)))

    def put(self, points: Sequence[Point]) -> None:
        """Write points; one with the same id is replaced."""
        self._update(edge.UpdateOperation.upsert_points([_sent(point) for point in points]))

    def change(self, where: Where, changes: Mapping[str, Any]) -> None:
        """Change some fields of all points that fit."""
        self._update(edge.UpdateOperation.set_payload_by_filter(_filter(where), dict(changes)))

    def delete(self, where: Where) -> None:
        """Remove all points that fit."""
        self._update(edge.UpdateOperation.delete_points_by_filter(_filter(where)))

    def scroll(
        self, where: Where, fields: Sequence[str], vectors: Sequence[str] = ()
    ) -> Iterator[Point]:
        """All points that fit, with these fields and vectors."""
        offset: edge.PointId | None = None
        while True:
            wanted: Any = {
                "with_payload": list(fields) or False,
                "with_vector": list(vectors) or False,
            }
            request = edge.ScrollRequest(offset, PAGE, _filter(where), **wanted)
            with self._using() as shard:
                records, offset = shard.scroll(request)
            for found in records:
                payload = found.payload or {}
                yield Point(id=str(found.id), payload=payload, vectors=_read(found.vector))
            if offset is None:
                return

    def count(self, where: Where) -> int:
        """How many points fit."""
        request = edge.CountRequest(exact=True, filter=_filter(where))
        with self._using() as shard:
            return shard.count(request)

    def facet(self, key: str, where: Where) -> dict[str, int]:
        """How many points fit, per value of a keyword field."""
        request = edge.FacetRequest(key, limit=FACETS, exact=True, filter=_filter(where))
        with self._using() as shard:
            return {str(hit.value): hit.count for hit in shard.facet(request).hits}

    def search(self, request: Request) -> list[Found]:
        """Best first; the filter stands in every prefetch, so nothing else is ever scored."""
        query = edge.QueryRequest(
            limit=request.limit,
            prefetches=[
                edge.Prefetch(
                    request.reach,
                    edge.Query.Nearest(_vector(probe.vector), using=probe.name),
                    filter=_filter(request.where),
                )
                for probe in request.probes
            ],
            query=_fusion(request.probes),
            with_payload=True,
        )
        with self._using() as shard:
            return [Found(payload=hit.payload or {}, score=hit.score) for hit in shard.query(query)]

    def flush(self) -> None:
        """Return when all that was written is on disk."""
        with self._using() as shard:
            shard.flush()

    def close(self) -> None:
        """Let another process in; what was written is merged and indexed first.

        Not earlier: it stops all threads (3 s at 20,000 passages), and a search gains nothing.
        """
        with self._opening:
            shard, self._shard = self._shard, None
        if shard is not None:
            with self._translated():
                if self._written:
                    shard.optimize()
                shard.flush()
                shard.close()

    def _index(self, shard: edge.EdgeShard) -> None:
        kinds = dict.fromkeys(INTEGERS, edge.PayloadSchemaType.Integer)
        kinds |= dict.fromkeys(KEYWORDS, edge.PayloadSchemaType.Keyword)
        for field, kind in kinds.items():
            shard.update(edge.UpdateOperation.create_field_index(field, kind))

    def _update(self, operation: edge.UpdateOperation) -> None:
        with self._using() as shard:
            self._written = True
            shard.update(operation)

    @contextmanager
    def _using(self) -> Iterator[edge.EdgeShard]:
        shard = self._shard
        if shard is None:
            raise LibraryError(f"The library in {self.place} is closed, or not made yet.")
        with self._translated():
            yield shard

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LibraryError(f"The library in {self.place}: {error}.") from error
        except Exception as error:
            if type(error) is not Exception:  # the engine raises nothing narrower than this
                raise
            if LOCKED in str(error):
                raise LibraryBusy(
                    f"Another process has the library in {self.place} open. Stop it first, or "
                    "use a Qdrant server (VRAAGBAAK_LIBRARY__ENGINE=server)."
                ) from error
            raise LibraryError(f"The library in {self.place} failed: {error}") from error


def _sent(point: Point) -> edge.Point:
    vectors: Any = {name: _vector(vector) for name, vector in point.vectors.items()}
    return edge.Point(point.id, vectors, dict(point.payload))


def _vector(vector: Vector) -> edge.SparseVector | list[float]:
    if isinstance(vector, SparseVector):
        return edge.SparseVector(list(vector.indices), list(vector.values))
    return list(vector)


def _read(vectors: object) -> dict[str, Vector]:
    named: dict[str, Any] = vectors if isinstance(vectors, dict) else {}
    return {
        name: SparseVector(indices=tuple(vector.indices), values=tuple(vector.values))
        if isinstance(vector, edge.SparseVector)
        else tuple(vector)
        for name, vector in named.items()
    }


def _filter(where: Where) -> edge.Filter:
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


def _fusion(probes: Sequence[Probe]) -> edge.Formula:
    scores = [f"$score[{place}]" for place in range(len(probes))]
    terms = [
        edge.Expression.Mult(
            [edge.Expression.Constant(probe.weight), edge.Expression.Variable(score)]
        )
        for probe, score in zip(probes, scores, strict=True)
    ]
    return edge.Formula(edge.Expression.Sum(terms), dict.fromkeys(scores, 0.0))
