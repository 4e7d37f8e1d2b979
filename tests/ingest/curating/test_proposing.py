"""`sources add`: a proposal from what the site says of itself; nothing reads it before a person."""

from datetime import UTC, datetime, timedelta

import pytest

from configs.files import read_yaml
from ingest.sources import load_sources
from tests.ingest.sites import Answer

LANDING = """<html lang="nl"><head><title>Home - Gemeente X</title>
<meta property="og:site_name" content='Gemeente "X": # niet te vertrouwen'>
<link rel="alternate" type="application/rss+xml" href="/nieuws.rss">
<link rel="license" href="https://creativecommons.org/publicdomain/zero/1.0/">
</head><body><a href="/paspoort">Paspoort</a> <a href="/zoekresultaten?zoek=x">Zoek</a>
<a href="/agenda/2026/01">Agenda</a> <a href="https://elders.nl/zoeken">elders</a></body></html>"""


@pytest.fixture
def landing(town):
    town.pages["/"] = Answer(LANDING)
    town.sitemap("/", "/paspoort", "/afval/grofvuil", "/afval/gft", "/agenda/2026/02", "/inloggen")
    return town


def test_a_proposal_is_a_source_file_that_a_person_can_read(landing, run, tmp_path):
    out = tmp_path / "bronnen" / "nieuw.yaml"
    code, document, said = run("sources", "add", f"{landing.url}/", "--out", str(out), "--json")
    assert code == 0
    assert "take the line `proposed: true` away" in said
    assert "Of 8 addresses seen so far 4 would be read, and what they link to" in said
    assert set(landing.asked) == {"/robots.txt", "/", "/sitemap.xml"}, "nothing was crawled"

    source = next(one for one in load_sources(out) if one.proposed)
    assert source.owner == 'Gemeente "X": # niet te vertrouwen'
    assert source.allow == (f"{landing.url}/",)
    assert source.feeds == (f"{landing.url}/nieuws.rss",)
    assert source.licence.startswith("https://creativecommons.org/")
    assert source.language == "nl"
    assert source.review_by == datetime.now(UTC).date() + timedelta(days=365)
    assert {"/zoeken*", "*/zoekresultaten*", "*/agenda*", "/inloggen*"} <= set(source.deny)
    assert "*/kalender*" not in source.deny, "the site has none"
    assert (document["listed"], document["seen"], document["kept"]) == (6, 8, 4)
    assert document["sections"] == {"/": 2, "/afval/": 2}
    assert "name 6 addresses, the page links to 2 others; 4 would be read" in out.read_text()


def test_a_proposal_is_not_read_until_a_person_takes_the_mark_away(landing, run, tmp_path):
    out = tmp_path / "bronnen" / "nieuw.yaml"
    run("sources", "add", f"{landing.url}/", "--out", str(out))
    name = read_yaml(out)["name"]
    landing.forget()
    code, document, _ = run("sync", name, "--json")
    assert (code, "is a proposal" in document["errors"][name]) == (1, True)
    (tmp_path / "bronnen" / "gemeente.yaml").unlink()
    code, document, _ = run("sync", "--json")
    assert (code, document["reports"]) == (0, [])
    assert "is a proposal" in document["left_out"][name]
    code, text, said = run("sync")
    assert (code, text.strip()) == (0, ""), "no empty table stands before what is to be done"
    assert "is a proposal" in said
    assert not landing.asked

    out.write_text(out.read_text().replace("proposed: true\n", ""))
    code, document, _ = run("sync", "--json")
    assert code == 0
    read = {line["url"] for line in document["reports"][0]["lines"] if line["passages"]}
    assert f"{landing.url}/paspoort" in read


def test_it_follows_to_the_real_front_page_and_writes_to_stdout(landing, run):
    landing.pages["/home"] = Answer("", 301, {"Location": f"{landing.url}/"})
    code, text, _ = run("sources", "add", f"{landing.url}/home")
    assert code == 0
    assert f'start: ["{landing.url}/"]' in text


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"/": Answer("weg", 404)}, 1, "answers 404"),
        ({"/robots.txt": Answer("", 503)}, 1, "robots.txt"),
        (
            {
                "/robots.txt": Answer(
                    "User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"}
                )
            },
            1,
            "keeps us out",
        ),
    ],
)
def test_a_site_that_cannot_be_read_says_why(landing, run, change, code, said):
    landing.pages.update(change)
    found, _, told = run("sources", "add", f"{landing.url}/")
    assert (found, said in told) == (code, True)


def test_mistakes_are_told_and_no_file_is_overwritten(landing, run, tmp_path):
    assert run("sources", "add", "ftp://a.nl/")[0] == 2
    kept = tmp_path / "bronnen" / "gemeente.yaml"
    before = kept.read_text()
    code, _, said = run("sources", "add", f"{landing.url}/", "--out", str(kept))
    assert (code, "exists already" in said) == (2, True)
    assert kept.read_text() == before
