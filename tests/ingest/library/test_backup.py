"""A library in one file: whole, without secrets, refused when damaged, and back on any engine."""

import gzip
import io
import json
import tarfile

import pytest

from configs.slices.library import LibraryWeights
from ingest.domain import LibraryError, LibraryMismatch, Search
from ingest.library import backup as backing
from ingest.library.backup import back_up, restore
from ingest.library.domain import BackupError
from ingest.library.library import Library
from ingest.library.opening import generations_of
from ingest.library.packing import packed, unpacked
from ingest.library.rebuilding import Rebuild
from tests.ingest.library.conftest import PASSPORT, WASTE, Place, passage
from tests.ingest.library.test_dense import Topics
from tests.ingest.library.test_rebuild import filled, found, publish


def silent(done, total):
    pass


@pytest.fixture
def kept(place, tmp_path):
    """A backup of three editions, the second one published; and what each answers."""
    answers = filled(place)
    visits = place.folder / "visits" / "gemeente.json"
    visits.parent.mkdir()
    visits.write_text('{"visits": {}}')
    (place.folder / "vraagbaak.db").write_text("a conversation")
    file = tmp_path / "library.backup"
    back_up(place.settings(api_key="a-secret-key"), file, silent)
    return file, answers


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A backup to damage; made once."""
    folder = tmp_path_factory.mktemp("good")
    place = Place("embedded", folder)
    filled(place)
    back_up(place.settings(), folder / "library.backup", silent)
    return folder / "library.backup"


def contents(file):
    with tarfile.open(file) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar.getmembers()}


def test_the_other_engine_gets_it_all_back_in_an_empty_folder(kept, place, tmp_path):
    file, answers = kept
    other = Place("local" if place.engine == "embedded" else "embedded", tmp_path / "other")
    other.folder.mkdir()
    done = restore(other.settings(), file, False, silent)
    assert (done.passages, done.editions, done.published) == (4, 3, 2)
    library = other.open()
    assert {number: found(library, number) for number in answers} == answers
    assert library.rollback(3).number == 3
    assert publish(library, WASTE).number == 4
    other.close()
    assert (other.folder / "visits" / "gemeente.json").read_text() == '{"visits": {}}'


def test_an_existing_library_is_only_replaced_when_asked(kept, place):
    file, answers = kept
    library = place.open()
    publish(library, passage("woo", "Een Woo-verzoek over het paspoort."))
    now = found(library)
    place.close()
    with pytest.raises(LibraryError, match="With --yes"):
        restore(place.settings(), file, False, silent)
    assert found(place.open()) == now
    place.close()
    restore(place.settings(), file, True, silent)
    library = place.open()
    assert found(library) == answers[None]
    assert publish(library, WASTE).number == 5, "edition 4 was another one"


def test_it_holds_no_secret_and_no_conversation(kept):
    whole = b"".join(contents(kept[0]).values())
    assert b"a-secret-key" not in whole
    assert b"a conversation" not in whole
    assert kept[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda whole: whole[: len(whole) // 2], "damaged|cut off"),
        (lambda whole: whole[:-40], "damaged|cut off"),
        (lambda whole: whole[:-4], "damaged|cut off"),
        (lambda whole: b"", "not a backup"),
        (lambda whole: b"PK\x03\x04 something else", "not a backup"),
        (lambda whole: gzip.compress(b"a text"), "not a backup"),
        (lambda whole: whole[:900] + bytes([whole[900] ^ 1]) + whole[901:], "damaged"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused(good, tmp_path, damage, message):
    file = tmp_path / "broken"
    file.write_bytes(damage(good.read_bytes()))
    other = Place("embedded", tmp_path / "other")
    with pytest.raises(BackupError, match=message) as refused:
        restore(other.settings(), file, False, silent)
    assert str(file) in str(refused.value)
    assert not (other.folder / "library").exists()


def repacked(file, target, changes):
    """The same backup with some members changed, added (content) or left out (None)."""
    with tarfile.open(target, "w:gz") as tar:
        for name, content in {**contents(file), **changes}.items():
            if content is not None:
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points/000001.jsonl": b"{}\n"}, "points/000001.jsonl is not what was written"),
        ({"points/000001.jsonl": None}, "is not what was written"),
        ({"manifest.json": None}, "cut off"),
        ({"vraagbaak-backup.json": b'{"format": 99}'}, "format 99"),
        ({"vraagbaak-backup.json": b"nonsense"}, "damaged"),
        ({"vraagbaak-backup.json": None}, "not a backup"),
        ({"files/../../etc/passwd": b"x"}, "no backup does|damaged"),
    ],
)
def test_a_file_that_was_changed_is_refused(good, tmp_path, changes, message):
    file = tmp_path / "changed"
    if "files/../../etc/passwd" in changes:
        changes = {**changes, "manifest.json": None}
        message = "no backup does"
    repacked(good, file, changes)
    with pytest.raises(BackupError, match=message):
        restore(Place("embedded", tmp_path / "other").settings(), file, False, silent)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BackupError, match=r"absent\.backup cannot be read"):
        restore(Place("embedded", tmp_path).settings(), tmp_path / "absent.backup", False, silent)


def test_an_empty_library_is_not_backed_up(place, tmp_path):
    with pytest.raises(BackupError, match="nothing to back up"):
        back_up(place.settings(), tmp_path / "file", silent)
    assert not (tmp_path / "file").exists()


def test_a_backup_is_made_while_another_process_searches(embedded, tmp_path):
    answers = filled(embedded)
    reader = embedded.open(read_only=True)
    back_up(embedded.settings(), tmp_path / "file", silent)
    assert found(reader) == answers[None]
    other = Place("embedded", tmp_path / "other")
    restore(other.settings(), tmp_path / "file", False, silent)
    assert found(other.open()) == answers[None]
    other.close()


def test_what_is_not_published_is_not_in_it(place, tmp_path):
    answers = filled(place)
    library = place.open()
    with library.writing("gemeente") as writing:
        writing.put([passage("half", "Een half paspoort.")])
        writing.end([PASSPORT.id])
        engine, generations = library._engine, library._watch.generations
        generations.reading = lambda name: Borrowed(engine)
        backing.generations_of, real = lambda settings: generations, backing.generations_of
        try:
            back_up(place.settings(), tmp_path / "file", silent)
        finally:
            backing.generations_of = real
    other = Place("embedded", tmp_path / "other")
    restore(other.settings(), tmp_path / "file", False, silent)
    restored = other.open()
    assert {number: found(restored, number) for number in answers} == answers
    other.close()


class Borrowed:
    """An engine that somebody else closes."""

    def __init__(self, engine):
        self.engine = engine

    def __enter__(self):
        return self.engine

    def __exit__(self, *_):
        pass


def test_dense_vectors_come_back_and_the_embedder_must_be_the_same(embedded, tmp_path):
    generations = generations_of(embedded.settings())
    library = Library(generations.open("vraagbaak"), LibraryWeights(dense=1.0), Topics())
    publish(library, PASSPORT, WASTE)
    before = library.find(Search(text="bankstel"))
    library.close()
    back_up(embedded.settings(), tmp_path / "file", silent)
    other = Place("embedded", tmp_path / "other")
    restore(other.settings(), tmp_path / "file", False, silent)
    with pytest.raises(LibraryMismatch, match="topics"):
        other.open()
    generations = generations_of(other.settings())
    library = Library(generations.open(generations.live()), LibraryWeights(dense=1.0), Topics())
    assert library.find(Search(text="bankstel")) == before
    library.close()


def test_records_that_go_with_the_editions_come_along(embedded, tmp_path):
    filled(embedded)
    library = embedded.open()
    library._engine.keep("calibration", {"editions": {"2": {"least": 0.2}}})
    embedded.close()
    back_up(embedded.settings(), tmp_path / "file", silent)
    restore(embedded.settings(), tmp_path / "file", True, silent)
    assert embedded.open()._engine.record("calibration") == {"editions": {"2": {"least": 0.2}}}
    embedded.close()
    Rebuild(generations_of(embedded.settings()), None).run()
    assert embedded.open()._engine.record("calibration")
    embedded.close()
    Rebuild(generations_of(embedded.settings()), Topics()).run()
    generations = generations_of(embedded.settings())
    with generations.reading(generations.live()) as engine:
        assert engine.record("calibration") is None, "other vectors, other scores"


def test_a_restore_that_was_killed_leaves_the_old_library(kept, place, monkeypatch):
    file, answers = kept

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(backing, "finish", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(place.settings(), file, True, silent)
    monkeypatch.undo()
    assert found(place.open()) == answers[None]
    place.close()
    assert restore(place.settings(), file, True, silent).name.endswith(".2")
    assert len(generations_of(place.settings()).all()) == 2


def test_a_point_is_the_same_after_packing(place):
    filled(place)
    generations = generations_of(place.settings())
    with generations.reading(generations.live()) as engine:
        points = list(
            engine.scroll(backing.EVERY_PASSAGE, backing.PAYLOAD, (backing.WORDS, backing.GRAMS))
        )
    for point in points:
        again = unpacked(packed(point))
        assert (again.id, again.payload) == (point.id, point.payload)
        for name, vector in point.vectors.items():
            assert again.vectors[name].indices == vector.indices
            assert again.vectors[name].values == pytest.approx(vector.values, rel=1e-6)
    with pytest.raises((ValueError, LookupError)):
        unpacked(json.dumps({"id": "x"}).encode())
