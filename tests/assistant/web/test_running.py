"""The server ends soon after it is told to, whatever pages stand open."""

import resource
import signal
import subprocess
import sys
from socket import socket
from time import monotonic

import httpx
import pytest

from assistant.web import running

ENDLESS = """
import asyncio
from fastapi import FastAPI
from starlette.responses import StreamingResponse
from assistant.web import running
from configs.slices.server import ServerSettings
running.FAREWELL = 1
async def endless():
    yield "begun"
    await asyncio.sleep(1000)
app = FastAPI()
app.get("/")(lambda: StreamingResponse(endless()))
print("ready", flush=True)
running.run(app, ServerSettings(port={port}))
"""


@pytest.fixture
def free_port():
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def test_an_open_page_does_not_keep_the_server_alive(free_port):
    command = [sys.executable, "-c", ENDLESS.format(port=free_port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as it:
        assert it.stdout.readline() == "ready\n"
        transport = httpx.HTTPTransport(retries=8)
        with (
            httpx.Client(transport=transport) as client,
            client.stream("GET", f"http://127.0.0.1:{free_port}/") as reply,
        ):
            assert next(reply.iter_text()) == "begun"
            told = monotonic()
            it.send_signal(signal.SIGTERM)
            assert it.wait(20) in {0, -signal.SIGTERM}
        assert monotonic() - told < 10
        assert "Traceback" not in it.stderr.read()


def test_many_files_may_be_open(monkeypatch):
    kept = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, kept[1]), kept[1]))
        wanted = min(running.FILES, kept[1])
        assert running.open_many() == resource.getrlimit(resource.RLIMIT_NOFILE)[0] == wanted
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, kept)
