"""The command line as an editor, a script and a scheduler use it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import pytest

from ingest.command import main
from tests.ingest.conftest import NAMES
from tests.ingest.sites import Answer, text_about

ROOT = Path(__file__).parents[2]
Usage = namedtuple("Usage", "total used free")


def test_sync_list_find_show_and_editions_speak_json(town, run):
    code, document, _ = run("sync", "--json")
    (report,) = document["reports"]
    assert code == 0
    assert report["counts"] == {"created": 7}
    assert (report["published"], report["edition"]) == (True, 1)

    code, document, _ = run("list", "--json")
    (row,) = document["sources"]
    assert (code, row["name"], row["pages"], row["overdue"]) == (0, "gemeente", 7, False)
    assert row["passages"] >= 7

    code, document, _ = run("find", "paspoort aanvragen", "--limit", "3", "--json")
    best = document["hits"][0]
    assert code == 0
    assert set(best) == {"url", "title", "headings", "text", "score", "relevance"}
    assert best["url"] == f"{town.url}/paspoort"
    assert len(document["hits"]) <= 3

    code, document, _ = run("show", f"{town.url}/paspoort#kop", "--json")
    assert code == 0
    assert "paspoort" in document["passages"][0]["text"]

    code, document, _ = run("editions", "--json")
    assert [edition["number"] for edition in document["editions"]] == [1]
    assert document["editions"][0]["current"]


def test_reports_are_kept_as_json(town, run, tmp_path):
    for _ in range(12):
        run("sync")
    reports = tmp_path / "data" / "reports"
    kept = sorted((reports / "gemeente").glob("*.json"))
    assert len(kept) == 10
    last = (reports / "gemeente.json").read_text()
    assert last == kept[-1].read_text()
    assert len(json.loads(last)["lines"]) == 7


def test_people_get_a_table_and_the_lines_that_need_an_eye(town, run):
    links = [f"/weg{number}" for number in range(30)]
    town.put("/", "Gemeente", text_about("producten"), ["/paspoort", *links])
    code, text, _ = run("sync")
    assert code == 0
    assert "gemeente" in text
    assert "/weg0  answers 404" in text
    assert text.count("answers 404") == 20
    assert "10 more" in text
    _, text, _ = run("sync", "--verbose")
    assert text.count("answers 404") == 30
    assert "nothing has changed" in text


def test_many_queries_in_one_go(town, run, tmp_path):
    run("sync")
    file = tmp_path / "vragen.jsonl"
    file.write_text('{"id": 7, "query": "paspoort"}\n\n{"id": "b", "query": "trouwen"}\n')
    code = main(["find", "--queries", str(file), "--limit", "1", "--per-page", "1"])
    assert code == 0


def test_each_query_gives_one_line(town, capsys, tmp_path):
    main(["sync"])
    capsys.readouterr()
    file = tmp_path / "vragen.jsonl"
    file.write_text('{"id": 7, "query": "paspoort"}\n\n{"id": "b", "query": "trouwen"}\n')
    assert main(["find", "--queries", str(file), "--limit", "1", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == [7, "b"]
    assert lines[1]["hits"][0]["url"] == f"{town.url}/trouwen"


def test_a_mistake_in_the_queries_names_the_line(town, run, tmp_path):
    file = tmp_path / "vragen.jsonl"
    file.write_text('{"id": 7, "query": "paspoort"}\n{"vraag": "x"}\n')
    code, _, said = run("find", "--queries", str(file))
    assert code == 2
    assert "line 2" in said


def test_forget_erases_and_rollback_brings_back_what_was_not_erased(town, run):
    run("sync")
    town.pages["/trouwen"] = Answer("weg", 404)
    run("sync")
    assert run("show", f"{town.url}/trouwen")[0] == 1
    code, document, _ = run("rollback", "--json")
    assert (code, document["number"]) == (0, 1)
    assert run("show", f"{town.url}/trouwen")[0] == 0
    code, document, _ = run("forget", f"{town.url}/trouwen", "--json")
    assert (code, document["passages"] > 0) == (0, True)
    assert run("show", f"{town.url}/trouwen")[0] == 1
    code, said, _ = run("forget", f"{town.url}/trouwen")
    assert (code, "holds nothing of" in said) == (1, True)
    code, _, said = run("rollback", "--to", "99")
    assert code == 1
    assert "no edition 99" in said


def test_a_source_that_left_the_list_is_named_and_can_be_erased(town, run, tmp_path, caplog):
    run("sync")
    file = tmp_path / "bronnen" / "gemeente.yaml"
    file.write_text(file.read_text().replace("name: gemeente", "name: ander"))
    run("sync")
    assert "forget --source gemeente" in caplog.text
    code, document, _ = run("forget", "--source", "gemeente", "--json")
    assert (code, document["passages"] > 0) == (0, True)
    caplog.clear()
    run("sync")
    assert "forget --source" not in caplog.text


def test_the_guard_fails_until_it_is_confirmed(town, run):
    run("sync")
    for name in NAMES[:4]:
        town.pages[f"/{name}"] = Answer("weg", 404)
    code, text, _ = run("sync")
    assert code == 1
    assert "--yes" in text
    assert run("sync", "--yes", "gemeente")[0] == 0


def test_a_site_that_is_down_fails_in_one_line(town, run):
    town.close()
    code, text, _ = run("sync")
    assert code == 1
    assert "can't be read" in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sync", "onbekend"), "There is no source onbekend"),
        (("sync", "--sources", "/nergens"), "does not exist"),
        (("list", "--profile", "onbekend"), "There is no profile"),
        (("find",), "required"),
        (("find", "x", "--limit", "0"), "1 or more"),
        (("vind", "x"), "invalid choice"),
    ],
)
def test_a_wrong_call_or_setting_is_two_and_one_line(town, run, arguments, said):
    code, out, err = run(*arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
    assert out == ""


def test_the_profile_can_come_from_the_environment(town, run, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_PROFILE", "onbekend")
    assert run("list")[0] == 2
    monkeypatch.setenv("VRAAGBAAK_PROFILE", "default")
    assert run("list")[0] == 0


def test_production_refuses_plain_http(town, run, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_INGEST__ALLOW_PRIVATE_HOSTS", "false")
    code, _, said = run("sync")
    assert code == 2
    assert "is not https" in said


@pytest.mark.parametrize("command", [("sync",), ("find", "paspoort")])
def test_a_full_disk_is_one_clear_line(town, run, monkeypatch, command):
    run("sync")
    with monkeypatch.context() as full:
        full.setattr("ingest.space.shutil.disk_usage", lambda _: Usage(10**9, 10**9, 10**6))
        code, _, said = run(*command)
    assert code == 1
    assert "The disk is nearly full" in said
    assert "Traceback" not in said
    assert run("find", "paspoort", "--json")[1]["hits"]


def test_a_disk_that_fills_up_at_the_last_moment_is_one_clear_line(town, run, monkeypatch, caplog):
    run("sync")
    town.put("/afval", "Afval", text_about("grofvuil"))

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as failing:
        failing.setattr("ingest.visits.os.fsync", full)
        code, _, said = run("sync")
    assert code == 1
    assert "No space left on device" in caplog.text
    assert "Make room" in caplog.text
    assert "Traceback" not in said + caplog.text
    assert run("sync")[0] == 0


def test_ctrl_c_ends_with_one_line_and_130(town, tmp_path):
    waiting = []

    def slow(_):
        waiting.append(1)
        time.sleep(0.5)
        return Answer("<p>laat</p>")

    town.pages["/paspoort"] = slow
    process = subprocess.Popen(
        [sys.executable, "-m", "ingest", "sync", "--json"],
        cwd=ROOT,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Tests that run in the background may have been told to ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    deadline = time.monotonic() + 20
    while not waiting and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == ""
    assert "stopped" in err
    assert "Traceback" not in err


def test_find_keeps_to_a_collection(town, run, tmp_path):
    folder = tmp_path / "stukken"
    folder.mkdir()
    (folder / "handboek.txt").write_text("Een paspoort ligt klaar bij balie drie van het huis.")
    (tmp_path / "bronnen" / "handboek.yaml").write_text(
        f"name: handboek\nowner: X\nkind: documents\ncollection: regels\nreview_by: 2090-01-01\n"
        f"start: {folder}\n"
    )
    run("sync")
    _, document, _ = run("find", "paspoort", "--collection", "regels", "--json")
    assert [hit["url"] for hit in document["hits"]] == ["/documents/handboek/handboek.txt"]
    code, _, said = run("find", "paspoort", "--collection", "onbekend")
    assert (code, "no source in the collection" in said) == (2, True)
