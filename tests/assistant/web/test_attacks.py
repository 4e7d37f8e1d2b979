"""What somebody with a terminal tries: doors of Gradio, forged headers, floods, dawdling."""

import asyncio
import json
import socket
import time
from contextlib import contextmanager
from threading import Thread

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request

from assistant.web import headers, patience
from assistant.web.headers import Bounded
from assistant.web.running import configured
from configs.domain import ConfigurationError
from configs.settings import load_settings
from configs.slices.server import ServerSettings
from tests.assistant.web.scripted import make_service, serving

PUBLIC = "https://vraag.waterveen.example"


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    """A server that knows the name it is called by."""
    service = make_service(tmp_path_factory.mktemp("data"), server={"public_url": PUBLIC})
    with serving(service) as address:
        yield address
    service.close()


def config_of(page: str) -> dict:
    start = page.index("window.gradio_config = ") + len("window.gradio_config = ")
    return json.JSONDecoder().raw_decode(page[start:])[0]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "//gradio_api/upload"),
        ("POST", "/gradio_api//upload"),
        ("POST", "/gradio_api/upload/"),
        ("POST", "/gradio_api/%75pload"),
        ("POST", "/./gradio_api/upload"),
        ("POST", "/balie/../gradio_api/upload"),
        ("GET", "/gradio_api/file=../../configs/default.yaml"),
        ("GET", "/gradio_api/file/etc/passwd"),
        ("GET", "/file=/etc/passwd"),
        ("GET", "/proxy=https://evil.example/"),
        ("GET", "/static/../../../../etc/passwd"),
        ("GET", "/static/..%2f..%2f..%2fetc/passwd"),
        ("GET", "/assets/%2e%2e/%2e%2e/index.html"),
        ("GET", "/assets//etc/passwd"),
        ("GET", "/gradio_api/custom_component/x/y/z/a.js"),
        ("POST", "/gradio_api/component_server/"),
        ("POST", "/gradio_api/run-history/connect"),
        ("GET", "/gradio_api/run-history/buckets"),
        ("POST", "/gradio_api/call/act"),
        ("POST", "/gradio_api/stream/x"),
        ("POST", "/gradio_api/vibe-edit/"),
        ("GET", "/gradio_api/vibe-code/"),
        ("GET", "/gradio_api/mcp/"),
        ("GET", "/gradio_api/dev/reload"),
        ("GET", "/gradio_api/token"),
        ("GET", "/login/huggingface"),
        ("GET", "/login/callback?_target_url=https://evil.example/"),
        ("GET", "/monitoring/x"),
        ("GET", "/pwa_icon"),
    ],
)
def test_no_other_spelling_opens_what_is_shut(address, method, path):
    """Sent byte for byte: clients tidy such paths up."""
    assert raw(address, f"{method} {path} HTTP/1.1").startswith("HTTP/1.1 404")


def raw(address: str, line: str, body: bytes = b"", **given: str) -> str:
    """One request as it is written, and the head and body of the reply."""
    host = address.removeprefix("http://")
    given = {"Host": host, "Connection": "close", "Content-Length": str(len(body)), **given}
    head = "\r\n".join([line, *(f"{name}: {value}" for name, value in given.items())])
    name, port = host.split(":")
    with socket.create_connection((name, int(port)), timeout=10) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n" + body)
        parts = iter(lambda: connection.recv(65536), b"")
        return b"".join(parts).decode(errors="replace")


def test_the_configuration_names_no_file_no_user_and_no_function_of_the_server(client):
    for path in ("/config", "/"):
        told = client.get(path).text
        for secret in ("balie-wachtwoord", "/home/", "site-packages", "assistant/web", ".py"):
            assert secret not in told, (path, secret)
    config = client.get("/config").json()
    assert not any(one["api_visibility"] == "public" for one in config["dependencies"])
    assert config["mode"] == "blocks"
    assert not config.get("enable_monitoring")


@pytest.mark.parametrize("number", [-1, 999, 10**30, "x", None, {"a": 1}])
def test_a_function_that_is_not_there_gives_an_error_and_no_more(address, number):
    asked = {"data": [], "fn_index": number, "session_hash": "a"}
    for path in ("/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/run/act"):
        reply = httpx.post(f"{address}{path}", json=asked)
        assert reply.status_code >= 400, path
        assert "Traceback" not in reply.text
        assert "site-packages" not in reply.text


def test_a_function_of_the_chat_called_with_nonsense_does_nothing(address, service):
    waiting = len(service.handoffs.waiting())
    functions = httpx.get(f"{address}/config").json()["dependencies"]
    for one in functions:
        asked = {"data": [{"path": "/etc/passwd"}] * 12, "fn_index": one["id"], "session_hash": "b"}
        reply = httpx.post(f"{address}/gradio_api/run/predict", json=asked)
        assert "root:" not in reply.text
        assert "Traceback" not in reply.text
    assert len(service.handoffs.waiting()) == waiting


@pytest.mark.parametrize(
    "query", ["?__theme=dark", "?view=api", "?deep_link=x", "?__sign=a&logs=container"]
)
def test_the_address_switches_nothing_on(client, query):
    reply = client.get(f"/{query}")
    assert reply.status_code == 200
    assert "unsafe-eval" not in reply.headers["content-security-policy"]
    assert "evil" not in reply.text


FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Gradio-Server": "http://evil.example",
    "X-Forwarded-Proto": "https",
    "Forwarded": "host=evil.example",
    "X-Gradio-History-Bucket": "evil/bucket",
}


def test_forged_headers_do_not_change_a_page(client):
    plain = config_of(client.get("/").text)["root"]
    forged = client.get("/", headers=FORGED)
    assert "evil" not in forged.text
    assert config_of(forged.text)["root"].removeprefix("https") == plain.removeprefix("http")


def test_a_server_that_knows_its_name_answers_to_no_other(named):
    for host in ("evil.example", "vraag.waterveen.example.evil.example", "[", ""):
        assert raw(named, "GET / HTTP/1.1", Host=host).startswith("HTTP/1.1 4"), host
    for host in ("vraag.waterveen.example", "VRAAG.waterveen.example:443", "127.0.0.1:1"):
        assert raw(named, "GET / HTTP/1.1", Host=host).startswith("HTTP/1.1 200"), host
    assert raw(named, "GET /health/live HTTP/1.1", Host="10.0.0.7").startswith("HTTP/1.1 200")
    behind = httpx.get(f"{named}/", headers={"X-Forwarded-Host": "vraag.waterveen.example"})
    assert config_of(behind.text)["root"].endswith("//vraag.waterveen.example")


@contextmanager
def running(app, **settings):
    """A server as `serve` starts it, around a small application."""
    config = configured(app, ServerSettings(port=0, **settings))
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


@pytest.fixture
def who():
    app = FastAPI()

    @app.get("/")
    def address(request: Request) -> dict[str, str]:
        return {"address": request.client.host, "scheme": request.url.scheme}

    return app


CLAIMED = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("trusted", "address", "scheme"),
    [
        ([], "127.0.0.1", "http"),
        (["192.0.2.0/24"], "127.0.0.1", "http"),
        (["127.0.0.1"], "203.0.113.9", "https"),
        (["127.0.0.0/8", "203.0.113.0/24"], "198.51.100.7", "https"),
    ],
)
def test_an_address_is_believed_of_trusted_proxies_alone(who, trusted, address, scheme):
    with running(who, trusted_proxies=trusted) as server:
        assert httpx.get(server, headers=CLAIMED).json() == {"address": address, "scheme": scheme}


def test_what_is_no_network_is_refused_by_name():
    with pytest.raises(ConfigurationError, match="TRUSTED_PROXIES"):
        load_settings("demo", server={"trusted_proxies": ["proxy.example"]})


def read_all(connection: socket.socket) -> bytes:
    connection.settimeout(10)
    return b"".join(iter(lambda: connection.recv(4096), b""))


def dawdle(server: str, *parts: bytes) -> bytes:
    """Send these one after the other with pauses, then read until the server hangs up."""
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(0.05)
        return read_all(connection)


def test_who_does_not_finish_a_head_is_let_go(who, monkeypatch):
    monkeypatch.setattr(patience, "HEAD", 0.3)
    with running(who) as server:
        for parts in ((), (b"GET / HT",), (b"GET / HTTP/1.1\r\n", b"Host: a\r\n", b"X: ")):
            assert dawdle(server, *parts) == b""
        again = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
        assert dawdle(server, again, b"GET / HTTP/1.1\r\nX").count(b"HTTP/1.1 200") == 1
        assert httpx.get(server).status_code == 200


def pour(server: str, first: bytes, most: int) -> int:
    """How many bytes a server takes before it hangs up."""
    host, port = server.removeprefix("http://").split(":")
    sent = 0
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(first)
        while sent < most:
            try:
                sent += connection.send(b"a" * 10_000)
            except OSError:
                break
            time.sleep(0.001)
    return sent


def test_a_head_without_end_is_cut_off(who):
    with running(who) as server:
        assert pour(server, b"GET / HTTP/1.1\r\nX: ", 20_000_000) < 20_000_000
        assert httpx.get(server).status_code == 200


async def test_a_body_that_drips_ends(monkeypatch):
    monkeypatch.setattr(headers, "WAIT", 0.05)
    monkeypatch.setattr(headers, "SPEED", 1e9)

    told = iter([{"type": "http.request", "body": b"a", "more_body": True}])

    async def drip():
        for message in told:
            return message
        return await asyncio.Event().wait()

    bounded = Bounded(drip)
    kinds = [(await bounded.receive())["type"] for _ in range(3)]
    assert kinds == ["http.request", "http.disconnect", "http.disconnect"]


async def test_who_waits_for_a_long_answer_is_not_let_go(monkeypatch):
    monkeypatch.setattr(headers, "WAIT", 0.01)
    monkeypatch.setattr(headers, "SPEED", 1e9)
    told = iter([{"type": "http.request", "body": b"a", "more_body": False}])

    async def receive():
        for message in told:
            return message
        await asyncio.sleep(0.1)
        return {"type": "http.disconnect", "late": True}

    bounded = Bounded(receive)
    await bounded.receive()
    assert (await bounded.receive())["late"]
