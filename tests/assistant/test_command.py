"""The command line: one JSON document on stdout, one clear line on stderr, honest exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.command import main
from assistant.domain import Answer
from tests.assistant.town import town

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with town(folder):
        pass
    return folder


@pytest.fixture
def run(data, monkeypatch, capsys):
    def called(*arguments):
        monkeypatch.setenv("VRAAGBAAK_DATA", str(data))
        code = main([*arguments, "--profile", "demo"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return called


def test_ask_gives_the_answer_as_one_json_document(run):
    code, out, err = run("ask", "Wat kost een paspoort?", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert set(answer) >= {
        *("id", "conversation", "outcome", "completeness", "notice", "language", "claims"),
        *("citations", "message", "handoff", "model", "edition", "seconds", "dropped"),
    }
    assert set(answer["citations"][0]) >= {
        *("number", "title", "url", "link", "headings", "sentences", "source", "owner"),
        *("read_at", "edition"),
    }
    assert set(answer["claims"][0]) == {"text", "cited"}
    assert set(answer["handoff"]) == {"offered", "reason"}
    assert Answer.model_validate(answer)


def test_ask_is_readable_for_people_too(run):
    code, out, _ = run("ask", "Wat kost een paspoort?")
    assert code == 0
    assert "€ 88,25 [1]" in out
    assert "Gemaakt door AI" in " ".join(out.split())


def test_what_is_not_found_is_an_answer_and_no_failure(run):
    code, out, _ = run("ask", "Wie won het songfestival?", "--json")
    assert code == 0
    assert json.loads(out)["outcome"] == "no_source"


def test_a_question_in_english_by_request(run):
    _, out, _ = run("ask", "passport", "--language", "en", "--json")
    assert json.loads(out)["language"] == "en"


def test_an_unknown_profile_is_a_usage_error(capsys):
    assert main(["ask", "x", "--profile", "nonsense"]) == 2
    assert "demo" in capsys.readouterr().err


def test_a_wrong_setting_is_named_without_a_trace(monkeypatch, capsys):
    monkeypatch.setenv("VRAAGBAAK_SERVER__PORT", "much")
    assert main(["ask", "x", "--profile", "demo"]) == 2
    told = capsys.readouterr().err
    assert "VRAAGBAAK_SERVER__PORT" in " ".join(told.split())
    assert "Traceback" not in told


@pytest.mark.parametrize("module", ["assistant", "ingest"])
def test_without_a_command_it_says_how_it_is_used(module):
    done = subprocess.run(
        [sys.executable, "-m", module], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "usage" in done.stderr
