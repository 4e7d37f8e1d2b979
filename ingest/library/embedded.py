"""The library in this process: one shard of Qdrant Edge in a folder."""

import json
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
    INTEGERS,
    KEYWORDS,
    Found,
    Point,
    Request,
    Where,
    record_id,
)
from ingest.library.embedded_forms import config_of, filter_of, fusion, read, sent, vector_of
from ingest.library.holding import Gate, Hold, busy
from ingest.library.log_files import FILLER, FILLERS, STEP, logs

PAGE = 2000
FACETS = 10_000
CONFIG = "edge_config.json"
LOCKED = "WouldBlock"


class EmbeddedEngine:
    """Qdrant Edge; one process at a time, any number of threads."""

    alone = True

    def __init__(self, folder: Path) -> None:
        """Open what is in `folder`, if anything; `LibraryBusy` when another process has it."""
        self.place = f"the folder {folder}"
        self._folder = folder
        self._shard: edge.EdgeShard | None = None
        self._written = False
        self._opening, self._gate = Lock(), Gate()
        self._hold: Hold | None = None
        self.exists()

    def exists(self) -> bool:
        """Whether the shard is there; it is opened if another process made it meanwhile."""
        with self._opening:
            if self._shard is None and (self._folder / CONFIG).exists():
                with self._translated():
                    self._shard = self._loaded()
        return self._shard is not None

    def create(self, size: int) -> None:
        """Make the shard beside its place first, so that a half-made one is never opened."""
        making = self._folder.with_name(f"{self._folder.name}.new")
        with self._translated():
            rmtree(making, ignore_errors=True)
            making.mkdir(parents=True)
            shard = edge.EdgeShard.create(str(making), config_of(size))
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
        self._update(edge.UpdateOperation.upsert_points([sent(point) for point in points]))

    def change(self, where: Where, changes: Mapping[str, Any]) -> None:
        """Change some fields of all points that fit."""
        self._update(edge.UpdateOperation.set_payload_by_filter(filter_of(where), dict(changes)))

    def delete(self, where: Where) -> None:
        """Remove all points that fit."""
        self._update(edge.UpdateOperation.delete_points_by_filter(filter_of(where)))

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
            request = edge.ScrollRequest(offset, PAGE, filter_of(where), **wanted)
            with self._using() as shard:
                records, offset = shard.scroll(request)
            for found in records:
                payload = found.payload or {}
                yield Point(id=str(found.id), payload=payload, vectors=read(found.vector))
            if offset is None:
                return

    def count(self, where: Where) -> int:
        """How many points fit."""
        request = edge.CountRequest(exact=True, filter=filter_of(where))
        with self._using() as shard:
            return shard.count(request)

    def facet(self, key: str, where: Where) -> dict[str, int]:
        """How many points fit, per value of a keyword field."""
        request = edge.FacetRequest(key, limit=FACETS, exact=True, filter=filter_of(where))
        with self._using() as shard:
            return {str(hit.value): hit.count for hit in shard.facet(request).hits}

    def search(self, request: Request) -> list[Found]:
        """Best first; the filter stands in every prefetch, so nothing else is ever scored."""
        query = edge.QueryRequest(
            limit=request.limit,
            prefetches=[
                edge.Prefetch(
                    request.reach,
                    edge.Query.Nearest(vector_of(probe.vector), using=probe.name),
                    filter=filter_of(request.where),
                )
                for probe in request.probes
            ],
            query=fusion(request.probes),
            with_payload=True,
        )
        with self._using() as shard:
            return [Found(payload=hit.payload or {}, score=hit.score) for hit in shard.query(query)]

    def flush(self) -> None:
        """Return when all that was written is on disk."""
        with self._using() as shard:
            shard.flush()

    def erase(self) -> None:
        """Leave nothing on disk of what was deleted: neither in segments nor in the log.

        Searches wait meanwhile.
        """
        self._push_log()
        with self._gate.alone():
            size = self._size()
            self._reload(config_of(size, vacuum=True))
            with self._using() as shard:
                shard.optimize()
            self._reload(config_of(size))

    def close(self) -> None:
        """Let another process in; what was written is merged and indexed first.

        Not earlier: it stops all threads (3 s at 20,000 passages), and a search gains nothing.
        """
        with self._gate.alone():
            shard, self._shard = self._shard, None
            hold, self._hold = self._hold, None
            if shard is None or hold is None:
                return
            try:
                with self._translated():
                    if self._written:
                        shard.optimize()
                    shard.flush()
                    shard.close()
            finally:
                hold.release()

    def _push_log(self) -> None:
        """The engine drops a file of its log once two newer ones are full and flushed."""
        full = logs(self._folder)
        for turn in range(FILLERS):
            if turn % STEP == 0:
                self.flush()
                if not full & logs(self._folder):
                    break
            self.keep("filler", {"filler": FILLER})
        with self._using() as shard:
            shard.update(edge.UpdateOperation.delete_points([record_id("filler")]))

    def _size(self) -> int:
        made = json.loads((self._folder / CONFIG).read_text(encoding="utf-8"))
        return int(made["vectors"].get(DENSE, {}).get("size", 0))

    def _loaded(self) -> edge.EdgeShard:
        hold = Hold(self._folder)
        try:
            shard = edge.EdgeShard.load(str(self._folder), config_of(0))
        except BaseException:
            hold.release()
            raise
        self._hold = hold
        return shard

    def _reload(self, config: edge.EdgeConfig) -> None:
        shard, self._shard = self._shard, None
        with self._translated():
            if shard is not None:
                shard.flush()
                shard.close()
            self._shard = edge.EdgeShard.load(str(self._folder), config)

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
        with self._gate.inside():
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
                raise LibraryBusy(busy(self.place)) from error
            raise LibraryError(f"The library in {self.place} failed: {error}") from error
