"""Questions and answers of rijksoverheid.nl, from files and from the interface."""

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from ingest.domain import Search, Source, SourceKind, Status
from ingest.library.library import open_library
from ingest.sync import sync
from tests.ingest.sites import Answer
from tests.ingest.test_real_sources import CORPORA

BASE = "https://www.rijksoverheid.nl/onderwerpen/x/vraag-en-antwoord/"


def record(name, **changes):
    return {
        "id": name,
        "canonical": f"{BASE}{name}",
        "question": f"Hoe vraag ik {name} aan?",
        "introduction": f"<p>U vraagt {name} aan bij uw gemeente. Maak eerst een afspraak.</p>",
        "content": [
            {
                "paragraphtitle": "Wat neemt u mee?",
                "paragraph": "<p>U neemt mee:</p><ul><li>een pasfoto;</li><li>uw oude kaart."
                "</li></ul>",
            }
        ],
        "subjects": ["Documenten"],
        "lastmodified": "2024-05-06T10:00:00Z",
        "language": "nl-NL",
        **changes,
    }


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "vac").mkdir()
    return tmp_path / "vac"


def a_source(start, **changes):
    fields = {"name": "rijk", "owner": "AZ", "kind": SourceKind.VAC, "start": (str(start),)}
    return Source(**{**fields, "review_by": date(2090, 1, 1), **changes})


def lines(report):
    return {line.url.rsplit("/", 1)[1]: (line.status.value, line.reason) for line in report.lines}


def test_the_question_is_the_title_and_its_public_page_is_cited(folder, library, settings):
    (folder / "a.json").write_text(json.dumps(record("een-paspoort")))
    (folder / "b.json").write_text(json.dumps([record("een-kaart"), record("een-pas")]))
    report = sync(a_source(folder), library, settings)
    assert report.counts == {"created": 3}
    passage = library.find(Search(text="een-paspoort aanvragen"))[0].passage
    assert passage.title == "Hoe vraag ik een-paspoort aan?"
    assert passage.url == f"{BASE}een-paspoort"
    assert passage.modified == date(2024, 5, 6)
    assert passage.subject == "Documenten"
    items = library.show(f"{BASE}een-paspoort")
    assert any("een pasfoto" in one.text and one.headings for one in items)

    again = sync(a_source(folder), library, settings)
    assert (again.counts, again.published, again.embedded) == ({"unchanged": 3}, False, 0)
    (folder / "b.json").unlink()
    report = sync(a_source(folder), library, settings, confirmed=True)
    assert report.counts == {"unchanged": 1, "removed": 2}


def test_a_record_that_is_wrong_says_why_and_ends_no_other_page(folder, library, settings):
    (folder / "a.json").write_text(json.dumps(record("een-paspoort")))
    sync(a_source(folder), library, settings)
    (folder / "a.json").write_text('{"canonical": ')
    (folder / "b.json").write_text(json.dumps({"canonical": f"{BASE}b"}))
    (folder / "c.json").write_text(json.dumps(record("c", canonical="https://evil.example/c")))
    (folder / "d.txt").write_text("x")
    said = lines(sync(a_source(folder), library, settings))
    assert "is not JSON" in said["a.json"][1]
    assert "question: Field required" in said["b.json"][1]
    assert said["c"][1] == "outside the allow-list of the source"
    assert said["d.txt"][1] == "the type .txt is not read"
    assert said["een-paspoort"][0] == "stale", "it may stand in the file that can't be read"


def interface(site, records, rows=2):
    """Serves the records in pages, as the open-data interface does."""

    def page(handler):
        asked = parse_qs(urlsplit(handler.path).query)
        assert asked["output"] == ["json"]
        offset = int(asked["offset"][0])
        return Answer(json.dumps(records[offset : offset + rows]))

    for offset in range(0, len(records) + rows, rows):
        site.pages[f"/v1/faq?rows={rows}&output=json&offset={offset}"] = page
    return a_source(f"{site.url}/v1/faq?rows={rows}")


def test_the_interface_is_read_page_by_page(site, library, settings):
    records = [record(f"vraag-{number}") for number in range(5)]
    source = interface(site, records)
    assert sync(source, library, settings).counts == {"created": 5}
    records[0]["introduction"] = "<p>Het antwoord is nu anders dan het vorige week nog was.</p>"
    report = sync(source, library, settings)
    assert report.counts == {"changed": 1, "unchanged": 4}


def test_a_list_of_questions_only_fetches_each_answer_once(site, library, settings):
    whole = record("vraag")
    site.pages["/v1/faq/vraag?output=json"] = Answer(json.dumps(whole))
    brief = {key: whole[key] for key in ("id", "canonical", "question", "lastmodified")}
    records = [{**brief, "dataurl": f"{site.url}/v1/faq/vraag"}]
    source = interface(site, records)
    assert sync(source, library, settings).counts == {"created": 1}
    assert sync(source, library, settings).counts == {"unchanged": 1}
    assert site.asked["/v1/faq/vraag?output=json"] == 1
    records[0]["dataurl"] = "https://evil.example/v1/faq/vraag"
    (line,) = sync(source, library, settings).lines
    assert (line.status, "another host" in line.reason) == (Status.STALE, True)


def test_an_interface_that_fails_ends_nothing(site, library, settings):
    records = [record(f"vraag-{number}") for number in range(5)]
    source = interface(site, records)
    sync(source, library, settings)
    page = site.pages.pop("/v1/faq?rows=2&output=json&offset=2")
    report = sync(source, library, settings)
    assert report.counts == {"unchanged": 2, "stale": 3}
    assert "from record 2 on: answers 404" in report.remarks[0]
    site.pages["/v1/faq?rows=2&output=json&offset=2"] = page
    site.pages["/v1/faq?rows=2&output=json&offset=0"] = Answer("<html>storing</html>")
    report = sync(source, library, settings)
    assert report.failed
    assert "the answer is not JSON" in report.reason
    assert len(library.holdings("rijk")) == 5


@pytest.mark.real
@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"{CORPORA} is absent; put the corpora there")
def test_the_real_records(library, settings):
    report = sync(a_source(CORPORA / "rijksoverheid-vac" / "api-json"), library, settings)
    assert report.counts == {"created": 85}
    (hit, *_) = library.find(Search(text="Wat is het burgerservicenummer?"))
    assert "burgerservicenummer" in hit.passage.url
    assert hit.passage.title.endswith("?")
