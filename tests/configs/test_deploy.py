"""The systemd units: systemd takes them, and the command they run exists."""

import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from eval.command import main as evaluate
from ingest.command import main

DEPLOY = Path(__file__).parents[2] / "configs" / "deploy"


def unit(name):
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser


def test_the_timer_of_live_quality_runs_a_command_that_exists(capsys):
    command = shlex.split(unit("vraagbaak-live.service")["Service"]["ExecStart"])
    assert command[1:] == ["-m", "eval", "live"]
    assert evaluate([*command[3:], "--help"]) == 0
    assert "--watch" in capsys.readouterr().out
    assert unit("vraagbaak-live.timer")["Install"]["WantedBy"] == "timers.target"


def test_the_timer_runs_a_command_that_exists(capsys):
    command = shlex.split(unit("vraagbaak-sync.service")["Service"]["ExecStart"])
    assert command[1:3] == ["-m", "ingest"]
    assert main([*command[3:], "--help"]) == 0
    assert "--due" in capsys.readouterr().out
    assert unit("vraagbaak-sync.timer")["Install"]["WantedBy"] == "timers.target"


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is absent; install systemd"
)
def test_systemd_takes_the_units(tmp_path):
    for file in DEPLOY.glob("vraagbaak-*.*"):
        text = file.read_text().replace("/opt/vraagbaak/.venv/bin/python", shutil.which("true"))
        (tmp_path / file.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, tmp_path.iterdir())],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
