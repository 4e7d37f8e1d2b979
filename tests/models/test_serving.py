"""The command that starts vLLM: what it says, what it hides, and that it runs as it is printed."""

import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from models.cards import Purpose
from models.catalogue import load_catalogue
from models.domain import ModelMissing, ModelUnfit
from models.fitting import Fit
from models.serving import Place, as_shell, cpu_command, gpu_command, keep_watermark, run

CARDS = {name: card for name, card in load_catalogue().items() if card.purpose is Purpose.CHAT}
PLACED = Fit(cards=1, window=8192, sequences=30)
ROOT = Path(__file__).parents[2]
RECORDER = """#!{python}
import json, os, sys
print(json.dumps({{"arguments": sys.argv[1:], "environment": dict(os.environ)}}))
"""


@pytest.fixture
def vllm(tmp_path):
    """A program in the place of vLLM that says how it was started."""
    file = tmp_path / "bin with space" / "vllm"
    file.parent.mkdir()
    file.write_text(RECORDER.format(python=sys.executable))
    file.chmod(0o755)
    return file


def place(folder="/srv/models/one", **changes):
    return Place(folder=Path(folder), port=8123, **changes)


def options(command):
    """Options with their values; True for those without."""
    told, name = {}, None
    for word in command.arguments[3:]:
        if word.startswith("--"):
            name, told[word] = word, True
        else:
            told[name] = word
    return told


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_every_card_is_served_hardened(card):
    command = gpu_command(card, PLACED, place())
    told = options(command)
    assert command.arguments[:3] == ("vllm", "serve", "/srv/models/one")
    assert told["--host"] == "127.0.0.1"
    assert told["--port"] == "8123"
    assert told["--served-model-name"] == card.name
    assert told["--max-model-len"] == "8192"
    assert told["--max-num-seqs"] == "30"
    assert told["--max-num-queued-reqs"] == "120"
    assert told["--no-trust-remote-code"] is told["--enable-prefix-caching"] is True
    assert told["--no-enable-log-requests"] is told["--disable-fastapi-docs"] is True
    assert told["--load-format"] in {"safetensors", "mistral"}
    assert json.loads(told["--structured-outputs-config"])["disable_any_whitespace"] is True
    assert "--trust-remote-code" not in told
    assert "--api-key" not in told
    environment = command.environment
    assert environment["HF_HUB_OFFLINE"] == environment["TRANSFORMERS_OFFLINE"] == "1"
    assert environment["VLLM_NO_USAGE_STATS"] == environment["DO_NOT_TRACK"] == "1"
    assert environment["VLLM_SERVER_DEV_MODE"] == "0"
    assert environment["VLLM_HOST_IP"] == "127.0.0.1"


def test_each_model_gets_what_it_alone_needs():
    teuken = options(gpu_command(CARDS["teuken-7b"], PLACED, place()))
    assert teuken["--chat-template"] == str(ROOT / "configs/templates/teuken-nl.jinja")
    mistral = options(gpu_command(CARDS["mistral-small-24b"], PLACED, place()))
    assert mistral["--tokenizer-mode"] == mistral["--config-format"] == "mistral"
    assert mistral["--load-format"] == "mistral"
    assert mistral["--language-model-only"] is True
    eurollm = options(gpu_command(CARDS["eurollm-22b"], PLACED, place()))
    assert json.loads(eurollm["--override-generation-config"]) == {"temperature": 0.2, "top_p": 0.9}
    assert "--override-generation-config" not in options(
        gpu_command(CARDS["ministral-8b"], PLACED, place())
    )


def test_a_large_model_is_divided_over_cards():
    two = gpu_command(CARDS["apertus-70b"], PLACED.model_copy(update={"cards": 2}), place())
    assert options(two)["--tensor-parallel-size"] == "2"
    assert "--tensor-parallel-size" not in options(gpu_command(CARDS["teuken-7b"], PLACED, place()))


def test_on_the_processor_the_cache_follows_from_the_card(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    command = cpu_command(CARDS["eurollm-9b"], place())
    assert command.environment["VLLM_TARGET_DEVICE"] == "cpu"
    assert command.environment["OMP_NUM_THREADS"] == "3"
    # 8 answers of 8192 tokens of 168 KiB are 10.5 GiB
    assert command.environment["VLLM_CPU_KVCACHE_SPACE"] == "11"
    assert options(command)["--enforce-eager"] is True
    assert "--gpu-memory-utilization" not in options(command)
    assert options(cpu_command(CARDS["eurollm-9b"], place(), 4096))["--max-model-len"] == "4096"
    shapeless = CARDS["eurollm-9b"].model_copy(update={"attention": None})
    with pytest.raises(ModelUnfit, match="tells its layers"):
        cpu_command(shapeless, place())


def test_what_is_printed_is_what_runs(vllm):
    command = gpu_command(CARDS["teuken-7b"], PLACED, place("/srv/met spatie", vllm=str(vllm)))
    done = subprocess.run(
        ["bash", "-c", as_shell(command)],
        env={"PATH": os.environ["PATH"], "VRAAGBAAK_CHAT__KEY": "geheim $HOME"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert tuple(told["arguments"]) == command.arguments[1:]
    assert told["environment"].items() >= command.environment.items()
    assert told["environment"]["VLLM_API_KEY"] == "geheim $HOME"


def test_the_key_goes_through_the_environment_and_our_own_secrets_stay(vllm):
    script = (
        "import sys\nfrom models.serving import *\n"
        f"arguments = ({str(vllm)!r}, 'serve', '/m')\n"
        "command = Command(arguments=arguments, environment={'HF_HUB_OFFLINE': '1'})\n"
        "run(command, 'geheim', dict(os.environ))\n"
    )
    environment = {**os.environ, "VRAAGBAAK_DESK__PASSWORD": "balie", "HF_HUB_OFFLINE": "0"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    assert "geheim" not in shlex.join(told["arguments"])
    assert told["environment"]["VLLM_API_KEY"] == "geheim"
    assert told["environment"]["HF_HUB_OFFLINE"] == "1"
    assert not [name for name in told["environment"] if name.startswith("VRAAGBAAK_")]
    assert "balie" not in told["environment"].values()


def test_an_absent_program_is_named_with_the_setting():
    command = gpu_command(CARDS["teuken-7b"], PLACED, place(vllm="/nowhere/vllm"))
    with pytest.raises(ModelMissing, match=r"VRAAGBAAK_MODELS__VLLM: /nowhere/vllm"):
        run(command, "geheim", {})


def test_the_watermark_is_kept_from_the_command_line_and_from_others(tmp_path):
    file = keep_watermark(tmp_path / "data" / "vllm-one.yaml", "gumbel", 12345)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text()) == {
        "watermark-config": {"algorithm": "gumbel", "key": 12345}
    }
    file.chmod(0o644)
    assert stat.S_IMODE(keep_watermark(file, "gumbel", 6).stat().st_mode) == 0o600
    command = gpu_command(CARDS["eurollm-22b"], PLACED, place(secrets=file))
    assert options(command)["--config"] == str(file)
    assert "12345" not in shlex.join(command.arguments)
