"""A folder of documents is a source: everything readable in it, nothing outside it."""

import os
from datetime import date
from pathlib import Path

import pytest

from ingest.documents import address, locate
from ingest.domain import Search, Source, SourceKind
from ingest.library.library import open_library
from ingest.sync import sync

TEXT = (
    "Dit stuk gaat over {0}. Ambtenaren die met {0} werken, melden dat vooraf bij hun "
    "leidinggevende. De gemeente bewaart de melding vijf jaar.\n"
)


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "stukken"
    (folder / "beleid").mkdir(parents=True)
    (folder / "nota ai.txt").write_text(TEXT.format("kunstmatige intelligentie"))
    (folder / "beleid" / "camera.md").write_text(f"# Camera's\n\n{TEXT.format('camera')}")
    return folder


def documents(*start, **changes):
    facts = {"name": "stukken", "owner": "Gemeente X", "review_by": date(2090, 1, 1)}
    start = tuple(str(place) for place in start)
    return Source(**{**facts, "kind": SourceKind.DOCUMENTS, "start": start, **changes})


def statuses(report):
    return {
        line.url.removeprefix("/documents/stukken/"): line.status.value for line in report.lines
    }


def reasons(report):
    return {line.url.removeprefix("/documents/stukken/"): line.reason for line in report.lines}


def test_documents_are_found_by_their_path(folder, library, settings):
    report = sync(documents(folder), library, settings)
    assert statuses(report) == {"beleid/camera.md": "created", "nota%20ai.txt": "created"}
    (hit, *_) = library.find(Search(text="camera melden leidinggevende"))
    assert hit.passage.url == "/documents/stukken/beleid/camera.md"


def test_unchanged_files_are_not_read_again(folder, library, settings, monkeypatch):
    sync(documents(folder), library, settings)
    monkeypatch.setattr("ingest.documents.look", None)  # a read would fail
    report = sync(documents(folder), library, settings)
    assert report.counts == {"unchanged": 2}
    assert not report.published


def test_changed_and_removed_files_are_noticed(folder, library, settings):
    sync(documents(folder), library, settings)
    (folder / "nota ai.txt").write_text(TEXT.format("algoritmen"))
    (folder / "beleid" / "camera.md").unlink()
    report = sync(documents(folder), library, settings)
    assert statuses(report) == {"beleid/camera.md": "removed", "nota%20ai.txt": "changed"}
    assert reasons(report)["beleid/camera.md"] == "no longer in the folder"


def test_what_is_left_out_is_told(folder, library, settings, tmp_path):
    (folder / ".git").mkdir()
    (folder / ".geheim.txt").write_text("x")
    (folder / "foto.png").write_bytes(b"x")
    (folder / "leeg.txt").write_text("")
    (folder / "groot.txt").write_text("x " * 2_000_000)
    (folder / "concept.txt").write_text(TEXT.format("concept"))
    outside = tmp_path / "buiten.txt"
    outside.write_text(TEXT.format("buiten"))
    (folder / "link.txt").symlink_to(outside)
    (folder / "rond").symlink_to(folder)
    small = settings.model_copy(
        update={"ingest": settings.ingest.model_copy(update={"max_bytes": 1_000_000})}
    )
    report = sync(documents(folder, deny=("/concept*",)), library, small)
    told = reasons(report)
    assert told[".git"] == told[".geheim.txt"] == "hidden"
    assert told["foto.png"] == "the type .png is not read"
    assert told["link.txt"] == "a link to outside the folder"
    assert "too large" in told["groot.txt"]
    assert "denied" in told["concept.txt"]
    assert told["leeg.txt"]
    assert "link to a folder" in told["rond"]
    assert report.counts == {"created": 2, "skipped": 8}


def test_one_file_can_be_a_source_and_stand_at_a_public_address(folder, library, settings):
    source = documents(folder / "nota ai.txt", base_url="https://www.gemeente.nl/stukken")
    report = sync(source, library, settings)
    assert [line.url for line in report.lines] == ["https://www.gemeente.nl/stukken/nota%20ai.txt"]
    assert address(source, "a b.pdf") == "https://www.gemeente.nl/stukken/a%20b.pdf"


def test_only_documents_can_be_located(folder, tmp_path):
    (folder / ".geheim.txt").write_text("x")
    (tmp_path / "buiten.txt").write_text("x")
    (folder / "link.txt").symlink_to(tmp_path / "buiten.txt")
    source = documents(folder, deny=("/beleid/*",))
    assert locate(source, "nota ai.txt") == folder / "nota ai.txt"
    for path in ("../buiten.txt", "beleid/../../buiten.txt", ".geheim.txt", "link.txt", "weg.txt"):
        assert locate(source, path) is None
    assert locate(source, "beleid/camera.md") is None
    for file in (tmp_path / "buiten.txt", folder / "beleid" / "camera.md"):
        assert locate(source, str(file)) is None
    alone = documents(folder / "nota ai.txt")
    assert locate(alone, "nota ai.txt")
    assert locate(alone, "beleid/camera.md") is None


def test_two_folders_with_the_same_name_in_them(folder, library, settings, tmp_path):
    other = tmp_path / "meer"
    other.mkdir()
    (other / "nota ai.txt").write_text(TEXT.format("iets anders"))
    report = sync(documents(folder, other), library, settings)
    assert report.counts == {"created": 2, "skipped": 1}


def test_a_folder_that_went_away_concludes_nothing(folder, library, settings):
    sync(documents(folder), library, settings)
    folder.rename(folder.with_name("weg"))
    report = sync(documents(folder), library, settings, confirmed=True)
    assert report.failed
    assert set(statuses(report).values()) == {"stale"}
    assert library.count() > 0


def test_what_may_not_be_opened_keeps_its_passages(folder, library, settings, monkeypatch):
    """Refused by hand, since the permissions of files mean nothing to root."""
    sync(documents(folder), library, settings)
    opened, listed = Path.read_bytes, Path.iterdir

    def refusing(real, name):
        def act(path):
            if path.name == name:
                raise PermissionError(13, "Permission denied")
            return real(path)

        return act

    os.utime(folder / "nota ai.txt")
    monkeypatch.setattr(Path, "read_bytes", refusing(opened, "nota ai.txt"))
    monkeypatch.setattr(Path, "iterdir", refusing(listed, "beleid"))
    report = sync(documents(folder), library, settings)
    assert set(statuses(report).values()) == {"stale"}
    assert "Permission denied" in reasons(report)["nota%20ai.txt"]
    assert "Permission denied" in report.remarks[0]
