"""What staff made of answers leaves as lines, and the evaluation reads them as cases."""

import json
from types import SimpleNamespace

import pytest

from assistant.command import main
from assistant.handoff.build import open_approvals, open_handoffs
from assistant.handoff.hours import WEEKDAYS
from assistant.records import open_records
from configs.domain import Language
from configs.settings import load_settings
from configs.texts import Texts
from eval.known import imported
from tests.assistant.handoff.test_approving import made

ALWAYS = dict.fromkeys(WEEKDAYS, (("00:00", "00:00"),))


@pytest.fixture
def looked_at(tmp_path, monkeypatch):
    """Three answers: approved, edited, rejected."""
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / "data"))
    desk = {"approve": "all", "hours": ALWAYS, "country": ""}
    settings = load_settings("demo", desk=desk)
    records = open_records(settings)
    texts = Texts()
    approvals = open_approvals(settings, records, texts, open_handoffs(settings, records, texts))
    for number in range(3):
        conversation = records.open_conversation(None, Language.NL).id
        draft = SimpleNamespace(text=f"Vraag {number}?", hits=[])
        approvals.journal(draft, made(conversation))
    first, second, third = approvals.waiting()
    approvals.approve(first.id, "Samira")
    approvals.edit(second.id, "Samira", "Bel ons even.")
    approvals.reject(third.id, "Samira", "Verouderd")
    yield tmp_path
    records.close()


def test_both_versions_leave_as_lines_and_come_back_as_cases(looked_at, capsys):
    file = looked_at / "approvals.jsonl"
    assert main(["approvals", "export", "--out", str(file), "--profile", "demo"]) == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [one["state"] for one in lines] == ["approved", "edited", "rejected"]
    assert all(one["answer"]["claims"] for one in lines)
    assert [bool(one["shown"]) for one in lines] == [True, False, False]
    assert (lines[1]["words"], lines[2]["reason"]) == ("Bel ons even.", "Verouderd")
    assert "Samira" not in file.read_text(encoding="utf-8")
    approved, edited, rejected = imported("approvals", file).cases
    assert approved.sentences == ("Een paspoort kost € 88,25.",)
    assert approved.urls == ("https://w.example/",)
    assert edited.absent == rejected.absent == ("Een paspoort kost € 88,25.",)


def test_they_can_be_counted_and_written_to_the_screen(looked_at, capsys):
    assert main(["approvals", "count", "--profile", "demo"]) == 0
    assert json.loads(capsys.readouterr().out) == {"approved": 1, "edited": 1, "rejected": 1}
    assert main(["approvals", "export", "--profile", "demo"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_file_that_can_not_be_written_is_named(looked_at, capsys):
    assert main(["approvals", "export", "--out", str(looked_at), "--profile", "demo"]) == 2
    assert "--out" in capsys.readouterr().err
