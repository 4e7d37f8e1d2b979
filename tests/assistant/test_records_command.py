"""`python -m assistant records`: exported whole, erased for good, copied, brought along."""

import json
import sqlite3
import sys

import pytest

from assistant.command import main
from assistant.domain import Contact, Handoff, Reason, Role, State
from assistant.records import open_records
from assistant.records.domain import utc_now
from configs.domain import Language
from configs.settings import load_settings


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def run(data, capsys):
    def called(*arguments):
        code = main(["records", *arguments, "--profile", "demo"])
        told = capsys.readouterr()
        return code, told.out, " ".join(told.err.split())

    return called


@pytest.fixture
def request_made(data):
    records = open_records(load_settings("demo"))
    id_ = records.open_conversation(None, Language.NL).id
    records.say(id_, Role.USER, "Een geheime vraag")
    made = records.handoffs.add(
        Handoff(
            id="h1",
            conversation=id_,
            reference="",
            state=State.QUEUED,
            reason=Reason.ASKED,
            contact=Contact(name="Jo Vermeer", email="vermeer@voorbeeld.nl"),
            asked_at=utc_now(),
        ),
        2026,
        ["open_klant"],
    )
    sent = records.deliveries.claim(utc_now(), ["open_klant"])
    records.deliveries.advance(sent.id, {"contact": "u-u-i-d"}, utc_now())
    records.close()
    return made


def test_export_is_one_json_document_and_stands_in_the_audit_log(run, request_made):
    code, out, _ = run("export", "--contact", "VERMEER@voorbeeld.nl")
    told = json.loads(out)
    assert code == 0
    assert told["contacts"][0]["contact"]["name"] == "Jo Vermeer"
    assert told["messages"][0]["text"] == "Een geheime vraag"
    assert told["deliveries"][0]["known"] == {"contact": "u-u-i-d"}
    _, again, _ = run("export", "--reference", request_made.reference)
    assert json.loads(again)["conversations"] == told["conversations"]
    records = open_records(load_settings("demo"))
    acts = records.audit.all(action="records.export")
    records.close()
    assert len(acts) == 2
    assert "vermeer" not in repr(acts).lower()


def test_an_export_goes_to_a_file_for_its_owner_only(run, request_made, tmp_path):
    file = tmp_path / "out.json"
    code, out, _ = run("export", "--reference", request_made.reference, "--out", str(file))
    assert (code, out) == (0, "")
    assert json.loads(file.read_text())["messages"]
    assert file.stat().st_mode & 0o077 == 0
    code, _, told = run("export", "--reference", request_made.reference, "--out", "/no/such/x")
    assert (code, "--out" in told) == (2, True)


def test_nothing_is_erased_without_a_yes(run, request_made, monkeypatch):
    code, _, told = run("erase", "--reference", request_made.reference)
    assert (code, "Nothing was erased" in told) == (1, True)
    assert run("export", "--reference", request_made.reference)[0] == 0


def test_an_erasure_leaves_no_trace_and_tells_who_has_a_copy(run, request_made, data):
    code, _, told = run("erase", "--contact", "vermeer@voorbeeld.nl", "--yes")
    assert code == 0, told
    assert "open_klant may have a copy of V-2026-00001 (contact u-u-i-d)" in told
    content = b"".join(file.read_bytes() for file in data.iterdir())
    for trace in ("geheime", "Vermeer", "vermeer@", "u-u-i-d", request_made.conversation):
        assert trace.encode() not in content
    code, _, told = run("export", "--contact", "vermeer@voorbeeld.nl")
    assert (code, "Nothing is kept" in told) == (1, True)


def test_a_yes_that_is_typed_counts_and_another_word_does_not(run, request_made, monkeypatch):
    class Typed:
        def __init__(self, said):
            self.said = said

        def isatty(self):
            return True

        def readline(self):
            return self.said

    monkeypatch.setattr(sys, "stdin", Typed("nee\n"))
    assert run("erase", "--reference", request_made.reference)[0] == 1
    monkeypatch.setattr(sys, "stdin", Typed("yes\n"))
    assert run("erase", "--reference", request_made.reference)[0] == 0


def test_status_looks_and_makes_nothing(run, data):
    code, _, told = run("status")
    assert (code, "there is no database" in told) == (2, True)
    assert not data.exists()
    assert "Taken: r0001_baseline" in run("migrate")[2]
    assert "Nothing lacked" in run("migrate")[2]
    code, out, _ = run("status", "--json")
    told = json.loads(out)
    assert (code, told["standing"]["lacking"]) == (0, [])
    assert told["rows"]["messages"] == 0


def test_a_backup_is_whole_private_and_never_written_over(run, request_made, tmp_path):
    file = tmp_path / "copy.db"
    live = open_records(load_settings("demo"))  # a server that works meanwhile
    code, _, told = run("backup", str(file))
    live.close()
    assert code == 0, told
    assert file.stat().st_mode & 0o077 == 0
    copy = sqlite3.connect(file)
    assert copy.execute("SELECT text FROM messages").fetchall() == [("Een geheime vraag",)]
    copy.close()
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith("copy")] == ["copy.db"]
    code, _, told = run("backup", str(file))
    assert (code, "is there already" in told) == (2, True)
    assert run("backup", "/no/such/folder/x.db")[0] == 2


def test_postgresql_is_told_how_without_its_password(run, monkeypatch, tmp_path):
    monkeypatch.setenv("VRAAGBAAK_RECORDS__URL", "postgresql://me:geheim@127.0.0.1:1/x")
    code, _, told = run("backup", str(tmp_path / "copy"))
    assert code == 2
    assert "pg_dump" in told
    assert "geheim" not in told
