"""Models compared over real HTTP: figures, real differences, one that is down, going on later."""

import json
import re
from contextlib import ExitStack

import pytest

from configs.domain import ConfigurationError
from eval.command import main
from eval.commands.cases import chosen
from eval.selecting.candidates import read_candidates
from eval.selecting.euroeval import read_results
from eval.storing import Folder
from models.catalogue import load_catalogue
from tests.assistant.town import town
from tests.models.served import KEY, MODEL, ModelServer, Script
from tests.models.served import serving as serving_model

SENTENCE = re.compile(r"^\[(\d+)\.(\d+)\] (.+)$", re.MULTILINE)
CASES = [case for case in chosen("demo").cases if case.expect == "answered" and case.facts][:10]
"""Questions that the demo's pages answer."""


def good(prompt):
    """Copies the first sentences that it is shown and that tell something, each with its number."""
    lines = [found for found in SENTENCE.findall(prompt) if found[2].endswith(".")][:4]
    return "".join(f"[{one}.{two}] {text}\n" for one, two, text in lines) + "= VOLLEDIG"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    with town(folder):
        return folder


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def asked(data, out):
    """Runs the command on the demo's library; gives its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VRAAGBAAK_DATA", str(data))
        patch.setenv("SLEUTEL", KEY)
        yield asking(out)


def asking(tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text("".join(f"{case.model_dump_json()}\n" for case in CASES))

    def run(endpoints, *options, into="out"):
        listed = tmp_path / "endpoints.yaml"
        listed.write_text(json.dumps({"endpoints": endpoints}))
        arguments = ["models", str(file), "--endpoints", str(listed), "--profile", "demo"]
        return main([*arguments, "--out", str(tmp_path / into), *options])

    return run


def at(server, name, **fields):
    return {
        "name": name, "url": f"{server.address}/v1", "model": MODEL, "key_from": "SLEUTEL", **fields
    }  # fmt: skip


def table(folder):
    return json.loads((folder / "models.json").read_text())


def row(made, name):
    return next(one for one in made["rows"] if one["name"] == name)


def figure(made, name, metric):
    return next(one for one in row(made, name)["scores"] if one["metric"] == metric)


@pytest.fixture(scope="module")
def compared(asked, out):
    """Two models and one that is down."""
    with ExitStack() as stack:
        one = stack.enter_context(serving_model(ModelServer(Script(good))))
        lies = Script("[1.1] Dat kost € 3,17.\n= VOLLEDIG")
        other = stack.enter_context(serving_model(ModelServer(lies)))
        gone = {"name": "weg", "url": "http://127.0.0.1:9/v1", "model": "x"}
        entries = [at(one, "goed", card="eurollm-9b"), at(other, "fout"), gone]
        assert asked(entries) == 0
        return table(out / "out")


def test_each_model_has_its_figures_and_one_that_is_down_has_a_line(compared, capsys):
    made = compared
    assert "does not answer" in row(made, "weg")["problem"]
    assert row(made, "goed")["licence"] == "Apache-2.0"
    assert row(made, "goed")["written"] > len(CASES) / 2
    assert row(made, "fout")["written"] == 0
    for metric in ("prompt_tokens", "written_tokens", "first_claim_p50", "all_facts"):
        assert figure(made, "goed", metric)["value"] > 0
    assert any("fout: wrote in 0 of" in line for line in made["warnings"])


def test_only_what_is_not_chance_is_called_better(compared, out):
    made = compared
    known = {one["metric"]: one for one in made["contrasts"]}
    dropped = known["dropped_sentences"]
    assert (dropped["one"], dropped["other"]) == ("goed", "fout")
    assert dropped["second"] > dropped["first"]
    assert dropped["chance"] <= 0.05
    assert dropped["better"] == ""  # more held back is not worse in itself
    assert known["citation_validity"]["chance"] == 1.0
    html = (out / "out" / "models.html").read_text()
    assert "Niet gemeten:" in html
    assert "<script" not in html
    assert "| goed | fout |" in (out / "out" / "models.md").read_text()


def test_only_models_that_are_down_is_a_failure_but_no_crash(asked, out):
    assert asked([{"name": "a", "url": "http://127.0.0.1:9/v1", "model": "x"}], into="down") == 1
    assert table(out / "down")["contrasts"] == []


def test_a_model_without_the_assistant_is_compared_as_well_and_goes_on(asked, out):
    with serving_model(ModelServer(Script("Een paspoort kost € 90."))) as server:
        for _ in range(2):  # what was answered is not asked again
            assert asked([at(server, "kaal", kind="chat")], "--limit", "3", into="bare") == 0
        assert len(server.asked) == 3
    assert figure(table(out / "bare"), "kaal", "written_tokens")["value"] == 5
    assert len(Folder(out / "bare" / "kaal").answers) == 3


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ([], "a list under `endpoints`"),
        ([{"url": "http://x/v1"}], "give a card, or a name"),
        ([{"name": "a", "url": "ftp://x"}], "endpoint 1: url"),
        ([{"name": "../a", "url": "http://x"}], "endpoint 1: name"),
        ([{"card": "geen", "url": "http://x"}], "There is no model card"),
        ([{"card": "eurollm-9b", "url": "http://x"}] * 2, "endpoint 2: 'eurollm-9b' stands there"),
        ([{"name": "a", "url": "http://x", "key_from": "NERGENS"}], "NERGENS"),
    ],
)
def test_a_file_that_is_wrong_names_the_entry(tmp_path, entries, named):
    file = tmp_path / "e.yaml"
    file.write_text(json.dumps({"endpoints": entries}))
    with pytest.raises(ConfigurationError, match=re.escape(named)):
        read_candidates(file, load_catalogue())


def test_euroeval_is_called_exactly_and_its_results_are_read(tmp_path, capsys):
    line = {
        "dataset": "dbrd", "task": "sentiment-classification", "languages": ["nl"],
        "model": "hosted_vllm/eurollm-9b",
        "results": {"raw": [], "total": {"test_mcc": 88.5, "test_mcc_se": 1.25}},
        "euroeval_version": "16.11.0", "iets_nieuws": 1,
    }  # fmt: skip
    (tmp_path / "euroeval_benchmark_results.jsonl").write_text("\n" + json.dumps(line))
    call = ["euroeval", "eurollm-9b", "--url", "http://127.0.0.1:8000/v1", "--out", str(tmp_path)]
    assert main(call) == 0
    printed = capsys.readouterr().out
    assert (
        "euroeval --model hosted_vllm/eurollm-9b --api-base http://127.0.0.1:8000/v1 --language nl"
        in printed.replace("\n", " ")
    )
    assert "88.50 ± 1.25" in printed
    assert main([*call, "--start", "--program", "er-is-geen-euroeval"]) == 2
    assert "pip install euroeval" in capsys.readouterr().err.replace("\n", " ")


def test_euroeval_is_started_where_its_results_must_stand(tmp_path):
    program = tmp_path / "euroeval"
    program.write_text('#!/bin/sh\necho "$@" > called\npwd > where\n')
    program.chmod(0o755)
    out = tmp_path / "uit"
    call = ["euroeval", "teuken-7b", "--url", "http://h/v1", "--language", "nl", "--language", "en"]
    assert main([*call, "--out", str(out), "--start", "--program", str(program)]) == 0
    assert "--language nl --language en" in (out / "called").read_text()


def test_results_that_are_none_are_named(tmp_path):
    (tmp_path / "r.jsonl").write_text('{"model": 3}')
    with pytest.raises(Exception, match="line 1: is no result"):
        read_results(tmp_path / "r.jsonl")
