"""A scripted model server, for what a real one cannot be made to do, such as ignore a grammar."""

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OBEDIENT = "obedient"


class Script:
    """What the server answers, and what it was asked."""

    def __init__(self, **changes):
        self.version = {"version": "0.32.0"}
        self.models = {"data": [{"id": "tiny"}]}
        self.text = OBEDIENT
        self.key = "geheim"
        self.asked = []
        self.__dict__.update(changes)

    def answer(self, path, headers, body):
        self.asked.append((path, body))
        if path == "/version":
            return (200, self.version) if self.version else (404, {})
        if headers.get("Authorization") != f"Bearer {self.key}":
            return 401, {"error": "Unauthorized"}
        return (200, self.models) if path == "/v1/models" else self.write(body)

    def write(self, body):
        if self.text is None:
            return 400, {"error": "structured_outputs is not supported"}
        text = self.text
        if text is OBEDIENT:
            text = "nee " + re.search(r"\d+", body["structured_outputs"]["regex"])[0]
        return 200, {"choices": [{"message": {"content": text}}]}


@contextmanager
def served(**changes):
    """The script, and the address (ending in /v1) under which it answers."""
    script = Script(**changes)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            status, told = script.answer(self.path, self.headers, body)
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815  the name is http.server's

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield script, f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
