"""A disk that fills up during a sync: one clear message, and the library is as it was."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ingest import space
from ingest.domain import LibraryError
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.crashes import source_at
from tests.ingest.full_disk import MOMENTS
from tests.ingest.sites import text_about

ROOT = Path(__file__).parents[2]
KILLED = -7  # SIGBUS
ALONE = ["unshare", "--user", "--map-root-user", "--mount", "--net", "bash", "-c"]
RUN = 'ip link set lo up && mount -t tmpfs -o size=140m none "$0" && exec "$1" -m "$2" "$0"'


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What happened on a disk of 140 MB, for each moment at which it filled up."""
    if shutil.which("unshare") is None or subprocess.run([*ALONE, "true"], check=False).returncode:
        pytest.skip("makes a small disk: allow user namespaces (unshare --user --mount)")
    place = str(tmp_path_factory.mktemp("disk"))
    command = [*ALONE, RUN, place, sys.executable, "tests.ingest.full_disk"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["moment"]: line for line in lines}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_disk_that_fills_up_costs_no_answer(told, moment):
    line = told[moment]
    if line["ended"] == 0:
        assert "The disk is nearly full" in line["message"]
        assert "Make room" in line["message"]
        assert line["answers"] is (line["published"] == 1)
        assert line["reopened"] is line["answers"]
    else:
        assert (moment, line["ended"]) == ("within a batch", KILLED)
        assert line["reopened"]
    assert line["again"]
    assert line["new"] == 12


def test_a_disk_that_others_fill_up_meanwhile_stops_the_write(site, settings, monkeypatch):
    site.put("/", "Gemeente", text_about("producten"), ["/a"])
    site.put("/a", "Paspoort", text_about("paspoort"))
    free = iter([10**12, 10**6])
    usage = shutil.disk_usage(settings.data.parent)._replace
    monkeypatch.setattr(
        space, "shutil", SimpleNamespace(disk_usage=lambda _: usage(free=next(free, 10**6)))
    )
    library = open_library(settings)
    with pytest.raises(LibraryError, match="The disk is nearly full"):
        sync(source_at(f"{site.url}/"), library, settings)
    assert library.published == 0
    monkeypatch.undo()
    assert sync(source_at(f"{site.url}/"), library, settings).published
    library.close()
