"""The collections of a library on a Qdrant server, and the alias that names one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from qdrant_client import models

from configs.slices.library import LibraryCluster
from ingest.library.generations import LIVE, LONG_AGO, ours
from ingest.library.server import ServerEngine
from ingest.library.server_connection import Connection
from ingest.library.state import STATE


class ServerGenerations:
    """`<name>`, `<name>.2` …; the alias `<name>.live` says which is the library."""

    def __init__(self, connection: Connection, base: str, cluster: LibraryCluster) -> None:
        self._connection, self._cluster, self.base = connection, cluster, base
        self._alias = f"{base}{LIVE}"

    def live(self) -> str:
        """What the alias stands for; the first one before there is such an alias."""
        return self._target() or self.base

    def since(self) -> datetime:
        """When it was made, as its own record says."""
        with self.reading(self.live()) as engine:
            record = engine.record(STATE, ["made_at"]) if engine.exists() else None
        made = (record or {}).get("made_at")
        return datetime.fromisoformat(made) if made else LONG_AGO

    def all(self) -> list[str]:
        """All collections of this name."""
        with self._connection.taken() as client:
            there = self._connection.ask(self._place, client.get_collections)
        return ours((one.name for one in there.collections), self.base)

    def open(self, name: str) -> ServerEngine:
        """The engine on one collection."""
        return ServerEngine(self._connection, name, self._cluster)

    @contextmanager
    def reading(self, name: str) -> Iterator[ServerEngine]:
        """The same: a server answers everybody."""
        engine = self.open(name)
        try:
            yield engine
        finally:
            engine.close()

    def switch(self, name: str) -> None:
        """Delete and create the alias in one request, which the server carries out whole."""
        create = models.CreateAliasOperation(
            create_alias=models.CreateAlias(collection_name=name, alias_name=self._alias)
        )
        delete = models.DeleteAliasOperation(
            delete_alias=models.DeleteAlias(alias_name=self._alias)
        )
        steps: list[models.CreateAliasOperation | models.DeleteAliasOperation] = [create]
        if self._target():
            steps.insert(0, delete)
        with self._connection.taken() as client:
            self._connection.ask(self._place, lambda: client.update_collection_aliases(steps))

    def drop(self, name: str) -> None:
        """Remove the collection with all its files."""
        with self._connection.taken() as client:
            self._connection.ask(self._place, lambda: client.delete_collection(name))

    @property
    def _place(self) -> str:
        return f"the library {self.base} at {self._connection.url}"

    def _target(self) -> str | None:
        with self._connection.taken() as client:
            answer = self._connection.ask(self._place, client.get_aliases)
        named = {one.alias_name: one.collection_name for one in answer.aliases}
        return named.get(self._alias)
