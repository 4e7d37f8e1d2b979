"""A JSON interface of another system on loopback, that can fail or lose its answer when told to."""

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlsplit


class Call(NamedTuple):
    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: Mapping[str, str]


@dataclass
class Faulty(ABC):
    """`faults`: by the name of a call, what happens on the next ones: `lost`, `down`, a status."""

    calls: list = field(default_factory=list, init=False)
    faults: dict = field(default_factory=dict, init=False)
    url: str = field(default="", init=False)

    @abstractmethod
    def done(self, call: Call) -> tuple[int, Any]:
        """Do what is asked; a status and what is said."""

    def named(self, call: Call) -> str:
        return f"{call.method} {call.path}"


Server = TypeVar("Server", bound=Faulty)


@contextmanager
def loopback(state: Server, base: str) -> Iterator[Server]:
    """The server, on a port of its own, below `base`."""
    handler = type("Bound", (_Handler,), {"state": state, "base": base})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        state.url = f"http://127.0.0.1:{http.server_address[1]}"
        yield state
        http.shutdown()


class _Handler(BaseHTTPRequestHandler):
    state: Faulty
    base: str

    def log_message(self, *_):
        pass

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def _answer(self, method):
        parts = urlsplit(self.path)
        path = parts.path.removeprefix(self.base)
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        call = Call(method, path, dict(parse_qsl(parts.query)), body, self.headers)
        name = self.state.named(call)
        self.state.calls.append(name)
        faults = self.state.faults.get(name, [])
        fault = faults.pop(0) if faults else None
        if isinstance(fault, int):
            self._json(fault, {"error": "fault"})
            return
        status, said = (0, None) if fault == "down" else self.state.done(call)
        if fault in {"down", "lost"}:
            self.connection.close()
        else:
            self._json(status, said)

    def _json(self, status, said):
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
