"""`rebuild`, `backup` and `restore` as an operator uses them."""

import json
import shutil

import pytest

from ingest.command import main
from ingest.locking import only_one
from tests.ingest.library.conftest import SITE, Place, passage
from tests.ingest.library.test_rebuild import publish


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An embedded library of two editions, and the settings that name it."""
    there = Place("embedded", tmp_path / "data")
    library = there.open()
    publish(library, *SITE)
    publish(library, passage("rijbewijs", "Een rijbewijs verlengt u bij de gemeente."))
    there.close()
    monkeypatch.setenv("VRAAGBAAK_DATA", str(there.folder))
    yield there
    there.close()


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main([str(one) for one in arguments])
        out, err = capsys.readouterr()
        return code, (json.loads(out) if "--json" in arguments and out else out), err

    return run


def hits(run):
    return run("find", "paspoort rijbewijs", "--json")[1]["hits"]


def test_a_rebuild_says_what_it_did_and_drops_the_old_one_later(place, run, monkeypatch):
    before = hits(run)
    code, document, _ = run("rebuild", "--json")
    assert code == 0
    assert document["passages"] == document["embedded"] == 4
    assert (document["name"], document["dropped"]) == ("vraagbaak.2", [])
    assert hits(run) == before
    monkeypatch.setenv("VRAAGBAAK_LIBRARY__GRACE", "0")
    code, text, _ = run("rebuild")
    assert code == 0
    assert "vraagbaak.3 is the library now: 4 passages in 2 editions" in text
    assert [one.name for one in (place.folder / "library").iterdir() if one.is_dir()] == [
        "vraagbaak.3"
    ]


def test_another_lexicon_names_the_command_that_helps(place, run, monkeypatch):
    before = hits(run)
    monkeypatch.setattr("ingest.library.state.FINGERPRINT", "another")
    code, _, err = run("find", "paspoort", "--json")
    assert code == 1
    assert "python -m ingest rebuild" in " ".join(err.split())
    code, text, _ = run("rebuild", "--check")
    assert code == 0
    assert "A rebuild is needed: another version of the lexicon" in text
    assert run("rebuild")[0] == 0
    assert hits(run) == before
    assert run("rebuild", "--check", "--json")[1]["needed"] == ""


def test_a_backup_comes_back_only_when_asked(place, run, tmp_path):
    before, file = hits(run), tmp_path / "library.backup"
    code, document, _ = run("backup", file, "--json")
    assert (code, document["passages"]) == (0, 4)
    assert document["bytes"] == file.stat().st_size
    library = place.open()
    library.forget("https://waterveen.example/rijbewijs")
    place.close()
    code, _, err = run("restore", file)
    assert code == 1
    assert "--yes" in err
    code, document, _ = run("restore", file, "--yes", "--json")
    assert (code, document["editions"], document["published"]) == (0, 2, 2)
    assert hits(run) == before
    assert run("rollback")[0] == 0
    assert len(run("find", "rijbewijs", "--json")[1]["hits"]) == 0


def test_a_file_that_is_no_backup_changes_nothing(place, run, tmp_path):
    before, file = hits(run), tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    code, _, err = run("restore", file, "--yes")
    assert code == 1
    assert "is not a backup" in " ".join(err.split())
    assert hits(run) == before


def test_a_backup_that_cannot_be_written_says_so(place, run, tmp_path):
    code, _, err = run("backup", tmp_path / "absent" / "library.backup")
    assert code == 1
    assert "No such file" in err


@pytest.mark.parametrize("command", [("rebuild",), ("backup", "b"), ("restore", "b", "--yes")])
def test_it_waits_for_a_sync_and_says_so(place, run, command):
    with only_one(place.folder):
        code, _, err = run(*command)
    assert code == 1
    assert "Another sync is running" in err


def test_a_full_disk_is_noticed_before_anything_is_written(place, run, tmp_path, monkeypatch):
    before, file = hits(run), tmp_path / "library.backup"
    assert run("backup", file)[0] == 0
    here = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: here._replace(free=150_000_000))
    for command in (("rebuild",), ("backup", tmp_path / "other"), ("restore", file, "--yes")):
        code, _, err = run(*command)
        assert code == 1
        assert "The disk is nearly full" in " ".join(err.split())
    assert hits(run) == before
    assert not (tmp_path / "other").exists()
