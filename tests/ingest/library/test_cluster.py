"""What a Qdrant server is really asked when a collection is made for a cluster, and searched."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from configs.slices.library import LibraryCluster
from ingest.library.domain import DENSE, GRAMS, WORDS, Probe, Request, in_edition
from ingest.library.server import ServerEngine
from ingest.library.server_connection import Connection
from ingest.library.server_generations import ServerGenerations
from models.domain import SparseVector

ONE = SparseVector(indices=(1,), values=(1.0,))


class Listening:
    """An HTTP server on loopback that says yes to everything, and keeps what it was asked."""

    def __init__(self):
        self.asked, self.aliases = [], []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                content = json.loads(self.rfile.read(length)) if length else None
                server.asked.append((self.command, self.path.split("?")[0], content))
                body = json.dumps({"result": server.result(self.path), "status": "ok", "time": 0.0})
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def do_GET(self):
                self.answer()

            def do_PUT(self):
                self.answer()

            def do_POST(self):
                self.answer()

            def do_DELETE(self):
                self.answer()

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def result(self, path):
        if path.endswith("/points/query"):
            return {"points": []}
        if path == "/aliases":
            return {"aliases": self.aliases}
        if path == "/collections":
            return {"collections": [{"name": name} for name in ("town", "town.2", "town2", "x")]}
        return {"operation_id": 1, "status": "completed"} if "index" in path else True

    def bodies(self, method, path):
        return [content for how, where, content in self.asked if (how, where) == (method, path)]

    def close(self):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server():
    listening = Listening()
    yield listening
    listening.close()


def made(server, size=0, **cluster):
    engine = ServerEngine(Connection(server.url), "town", LibraryCluster(**cluster))
    engine.create(size)
    engine.close()
    return server.bodies("PUT", "/collections/town")[0]


def test_by_default_a_collection_is_made_for_one_server(server):
    asked = made(server)
    assert "shard_number" not in asked, "the server knows its nodes"
    assert (asked["replication_factor"], asked["write_consistency_factor"]) == (1, 1)
    assert asked["on_disk_payload"] is True
    assert asked["sparse_vectors"] == {WORDS: {"modifier": "idf"}, GRAMS: {"modifier": "idf"}}
    assert asked.get("vectors") in (None, {})


def test_shards_replicas_and_what_lies_on_disk(server):
    asked = made(
        server,
        size=384,
        shards=6,
        replicas=2,
        write_consistency=2,
        sparse_on_disk=True,
        vectors_on_disk=True,
        hnsw_on_disk=True,
        hnsw_m=32,
        hnsw_ef_construct=200,
        payload_on_disk=False,
    )
    assert asked["shard_number"] == 6
    assert (asked["replication_factor"], asked["write_consistency_factor"]) == (2, 2)
    assert asked["on_disk_payload"] is False
    assert asked["sparse_vectors"][GRAMS] == {"modifier": "idf", "index": {"on_disk": True}}
    assert asked["vectors"][DENSE] == {
        "size": 384,
        "distance": "Cosine",
        "on_disk": True,
        "hnsw_config": {"m": 32, "ef_construct": 200, "on_disk": True},
    }


@pytest.mark.parametrize(
    ("quantisation", "sent"),
    [
        ("int8", {"scalar": {"type": "int8", "quantile": 0.99, "always_ram": True}}),
        ("binary", {"binary": {"always_ram": True}}),
    ],
)
def test_quantised_vectors_are_searched_small_and_scored_in_full(server, quantisation, sent):
    asked = made(server, size=1024, quantisation=quantisation)
    assert asked["vectors"][DENSE]["quantization_config"] == sent
    cluster = LibraryCluster(quantisation=quantisation, oversampling=3.0, search_ef=128)
    engine = ServerEngine(Connection(server.url), "town", cluster)
    probes = (
        Probe(name=WORDS, vector=ONE, weight=1.0),
        Probe(name=DENSE, vector=(0.5,) * 4, weight=1.0),
    )
    engine.search(Request(probes=probes, where=in_edition(1), limit=5, reach=50))
    engine.close()
    words, dense = server.bodies("POST", "/collections/town/points/query")[0]["prefetch"]
    assert "params" not in words
    assert dense["params"] == {
        "hnsw_ef": 128,
        "quantization": {"rescore": True, "oversampling": 3.0},
    }


def test_every_field_that_is_filtered_on_has_an_index(server):
    made(server, indexes_on_disk=True)
    asked = {
        one["field_name"]: one["field_schema"]
        for one in server.bodies("PUT", "/collections/town/index")
    }
    assert set(asked) == {"since", "until", "id", "url", "source", "audience", "stale"}
    assert asked["url"] == {"type": "keyword", "on_disk": True}
    assert asked["since"] == {"type": "integer", "lookup": False, "range": True, "on_disk": True}


def test_the_switch_to_another_collection_is_one_request(server):
    generations = ServerGenerations(Connection(server.url), "town", LibraryCluster())
    assert generations.live() == "town"
    assert generations.all() == ["town", "town.2"]
    generations.switch("town.2")
    server.aliases = [{"alias_name": "town.live", "collection_name": "town.2"}]
    assert generations.live() == "town.2"
    generations.switch("town.3")
    generations.drop("town")
    first, second = server.bodies("POST", "/collections/aliases")
    create = {"alias_name": "town.live", "collection_name": "town.2"}
    assert first == {"actions": [{"create_alias": create}]}
    assert second["actions"] == [
        {"delete_alias": {"alias_name": "town.live"}},
        {"create_alias": {**create, "collection_name": "town.3"}},
    ]
    assert len(server.bodies("DELETE", "/collections/town")) == 1
