"""The command line as an operator and a script use it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.command import main
from tests.models.folders import make_model
from tests.models.servers import served
from tests.models.test_serving import RECORDER

ROOT = Path(__file__).parents[2]
TINY = "cards:\n  tiny-test: {id: tests/tiny, purpose: chat, licence: {name: none}%s}\n"


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch):
    monkeypatch.setitem(sys.modules, "pynvml", None)


@pytest.fixture
def run(capsys):
    """Run a command; gives its exit code, its JSON (or text) on stdout, and stderr."""

    def run(*arguments):
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, (json.loads(out) if "--json" in arguments and out else out), err

    return run


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A machine with the folder of the models, a key, and a program in the place of vLLM."""
    program = tmp_path / "vllm"
    program.write_text(RECORDER.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VRAAGBAAK_MODELS__FOLDER", str(tmp_path / "models"))
    monkeypatch.setenv("VRAAGBAAK_MODELS__VLLM", str(program))
    monkeypatch.setenv("VRAAGBAAK_CHAT__KEY", "geheim")
    return tmp_path


def catalogue(folder, more=""):
    file = folder / "eigen.yaml"
    file.write_text(TINY % more)
    return file


def start(*arguments):
    """Start it for real, in a process that becomes the program; gives how that was started."""
    done = subprocess.run(
        [sys.executable, "-m", "models", "serve", *map(str, arguments)],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_list_says_what_fits_the_memory_that_was_named(run):
    code, told, _ = run("list", "--memory", "24", "--json")
    cards = {card["name"]: card for card in told["cards"]}
    assert code == 0
    assert cards["eurollm-9b"]["fits"]["window"] >= 4096
    assert cards["eurollm-22b"]["fits"] is None
    assert cards["eurollm-22b"]["needs_gib"] == 51
    assert cards["bge-m3"]["weights_gb"] is None


def test_list_without_a_card_says_so_and_promises_nothing(run):
    code, told, _ = run("list", "--json")
    assert (code, told["gpus"]) == (0, [])
    assert not [card for card in told["cards"] if card["fits"]]
    code, text, _ = run("list")
    assert code == 0
    assert "No graphics card was found here" in text


def test_list_is_a_table_that_calls_the_unknown_unknown(run):
    _, text, _ = run("list", "--memory", "80")
    lines = {line.split()[1]: line for line in text.splitlines() if line.startswith("│ ")}
    assert "answers at" in lines["eurollm-22b"]
    assert "unknown" in lines["bge-m3"]
    assert "not listed" in lines["mistral-small-24b"]
    assert "conditions" in lines["apertus-70b"]


def test_show_tells_one_card_in_full(run):
    code, text, _ = run("show", "apertus-70b", "--memory", "80", "--gpus", "4")
    assert code == 0
    for said in (
        "indemnifies",
        "65536 tokens",
        "320 KiB",
        "over 4 cards",
        "EuroEval Dutch",
        "unknown",
    ):
        assert said in text
    code, told, _ = run("show", "swiss-ai/Apertus-70B-Instruct-2509", "--json")
    assert (code, told["licence"]["use"]) == (0, "conditions")


@pytest.mark.parametrize("name", ["e5-small-trm-nl", "bge-reranker-v2-m3", "nl-nli-klein"])
def test_show_tells_the_prefixes_of_what_is_no_chat_model(run, name):
    code, text, _ = run("show", name)
    assert code == 0
    assert "before a question" in text
    assert "sampling" not in text


def test_an_unknown_name_or_profile_is_a_usage_error(run):
    assert run("show", "gpt-nl")[0] == 2
    assert run("serve")[0] == 2
    assert run("list", "--profile", "models")[0] == 2
    assert run("list", "--memory", "0")[0] == 2
    assert run("nonsense")[0] == 2
    code, _, error = run("check", "gpt-nl")
    assert code == 2
    assert "There is no model card or folder 'gpt-nl'" in error


def test_print_gives_the_command_without_the_key(place, run):
    code, text, _ = run("serve", "eurollm-22b", "--memory", "80", "--print")
    assert code == 0
    assert 'VLLM_API_KEY="$VRAAGBAAK_CHAT__KEY"' in text
    assert "geheim" not in text
    assert f"serve {place}/models/eurollm-22b" in text
    code, told, _ = run("serve", "eurollm-22b", "--memory", "80", "--print", "--json")
    assert (code, "VLLM_API_KEY" in told["environment"]) == (0, False)
    assert "--max-model-len" in told["arguments"]


def test_the_profile_names_a_card_and_its_memory(place, run):
    code, told, _ = run("serve", "--profile", "onpremise", "--print", "--json")
    assert code == 0
    assert told["arguments"][2].endswith("/eurollm-22b")


def test_a_card_that_does_not_fit_is_refused_with_what_would(place, run):
    code, _, error = run("serve", "eurollm-22b", "--memory", "24", "--print")
    assert code == 1
    assert "it needs 51 GiB, and there is 24 GiB" in error
    assert "What fits: eurollm-9b" in error
    code, _, error = run("serve", "eurollm-22b", "--print")
    assert code == 1
    assert "No graphics card was found here" in error


def test_an_embedder_is_not_served(place, run):
    code, _, error = run("serve", "bge-m3", "--memory", "80", "--print")
    assert code == 2
    assert "the assistant loads it itself" in error


def test_a_window_longer_than_the_model_is_refused(place, run):
    code, _, error = run("serve", "teuken-7b", "--memory", "80", "--window", "8192", "--print")
    assert code == 2
    assert "at most 4096 tokens" in error


def test_a_folder_is_served_with_what_it_says_of_itself(place, tiny):
    code, told, error = start(tiny, "--cpu", "--port", "8123")
    assert code == 0, error
    arguments = told["arguments"]
    assert arguments[:2] == ["serve", str(tiny)]
    assert arguments[arguments.index("--max-model-len") + 1] == "4096"
    assert arguments[arguments.index("--port") + 1] == "8123"
    assert told["environment"]["VLLM_API_KEY"] == "geheim"
    assert told["environment"]["VLLM_TARGET_DEVICE"] == "cpu"
    assert not [name for name in told["environment"] if name.startswith("VRAAGBAAK_")]


def test_a_card_of_an_own_catalogue_is_served_by_name(place):
    make_model(place / "models" / "tiny-test")
    file = catalogue(place, ", sampling: {temperature: 0.3}")
    code, told, error = start("tiny-test", "--catalogue", file, "--cpu")
    assert code == 0, error
    assert told["arguments"][1] == str(place / "models" / "tiny-test")
    assert '{"temperature": 0.3, "top_p": 1.0}' in told["arguments"]


def test_without_a_key_nothing_starts(place, tiny, run, monkeypatch):
    monkeypatch.delenv("VRAAGBAAK_CHAT__KEY")
    code, _, error = run("serve", tiny, "--cpu")
    assert code == 2
    assert "VRAAGBAAK_CHAT__KEY" in error


def test_an_absent_folder_is_named_with_the_way_to_fill_it(place, run):
    code, _, error = run("serve", "teuken-7b", "--memory", "80")
    assert code == 2
    assert f"{place}/models/teuken-7b is not there" in error
    assert "python -m models prepare teuken-7b" in error
    code, _, error = run("check", "mistral-small-24b")
    assert code == 2
    assert "at revision 95a6d26c" in error


def test_a_folder_with_code_or_pickles_is_not_served(place, tiny, run):
    (tiny / "pytorch_model.bin").write_bytes(b"\x80\x04")
    code, _, error = run("serve", tiny, "--cpu")
    assert code == 1
    assert "is not served: no pickles" in error


def test_the_sizes_of_the_folder_go_before_those_of_the_card(place, run):
    make_model(place / "models" / "tiny-test")
    file = catalogue(
        place, ", weights_gb: 500, attention: {layers: 99, key_value_heads: 9, head_size: 9}"
    )
    code, _, error = run("serve", "tiny-test", "--catalogue", file, "--memory", "8", "--print")
    assert (code, error) == (0, "")


def test_a_watermark_is_asked_for_by_the_card_and_keyed_by_the_environment(place, run, monkeypatch):
    make_model(place / "models" / "tiny-test")
    file = catalogue(place, ", watermark: gumbel")
    code, _, error = run("serve", "tiny-test", "--catalogue", file, "--memory", "8")
    assert code == 2
    assert "VRAAGBAAK_MODELS__WATERMARK_KEY" in error
    monkeypatch.setenv("VRAAGBAAK_MODELS__WATERMARK_KEY", "987654321")
    code, told, error = start("tiny-test", "--catalogue", file, "--memory", "8")
    assert code == 0, error
    secrets = Path(told["arguments"][told["arguments"].index("--config") + 1])
    assert json.loads(secrets.read_text())["watermark-config"]["key"] == 987654321
    assert "987654321" not in json.dumps(told)
    code, told, error = run("serve", "tiny-test", "--catalogue", file, "--cpu", "--print", "--json")
    assert code == 0
    assert "no watermark on the CPU" in error
    assert "--config" not in told["arguments"]


def test_check_tells_every_finding_and_fails_on_one(place, tiny, run):
    code, told, _ = run("check", tiny, "--json")
    assert code == 0
    assert {one["what"] for one in told["findings"]} >= {"files", "no code", "template", "hashes"}
    (tiny / "evil.py").write_text("")
    code, text, _ = run("check", tiny)
    assert code == 1
    assert "evil.py" in text


def test_a_folder_elsewhere_is_held_to_a_card(place, tiny, run):
    code, told, _ = run("check", "eurollm-1.7b", "--folder", tiny, "--json")
    assert (code, told["folder"]) == (1, str(tiny))
    wrong = {one["what"]: one["detail"] for one in told["findings"] if one["good"] is False}
    assert "another model" in wrong["configuration"]


def test_check_writes_hashes_down_and_holds_the_folder_to_them(place, tiny, run):
    assert run("check", tiny, "--write-hashes")[0] == 0
    (tiny / "tokenizer_config.json").write_text('{"chat_template": "{{ messages[1].content }}"}')
    code, told, _ = run("check", tiny, "--json")
    assert code == 1
    hashes = next(one for one in told["findings"] if one["what"] == "hashes")
    assert hashes["detail"] == "changed: tokenizer_config.json"


def test_check_looks_at_the_server_too(place, tiny, run):
    with served() as (_, url):
        code, told, _ = run("check", tiny, "--url", url, "--json")
    assert code == 0
    assert [one["good"] for one in told["findings"][-3:]] == [True, True, True]
    with served(text="ik schrijf vrijuit") as (_, url):
        code, told, _ = run("check", tiny, "--server-only", "--url", url, "--json")
    assert code == 1
    assert "does not obey" in told["findings"][-1]["detail"]


def test_prepare_makes_a_folder_beside_the_others(place, run, pieces, tmp_path):
    source = make_model(tmp_path / "published")
    (source / "tokenizer.model").write_bytes(pieces)
    code, told, error = run("prepare", "teuken-7b", source, "--json")
    assert (code, error) == (0, "")
    assert told["folder"] == str(place / "models" / "teuken-7b")
    assert run("prepare", "teuken-7b", source)[0] == 1
