"""What a server may answer instead of working: refusal, failure, a lost connection."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ingest.domain import LibraryError
from ingest.library.server import ServerEngine

ABSENT = (200, {"result": {"exists": False}, "status": "ok", "time": 0.0})
LOST = (0, {})


@pytest.fixture
def server():
    """An HTTP server on loopback that gives `answers` by turns, the last one for ever."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, content = answers.pop(0) if len(answers) > 1 else answers[0]
            self.close_connection = True
            if not status:
                return
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    answers = [ABSENT]
    listening = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}", answers
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def engine(server):
    engine = ServerEngine(server[0], "vraagbaak")
    yield engine
    engine.close()


def test_a_lost_connection_is_tried_again(engine, server):
    server[1][:] = [LOST, ABSENT]
    assert engine.exists() is False


def test_a_refused_key_names_the_setting(engine, server):
    server[1][:] = [(401, {"status": {"error": "Must provide an API key"}})]
    with pytest.raises(LibraryError, match="VRAAGBAAK_LIBRARY__API_KEY"):
        engine.exists()


def test_a_failing_server_is_quoted(engine, server):
    server[1][:] = [(500, {"status": {"error": "Disk is full"}})]
    with pytest.raises(LibraryError, match=r"answered 500 for the collection vraagbaak.*Disk is"):
        engine.exists()


def test_an_address_that_is_none_names_the_setting():
    with pytest.raises(LibraryError, match="VRAAGBAAK_LIBRARY__URL"):
        ServerEngine("http://host:notaport", "vraagbaak")
