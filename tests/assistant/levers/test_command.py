"""What editors changed goes to a file and into another installation, with the same checks."""

import json

import pytest

from assistant.command import main
from assistant.records import open_records
from assistant.records.domain import Change
from configs.settings import load_settings

BLOCK = {"phrases": ["azc"], "says": {"nl": "Daarover niets.", "en": "Nothing."}}


@pytest.fixture
def data(tmp_path, monkeypatch):
    """Go to a data folder of a name."""

    def choose(name):
        monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / name))
        return tmp_path / name

    return choose


def kept():
    with_records = open_records(load_settings("demo"))
    found = with_records.levers.current()[1], with_records.audit.all()
    with_records.close()
    return found


def keep(kind, name, content):
    records = open_records(load_settings("demo"))
    records.levers.keep("Anna", [Change(kind=kind, name=name, content=content, seen=0)])
    records.close()


def run(*words):
    return main(["levers", *words, "--profile", "demo"])


def test_what_is_exported_can_be_imported_elsewhere(data, tmp_path, capsys):
    data("one")
    keep("block", "b1", BLOCK)
    keep("text", "answering.thanks.nl", {"text": "Tot ziens!"})
    file = str(tmp_path / "levers.json")
    assert run("export", file) == 0
    data("two")
    assert run("list") == 0
    assert "changed nothing yet" in capsys.readouterr().out
    assert run("import", file) == 0
    levers, acts = kept()
    assert [(one.kind, one.name, one.number) for one in levers] == [
        ("block", "b1", 1),
        ("text", "answering.thanks.nl", 1),
    ]
    assert {act.detail["did"] for act in acts} == {"imported"}
    assert all(act.who.endswith("(command line)") for act in acts)
    assert run("import", file) == 0
    assert "0 taken over, 2 were the same" in capsys.readouterr().err
    assert run("list", "--json") == 0
    shown = json.loads(capsys.readouterr().out)["levers"]
    assert shown[0]["content"]["phrases"] == ["azc"]


def test_what_can_not_be_kept_is_named_and_the_rest_is_taken_over(data, tmp_path, capsys):
    data("one")
    levers = [
        {"kind": "block", "name": "good", "content": BLOCK},
        {"kind": "text", "name": "chat.disclosure.nl", "content": {"text": "Hallo"}},
        {"kind": "text", "name": "no.such.nl", "content": {"text": "Hallo"}},
        {"kind": "block", "name": "../up", "content": BLOCK},
        {"kind": "block", "name": "empty"},
    ]
    file = tmp_path / "levers.json"
    file.write_text(json.dumps({"format": "vraagbaak-levers-1", "levers": levers}))
    assert run("import", str(file)) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "text/chat.disclosure.nl not taken over. text: This text must hold" in told
    assert [one.name for one in kept()[0]] == ["good"]


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "other", "levers": []}', None])
def test_a_file_that_is_none_of_ours_is_refused_with_the_remedy(data, tmp_path, capsys, content):
    data("one")
    file = tmp_path / "levers.json"
    if content is not None:
        file.write_text(content)
    assert run("import", str(file)) == 2
    assert "levers.json" in capsys.readouterr().err
