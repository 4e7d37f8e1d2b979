"""The systemd units: systemd takes them, and the command they run exists."""

import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from assistant.command import main as serve
from ingest.command import main

DEPLOY = Path(__file__).parents[2] / "configs" / "deploy"


def unit(name):
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser


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
    for file in [*DEPLOY.glob("vraagbaak-sync.*"), DEPLOY / "vraagbaak@.service"]:
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


def test_a_process_is_started_with_a_command_that_exists(capsys):
    command = shlex.split(unit("vraagbaak@.service")["Service"]["ExecStart"])
    assert command[1:4] == ["-m", "assistant", "serve"]
    assert command[-2:] == ["--port", "%i"]
    with pytest.raises(SystemExit) as ended:
        serve(["serve", "--help"])
    assert ended.value.code == 0
    assert "--port" in capsys.readouterr().out


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is absent; apt-get install nginx")
def test_nginx_takes_its_configuration(tmp_path):
    text = (DEPLOY / "nginx.conf").read_text()
    text = "\n".join(line for line in text.splitlines() if "ssl_certificate" not in line)
    text = text.replace("listen 443 ssl;", "listen 127.0.0.1:8443;")
    folder = f"error_log {tmp_path}/error.log; pid {tmp_path}/pid;"
    (tmp_path / "nginx.conf").write_text(f"{folder} events {{}} http {{ {text} }}")
    command = [shutil.which("nginx"), "-t", "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr
