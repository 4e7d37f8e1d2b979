"""A model server on loopback that speaks the OpenAI protocol and behaves as a test tells it to."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "sleutel"
MODEL = "tiny"
WINDOW = 4096
PIECE = re.compile(r".{1,7}", re.DOTALL)
CALM = threading.Event()
"""Never set: what waits for it pauses, or hangs."""


@dataclass(frozen=True)
class Script:
    """What the model does with one request: waits, says `said` in pieces, and ends."""

    said: str | Callable[[str], str] = ""
    """Its words, or what makes them of the prompt."""
    status: int = 200
    first: float = 0.0
    """Seconds before the first piece."""
    pause: float = 0.0
    """Seconds before each piece."""
    end: str = "stop"
    """`stop`, `length`, `cut` (the connection breaks), `hang`, `mute` (no word on how it ended),
    `error` or `full` (an error within the stream), `garbage`, or `endless` (`said` again)."""


@dataclass
class ModelServer:
    """What was asked of it, and what it does: `scripts` by a word of the prompt, else `script`."""

    script: Script = Script()
    scripts: dict[str, Script] = field(default_factory=dict)
    choice: str | Callable[[str], str] | None = None
    """What it picks from a list, or what makes that of the message; None picks the first."""
    deaf: bool = False
    """It ignores the answer grammar, as a server does that does not know it."""
    asked: list[dict] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    """Texts of which it was asked how many tokens they have."""
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when a reader left before the end."""
    on_piece: Callable[[], None] = lambda: None
    address: str = ""

    def settings(self, **changes) -> dict:
        """The settings of `chat` that lead here."""
        return {"url": f"{self.address}/v1", "model": MODEL, "key": KEY, **changes}


@contextmanager
def serving(server: ModelServer) -> Iterator[ModelServer]:
    """The server in a thread, on a port of its own."""
    handler = type("Bound", (_Handler,), {"model": server})
    with _Threads(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
        server.address = f"http://127.0.0.1:{http.server_address[1]}"
        yield server
        http.shutdown()


class _Threads(ThreadingHTTPServer):
    request_queue_size = 128
    block_on_close = False


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: ModelServer

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self._allowed():
            self._json({"data": [{"id": MODEL, "object": "model", "max_model_len": WINDOW}]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self._allowed():
            return
        if self.path == "/tokenize":
            self.model.counted.append(body["prompt"])
            self._json({"count": len(body["prompt"]) // 4 + 1})
            return
        self.model.asked.append(body)
        script = self._script(body)
        if script.status != 200:
            self._json(
                {"error": {"message": "no", "code": script.status}}, script.status, script.said
            )
            return
        with suppress(BrokenPipeError, ConnectionResetError):
            self._stream(script)
            return
        self.model.gone.set()

    def _script(self, body) -> Script:
        wanted = body.get("structured_outputs", {})
        only = re.fullmatch(r'root ::= "(.*)"', wanted.get("grammar", ""))
        if only and not self.model.deaf:
            return Script(only[1])
        if "choice" in wanted:
            known, choice = self.model.scripts.get("choice"), self.model.choice
            choice = choice(body["messages"][-1]["content"]) if callable(choice) else choice
            return known or Script(choice or wanted["choice"][0])
        said = " ".join(message["content"] for message in body["messages"])
        found = (script for word, script in self.model.scripts.items() if word in said)
        script = next(found, self.model.script)
        return replace(script, said=script.said(said)) if callable(script.said) else script

    def _stream(self, script: Script):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        CALM.wait(script.first)
        for piece in self._pieces(script):
            CALM.wait(script.pause)
            self.model.on_piece()
            self._event({"choices": [{"index": 0, "delta": {"content": piece}}]})
        self._end(script.end)

    def _pieces(self, script: Script):
        yield from PIECE.findall(script.said)
        while script.end == "endless":
            yield from PIECE.findall(script.said)

    def _end(self, end: str):
        if end == "cut":
            self.connection.close()
        elif end == "garbage":
            self.wfile.write(b"data: {no json\n\n")
        elif end in {"error", "full"}:
            code = 503 if end == "full" else 500
            self._event({"error": {"message": "engine died or busy", "code": code}})
        elif end == "hang":
            while True:  # a comment is no word of the model; it only tells that the reader is there
                CALM.wait(0.05)
                self.wfile.write(b": still here\n\n")
        elif end != "mute":
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": end}]})
            usage = {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14}
            self._event({"choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, data: dict):
        known = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
        self.wfile.write(f"data: {json.dumps(known | data)}\n\n".encode())

    def _json(self, data: dict, status: int = 200, elsewhere: str = ""):
        content = json.dumps(data).encode()
        self.send_response(status)
        if elsewhere:
            self.send_header("location", elsewhere)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _allowed(self) -> bool:
        if self.headers.get("authorization") == f"Bearer {KEY}":
            return True
        self._json({"error": {"message": "no"}}, 401)
        return False
