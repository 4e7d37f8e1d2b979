"""A running server has the embedded library, so the server syncs: asked to, or by itself."""

import json
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ingest.command import main
from ingest.domain import LibraryError, Search
from ingest.library.library import open_library
from ingest.locking import only_one
from ingest.reporting import kept
from ingest.scheduling import handing
from ingest.scheduling.domain import Asked
from ingest.scheduling.handing import Post, hand_over, is_served, serving
from ingest.scheduling.scheduler import scheduler
from tests.ingest.sites import Answer

ROOT = Path(__file__).parents[3]


@pytest.fixture
def served(town, tmp_path, settings):
    """Settings as the command line has them; the sources are those of the town."""
    ingest = settings.ingest.model_copy(update={"sources": tmp_path / "bronnen"})
    return settings.model_copy(update={"ingest": ingest})


@pytest.fixture
def library(served):
    library = open_library(served)
    yield library
    library.close()


def wait_for(happened):
    until = time.monotonic() + 60
    while not (found := happened()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def test_the_command_hands_its_sync_to_the_running_server(town, run, served, library):
    with scheduler(library, served):
        code, document, _ = run("sync", "--json")
        assert code == 0
        assert document["reports"][0]["counts"] == {"created": 7}
        assert library.find(Search(text="paspoort")), "without opening the library anew"
        town.pages["/trouwen"] = Answer("weg", 404)
        code, text, _ = run("sync", "gemeente")
        assert (code, "/trouwen  answers 404" in text) == (0, True)
        assert not any("trouwen" in url for url in library.holdings("gemeente"))
    assert not list((served.data / "runs").glob("*.json"))
    assert [report.failed for report in kept(served.data, "gemeente")] == [False, False]


def test_a_mistake_is_told_by_the_command_itself(town, run, served, library):
    with scheduler(library, served):
        code, _, said = run("sync", "onbekend")
        assert (code, "There is no source onbekend" in said) == (2, True)


def test_a_source_that_fails_in_the_server_is_an_error_of_the_command(
    town,
    run,
    served,
    library,
):
    town.pages["/robots.txt"] = Answer("", 500)
    with scheduler(library, served):
        code, document, _ = run("sync", "--json")
    (report,) = document["reports"]
    assert (code, report["failed"]) == (1, True)
    assert "robots.txt" in report["reason"]


def test_one_run_at_a_time_also_in_the_server(town, run, served, library):
    with scheduler(library, served), only_one(served.data):
        code, document, _ = run("sync", "--json")
    assert code == 1
    assert "Another sync is running" in document["errors"]["gemeente"]
    assert kept(served.data, "gemeente") == [], "that is no failed run of the source"


def test_a_server_that_stops_says_so_and_nothing_is_published(town, served, library):
    reached, go = threading.Event(), threading.Event()
    page = town.pages["/paspoort"]

    def slow(_):
        reached.set()
        go.wait(30)
        return page

    town.pages["/paspoort"] = slow
    said, told = [], []

    def ask():
        try:
            said.append(hand_over(Asked(), served.data, told.append).failed)
        except LibraryError as error:
            said.append(str(error))

    with scheduler(library, served):
        asking = threading.Thread(target=ask)
        asking.start()
        assert reached.wait(20)
        first = wait_for(lambda: told)[0]
        assert (first.source, first.lines) == ("gemeente", 1)
        assert first.last.url == f"{town.url}/"
        threading.Timer(0.2, go.set).start()
    asking.join(30)
    assert "The server stopped before it was done" in said[0]
    assert library.published == 0
    assert kept(served.data, "gemeente") == []


def test_the_server_reads_what_is_due_by_itself_and_only_that(town, served, library, tmp_path):
    (tmp_path / "bronnen" / "hand.yaml").write_text(
        f"name: hand\nowner: X\nreview_by: 2090-01-01\nstart: {town.url}/\nrhythm: by-hand\n"
    )
    ingest = served.ingest.model_copy(update={"schedule": 60})
    with scheduler(library, served.model_copy(update={"ingest": ingest})):
        wait_for(lambda: library.published)
        wait_for(lambda: kept(served.data, "gemeente"))
    assert set(library.sources()) == {"gemeente"}
    asked = sum(town.asked.values())
    with scheduler(library, served.model_copy(update={"ingest": ingest})):
        time.sleep(1.5)
    assert sum(town.asked.values()) == asked, "it is not due again"


def test_a_request_of_before_the_server_started_is_thrown_away(served, library):
    runs = served.data / "runs"
    runs.mkdir(parents=True)
    (runs / "oud.asked.json").write_text("{}")
    time.sleep(0.05)
    with serving(served.data):
        assert is_served(served.data)
        assert not list(runs.glob("*"))
    assert not is_served(served.data)


SERVER = """
import sys, time
from pathlib import Path
from ingest.scheduling.handing import serving
with serving(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""


def test_a_server_that_is_killed_keeps_nobody_waiting(served):
    command = [sys.executable, "-c", SERVER, str(served.data)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    server.stdout.readline()
    assert is_served(served.data)
    threading.Timer(0.5, server.kill).start()
    with pytest.raises(LibraryError, match=r"The server stopped.*run this again"):
        hand_over(Asked(), served.data, lambda _: None)
    server.wait(10)
    server.stdout.close()
    assert not list((served.data / "runs").glob("*"))
    assert not is_served(served.data)


def test_a_server_that_cannot_answer_keeps_nobody_waiting(town, served, library, monkeypatch):
    """As on a full disk: the run is done, but its outcome can't be written."""

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Post, "answer", full)
    monkeypatch.setattr(handing, "SILENCE", 2.0)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    with scheduler(library, served):
        with pytest.raises(LibraryError, match="no sign of life"):
            hand_over(Asked(), served.data, lambda _: None)
        monkeypatch.undo()
        assert hand_over(Asked(), served.data, lambda _: None).good, "the next one is served"


def test_only_what_is_due_and_not_at_rest_is_read(town, run, tmp_path):
    code, document, _ = run("sync", "--due", "--json")
    assert (code, len(document["reports"])) == (0, 1)
    code, document, _ = run("sync", "--due", "--json")
    assert (code, document["reports"]) == (0, [])
    long_ago = datetime.now(UTC).date() - timedelta(days=400)
    (tmp_path / "bronnen" / "oud.yaml").write_text(
        f"name: oud\nowner: X\nreview_by: {long_ago}\nstart: {town.url}/\n"
    )
    code, document, said = run("sync", "--json")
    assert code == 0
    assert "rests since" in document["left_out"]["oud"]
    assert "rests since" in said
    code, document, said = run("sync", "oud", "--json")
    assert (code, "rests since" in document["errors"]["oud"]) == (1, True)


def test_a_failed_run_is_kept_for_the_report(town, run, tmp_path):
    main(["sync"])
    text = (tmp_path / "bronnen" / "gemeente.yaml").read_text()
    (tmp_path / "bronnen" / "gemeente.yaml").write_text(
        text.replace(f"{town.url}/", "http://[::1]:1/")
    )
    assert run("sync")[0] == 1
    last = json.loads((tmp_path / "data" / "reports" / "gemeente.json").read_text())
    assert last["failed"]
    assert last["reason"]
    assert date.fromisoformat(last["started_at"][:10])
