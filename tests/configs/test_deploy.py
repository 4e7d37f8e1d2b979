"""The systemd units: systemd takes them, they are shut tight, and the commands they run exist."""

import importlib
import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "configs" / "deploy"
SERVICES = sorted(file.name for file in DEPLOY.glob("*.service"))
MOST_EXPOSED = {
    "vraagbaak.service": 15,
    "vraagbaak@.service": 15,
    "vraagbaak-model.service": 35,
    "vraagbaak-sync.service": 20,
    "vraagbaak-live.service": 20,
}
"""By `systemd-analyze security`: 0 is shut, 100 open. The model needs the devices."""
needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze is absent; install systemd"
)


def unit(name):
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_runs_a_command_that_exists(name, capsys):
    command = shlex.split(unit(name)["Service"]["ExecStart"])
    assert command[1] == "-m"
    main = importlib.import_module(f"{command[2]}.command").main
    assert main([*command[3:], "--help"]) == 0
    assert "usage:" in capsys.readouterr().out


def test_the_timer_of_live_quality_scores_beside_the_server():
    assert unit("vraagbaak-live.service")["Service"]["ExecStart"].endswith("-m eval live")
    assert unit("vraagbaak-live.timer")["Install"]["WantedBy"] == "timers.target"


def test_the_timer_looks_for_what_is_due():
    assert unit("vraagbaak-sync.service")["Service"]["ExecStart"].endswith("ingest sync --due")
    assert unit("vraagbaak-sync.timer")["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize(
    "name", ["vraagbaak.service", "vraagbaak@.service", "vraagbaak-model.service"]
)
def test_what_runs_all_day_comes_back_and_reaches_nobody(name):
    service = unit(name)["Service"]
    assert (service["Restart"], service["IPAddressDeny"]) == ("always", "any")
    assert service["IPAddressAllow"] == "localhost"


@needs_systemd
@pytest.mark.parametrize("name", sorted(MOST_EXPOSED))
def test_a_unit_is_shut_tight(name):
    most = [f"--threshold={MOST_EXPOSED[name]}"]
    found = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", *most, str(DEPLOY / name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-200:]


@needs_systemd
def test_systemd_takes_the_units(tmp_path):
    for file in DEPLOY.glob("vraagbaak*.*"):
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


def test_several_processes_differ_from_one_in_their_port_alone():
    one = (DEPLOY / "vraagbaak.service").read_text().split("[Service]")[1].splitlines()
    several = (DEPLOY / "vraagbaak@.service").read_text().split("[Service]")[1].splitlines()
    assert [line for line in several if line not in one] == [
        "Environment=VRAAGBAAK_SERVER__PORT=%i"
    ]
    assert set(one) <= set(several)


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is absent; apt-get install nginx")
def test_nginx_takes_its_configuration(tmp_path):
    text = (DEPLOY / "nginx.conf").read_text().replace(" ssl http2;", ";")
    lines = [one for one in text.splitlines() if " ssl_" not in one and "[::]" not in one]
    text = re.sub(r"listen (\d+);", r"listen 127.0.0.1:\g<1>00;", "\n".join(lines))
    folder = f"error_log {tmp_path}/error.log; pid {tmp_path}/pid;"
    (tmp_path / "nginx.conf").write_text(f"{folder} events {{}} http {{ {text} }}")
    command = [shutil.which("nginx"), "-t", "-c", tmp_path / "nginx.conf"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr
