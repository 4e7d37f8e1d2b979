"""The library on a Qdrant server or cluster; local mode for development and tests."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from qdrant_client import QdrantClient, models

from configs.slices.library import LibraryCluster
from ingest.library.domain import DENSE, Found, Point, Request, Where, record_id
from ingest.library.server_connection import Connection
from ingest.library.server_forms import filter_of, fusion, read, sent, vector_of
from ingest.library.server_making import collection_of, dense_search, indexes_of

Result = TypeVar("Result")
PAGE = 500
FACETS = 10_000


class ServerEngine:
    """One collection on a server or cluster, or in a local folder (see `Connection`)."""

    def __init__(
        self,
        connection: Connection | str,
        collection: str,
        cluster: LibraryCluster | None = None,
    ) -> None:
        """Connect, to an address or with others; nothing is asked of the server yet."""
        shared = connection if isinstance(connection, Connection) else Connection(connection)
        self.place = f"the collection {collection} at {shared.url}"
        self.alone = shared.local
        self._connection, self._collection = shared, collection
        self._cluster = cluster or LibraryCluster()
        self._open = True
        shared.take()

    @property
    def _client(self) -> QdrantClient:
        return self._connection.client

    def exists(self) -> bool:
        """Whether the collection is there."""
        return self._ask(self._client.collection_exists)

    def create(self, size: int) -> None:
        """Make the collection and the indexes of its fields."""
        self._ask(self._client.create_collection, **collection_of(size, self._cluster))
        for field, kind in {} if self.alone else indexes_of(self._cluster).items():
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
        self._ask(self._client.upsert, [sent(point) for point in points], wait=True)

    def change(self, where: Where, changes: Mapping[str, Any]) -> None:
        """Change some fields of all points that fit."""
        self._ask(self._client.set_payload, dict(changes), filter_of(where), wait=True)

    def delete(self, where: Where) -> None:
        """Remove all points that fit."""
        selector = models.FilterSelector(filter=filter_of(where))
        self._ask(self._client.delete, selector, wait=True)

    def scroll(
        self, where: Where, fields: Sequence[str], vectors: Sequence[str] = ()
    ) -> Iterator[Point]:
        """All points that fit, with these fields and vectors."""
        offset: Any = None
        while True:
            records, offset = self._ask(
                self._client.scroll,
                scroll_filter=filter_of(where),
                limit=PAGE,
                offset=offset,
                with_payload=list(fields) or False,
                with_vectors=list(vectors) or False,
            )
            for found in records:
                payload = found.payload or {}
                yield Point(id=str(found.id), payload=payload, vectors=read(found.vector))
            if offset is None:
                return

    def count(self, where: Where) -> int:
        """How many points fit."""
        return self._ask(self._client.count, count_filter=filter_of(where), exact=True).count

    def facet(self, key: str, where: Where) -> dict[str, int]:
        """How many points fit, per value of a keyword field."""
        answer = self._ask(
            self._client.facet, key, facet_filter=filter_of(where), limit=FACETS, exact=True
        )
        return {str(hit.value): hit.count for hit in answer.hits}

    def search(self, request: Request) -> list[Found]:
        """Best first; the filter stands in every prefetch, so nothing else is ever scored."""
        prefetch = [
            models.Prefetch(
                query=vector_of(probe.vector),
                using=probe.name,
                filter=filter_of(request.where),
                limit=request.reach,
                params=dense_search(self._cluster) if probe.name == DENSE else None,
            )
            for probe in request.probes
        ]
        answer = self._ask(
            self._client.query_points,
            prefetch=prefetch,
            query=fusion(request.probes),
            limit=request.limit,
            with_payload=True,
        )
        return [Found(payload=hit.payload or {}, score=hit.score) for hit in answer.points]

    def flush(self) -> None:
        """Nothing to do: every write waited until the server had it in its log."""

    def erase(self) -> None:
        """Leave nothing on disk of what was deleted, as far as the server lets us.

        Local mode rewrites its file. A server vacuums its segments by itself, once a fifth of one
        is deleted; a rebuild, whose old collection is then dropped, does it for certain.
        """
        folder = Path(self._connection.url) / "collection" / self._collection
        if self.alone and (file := folder / "storage.sqlite").is_file():
            with self._connection.alone(), closing(sqlite3.connect(file)) as database:
                database.execute("VACUUM")

    def close(self) -> None:
        """Let go of the connection."""
        if self._open:
            self._open = False
            self._connection.release()

    def _ask(self, action: Callable[..., Result], *what: object, **how: object) -> Result:
        return self._connection.ask(self.place, lambda: action(self._collection, *what, **how))
