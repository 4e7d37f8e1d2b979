"""What is erased is gone: its words stand in no file below the data folder any more."""

import json
from datetime import UTC, datetime

import pytest

from ingest.domain import Line, Status, SyncReport
from ingest.erasing import ERASED, erase
from ingest.library.opening import generations_of
from ingest.library.rebuilding import Rebuild
from ingest.reporting import keep
from tests.ingest.library.conftest import PARKING, PASSPORT, Place, passage
from tests.ingest.library.test_rebuild import publish

SECRET = "zebravinkgeheim"
PAGE = passage("jan-jansen", f"De heer Jansen fokt {SECRET} in de Dorpsstraat.")
OTHER = passage("jan-jansen", f"Een tweede alinea over {SECRET}.", place=1)


@pytest.fixture(params=["embedded", "local"])
def place(request, tmp_path):
    there = Place(request.param, tmp_path)
    yield there
    there.close()


@pytest.fixture
def local(tmp_path):
    """The engine that erases fastest, for what is about other files."""
    there = Place("local", tmp_path)
    yield there
    there.close()


def holding(folder, word):
    """The files that hold a word, in any spelling of bytes that texts are stored in."""
    spellings = [word.encode(), word.encode("utf-16-le")]
    files = (file for file in folder.rglob("*") if file.is_file())
    return [str(file) for file in files if any(one in file.read_bytes() for one in spellings)]


def filled(place):
    library = place.open()
    publish(library, PASSPORT, PAGE)
    publish(library, OTHER, PARKING, gone=[PAGE])
    return library


def test_the_words_are_in_no_file_after_forgetting(place):
    library = filled(place)
    place.close()
    assert holding(place.folder, SECRET)
    library = place.open()
    assert erase(place.settings(), library, [PAGE.url]).passages == 2
    assert holding(place.folder, SECRET) == []
    assert publish(library, passage("woo", "Een Woo-verzoek.")).passages == 3
    place.close()
    assert holding(place.folder, SECRET) == []
    library = place.open()
    assert set(library.holdings("gemeente")) == {
        PASSPORT.url,
        PARKING.url,
        "https://waterveen.example/woo",
    }


def test_what_was_never_flushed_or_merged_is_erased_too(place):
    library = filled(place)
    for number in range(5):
        publish(library, passage(f"pagina-{number}", f"Pagina {number} noemt {SECRET}."))
    urls = [f"https://waterveen.example/pagina-{number}" for number in range(5)]
    assert erase(place.settings(), library, [PAGE.url, *urls]).passages == 7
    assert holding(place.folder, SECRET) == []


def test_what_a_rebuild_replaced_is_erased_with_it(place):
    filled(place)
    place.close()
    Rebuild(generations_of(place.settings()), None).run()
    library = place.open()
    assert len(holding(place.folder, SECRET)) >= 2
    erase(place.settings(), library, [PAGE.url])
    place.close()
    assert holding(place.folder, SECRET) == []


def test_an_erasing_that_was_killed_is_finished_by_the_next_one(place, monkeypatch):
    library = filled(place)
    monkeypatch.setattr(type(library._engine), "erase", stopped)
    with pytest.raises(KeyboardInterrupt):
        library.forget(PAGE.url)
    assert library.show(PAGE.url, edition=1) == [], "it is found no more all the same"
    monkeypatch.undo()
    place.close()
    library = place.open()
    publish(library)
    assert holding(place.folder, SECRET) == []


def stopped(_):
    raise KeyboardInterrupt


def test_visits_and_reports_forget_the_page(local):
    library = filled(local)
    data, kept = local.folder, "https://waterveen.example/paspoort"
    lines = (
        Line(url=PAGE.url, status=Status.QUARANTINED, reason=f"it says: {SECRET}", passages=2),
        Line(url=kept, status=Status.CREATED, passages=1),
    )
    report = SyncReport(
        source="gemeente",
        edition=2,
        published=True,
        started_at=datetime.now(UTC),
        seconds=1.0,
        lines=lines,
        remarks=(f"{PAGE.url} is late",),
    )
    file = keep(report, data)
    visits = data / "visits" / "gemeente.json"
    visits.parent.mkdir()
    links = [PAGE.url, kept]
    remembered = {PAGE.url: {"links": []}, kept: {"links": [1]}, f"{kept}/menu": {"links": [0, 1]}}
    visits.write_text(json.dumps({"fingerprint": "x", "links": links, "visits": remembered}))

    assert erase(local.settings(), library, [PAGE.url]).files == 3  # the report is kept twice
    assert holding(local.folder, PAGE.url) == []
    assert holding(local.folder, SECRET) == []
    mended = SyncReport.model_validate_json(file.read_text())
    assert [line.url for line in mended.lines] == [ERASED, kept]
    assert mended.lines[1] == lines[1]
    assert mended.counts == report.counts
    content = json.loads(visits.read_text())
    assert list(content["visits"]) == [kept], "what pointed there is read again"


def test_what_waits_for_a_person_and_reports_for_people_go_whole(local):
    library = filled(local)
    about = {"url": PAGE.url, "text": SECRET}
    files = {
        "quarantine/gemeente/abc.json": json.dumps(about),
        "quarantine/gemeente/def.json": json.dumps({"url": "https://waterveen.example/woo"}),
        "comparison.json": json.dumps({"pairs": [[about, "x"]]}),
        "reports/gemeente/20260301.json": json.dumps({"lines": [about]}),
        "report.html": f'<a href="{PAGE.url}">{SECRET}</a>',
    }
    for name, text in files.items():
        file = local.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert erase(local.settings(), library, [PAGE.url]).files == 4
    assert holding(local.folder, SECRET) == []
    left = [name for name in files if (local.folder / name).exists()]
    assert left == ["quarantine/gemeente/def.json", "reports/gemeente/20260301.json"]


def test_a_file_of_visits_that_is_damaged_goes(local):
    library = filled(local)
    visits = local.folder / "visits" / "gemeente.json"
    visits.parent.mkdir()
    visits.write_text(f'{{"visits": {{"{PAGE.url}": ')
    assert erase(local.settings(), library, [PAGE.url]).files == 1
    assert not visits.exists()


def test_forgetting_what_is_not_there_erases_nothing(local):
    library = filled(local)
    erased = erase(local.settings(), library, ["https://waterveen.example/nergens"])
    assert (erased.passages, erased.files) == (0, 0)
