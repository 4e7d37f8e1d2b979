"""A server that runs is asked to sync, answers meanwhile, and then from what is new."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.ingest.sites import Site, text_about

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site():
    site = Site()
    site.put("/", "Gemeente", text_about("producten"), ["/paspoort"])
    site.put("/paspoort", "Paspoort", "Een paspoort kost 88 euro. U haalt het na vijf dagen op.")
    yield site
    site.close()


@pytest.fixture
def environment(site, tmp_path):
    (tmp_path / "bron.yaml").write_text(
        f"name: gemeente\nowner: Gemeente X\nreview_by: 2090-01-01\nstart: {site.url}/\n"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        **os.environ,
        "VRAAGBAAK_DATA": str(tmp_path / "data"),
        "VRAAGBAAK_SERVER__PORT": str(port),
        "VRAAGBAAK_INGEST__SOURCES": str(tmp_path / "bron.yaml"),
        "VRAAGBAAK_INGEST__ALLOW_PRIVATE_HOSTS": "true",
        "VRAAGBAAK_INGEST__DELAY": "0",
    }


@pytest.fixture
def server(environment):
    command = [sys.executable, "-m", "assistant", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{environment['VRAAGBAAK_SERVER__PORT']}"
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            urlopen(f"{url}/health/live", timeout=5).close()
            break
        except (URLError, OSError):
            assert process.poll() is None
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait(timeout=30)


def ask(server, question):
    body = json.dumps({"question": question, "conversation": None}).encode()
    request = Request(f"{server}/api/v1/ask", body, {"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as response:
        return json.load(response)


def test_the_server_syncs_for_the_command_and_answers_from_the_new_edition(
    server, environment, site
):
    assert ask(server, "Wat kost een paspoort?")["outcome"] == "no_source"

    def sync():
        command = [sys.executable, "-m", "ingest", "sync", "--json"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=True
        )
        return json.loads(done.stdout)["reports"][0]

    assert sync()["counts"] == {"created": 2}
    answer = ask(server, "Wat kost een paspoort?")
    assert "88 euro" in answer["claims"][0]["text"]
    site.put("/paspoort", "Paspoort", "Een paspoort kost 91 euro. U haalt het na vijf dagen op.")
    report = sync()
    assert (report["edition"], report["counts"]) == (2, {"changed": 1, "unchanged": 1})
    assert "91 euro" in ask(server, "Wat kost een paspoort?")["claims"][0]["text"]
