"""No forbidden address is connected, in a network where each of them really answers."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.hostile.real_network import NAMES

ROOT = Path(__file__).parents[3]
ALONE = ["unshare", "--user", "--map-root-user", "--mount", "--net"]
READY = ["bash", "-c", 'ip link set lo up && exec "$@"', "alone"]


@pytest.fixture(scope="module")
def told(tmp_path_factory, certificate):
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("makes a network of its own: install util-linux and iproute2")
    if subprocess.run([*ALONE, *READY, "true"], capture_output=True, check=False).returncode:
        pytest.skip("makes a network of its own: allow user namespaces")
    folder = tmp_path_factory.mktemp("network")
    module = "tests.ingest.hostile.real_network"
    command = [*ALONE, *READY, sys.executable, "-m", module, str(folder), str(certificate)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_the_public_site_is_read_by_the_command_with_the_settings_of_production(told):
    lines = {line["url"]: line for line in told["report"]["lines"]}
    assert told["report"]["published"], told["errors"]
    assert lines["https://www.gemeente.test/x"]["status"] == "created"


@pytest.mark.parametrize("name", list(NAMES)[1:])
def test_a_name_with_a_forbidden_address_is_refused(told, name):
    lines = {line["url"]: line for line in told["report"]["lines"]}
    assert f"has the private address {NAMES[name][-1]}" in lines[f"https://{name}/x"]["reason"]


def test_nobody_came_where_nobody_should(told):
    assert told["visited"] == []
