"""Logs for Inspect, read back with Inspect itself, in the environment that it has of its own."""

import json
import subprocess
from contextlib import closing

import pytest

from eval.cases.reading import CaseSet
from eval.command import main
from eval.commands.inspect import ELSEWHERE
from eval.scoring import Scoring
from eval.storing import Folder
from tests.assistant.web.scripted import make_service, serving
from tests.eval.building import CASE, SENTENCES, refused, said
from tests.eval.scripted import Scripted, ran

READ = """
import json, sys
from inspect_ai.log import read_eval_log
log = read_eval_log(sys.argv[1])
print(json.dumps({
    "status": log.status, "task": log.eval.task, "model": log.eval.model,
    "scores": {s.name: s.metrics[next(iter(s.metrics))].value for s in log.results.scores},
    "samples": {s.id: {"input": s.input if isinstance(s.input, str) else s.input[-1].text,
                       "target": s.target, "output": s.output.completion,
                       "scores": {k: v.value for k, v in (s.scores or {}).items()}}
                for s in log.samples}}))
"""
needs_inspect = pytest.mark.skipif(
    not ELSEWHERE.exists(), reason=f"{ELSEWHERE.parents[1].name} is not there: run make inspect"
)


def read(file):
    call = [ELSEWHERE, "-c", READ, file]
    done = subprocess.run(call, capture_output=True, text=True, check=True, timeout=120)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def run(tmp_path):
    cases = [CASE.model_copy(update={"id": name}) for name in ("a", "silent")]
    answer = {"silent": refused()}
    for out in (tmp_path / "run", tmp_path / "run" / "bm25"):
        endpoint = Scripted(lambda case: answer.get(case.id, said(*SENTENCES, model="klein")))
        ran(out, endpoint, CaseSet("gemeente", tuple(cases)))
        Scoring()(Folder(out))
    return tmp_path / "run"


@needs_inspect
def test_a_finished_run_and_its_baseline_open_in_inspect(run):
    assert main(["inspect", str(run)]) == 0
    files = sorted((run / "inspect").glob("*.eval"))
    assert len(files) == 2
    log = read(files[-1])
    assert (log["status"], log["task"]) == ("success", "gemeente")
    assert log["scores"]["all_facts"] == 0.5
    sample = log["samples"]["a"]
    assert sample["input"] == CASE.question
    assert f"{SENTENCES[0]} [1]" in sample["output"]
    assert sample["target"] == list(CASE.facts)
    assert sample["scores"]["all_facts"] == 1.0
    assert log["samples"]["silent"]["scores"]["all_facts"] == 0.0


@needs_inspect
def test_inspect_itself_asks_our_cases_of_a_running_assistant(tmp_path):
    cases = tmp_path / "cases.jsonl"
    asked = CASE.model_copy(update={"facts": ("€ 63,42",)})
    cases.write_text(f"{asked.model_dump_json()}\n")
    with closing(make_service(tmp_path / "data")) as service, serving(service) as address:
        assert main(["inspect", str(cases), "--url", address, "--out", str(tmp_path / "out")]) == 0
    (file,) = (tmp_path / "out").glob("*.eval")
    log = read(file)
    assert log["status"] == "success"
    assert log["samples"]["a"]["scores"]
    assert "€ 63,42" in log["samples"]["a"]["output"]


def test_without_inspect_it_says_how_to_get_it(run, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr("eval.commands.inspect.ELSEWHERE", tmp_path / "nowhere")
    monkeypatch.setattr("eval.commands.inspect.find_spec", lambda _: None)
    assert main(["inspect", str(run)]) == 2
    assert "make inspect" in capsys.readouterr().err.replace("\n", " ")


def test_what_is_no_run_is_named(tmp_path, capsys):
    assert main(["inspect", str(tmp_path)]) == 2
    assert "holds no answer yet" in capsys.readouterr().err.replace("\n", " ")
