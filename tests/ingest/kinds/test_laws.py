"""Of every law only the text in force is cited, article by article, at its official place."""

import re
from datetime import date

import pytest

from ingest.domain import Search, Source, SourceKind, Status
from ingest.kinds.laws import Laws
from ingest.library.library import open_library
from ingest.sync import sync
from ingest.visits import Visits
from tests.ingest.test_real_sources import CORPORA

LAW = """
$id: wet_op_het_voorbeeld
regulatory_layer: WET
valid_from: '{since}'
bwb_id: BWBR0099999
url: https://wetten.overheid.nl/BWBR0099999/{since}
name: '#wet_naam'
articles:
  - number: '5:1'
    text: |-
      1. De toeslag bedraagt {amount} euro per jaar.
      2. Geen recht op de toeslag heeft degene die:
      a. jonger is dan achttien jaar; of
      b. in het buitenland woont.
    url: https://wetten.overheid.nl/BWBR0099999/{since}#Artikel5:1
  - number: '5:2'
    text: De aanvraag wordt ingediend voor 1 september van het volgende jaar.
    machine_readable:
      execution:
        actions:
          - output: wet_naam
            value: Wet op het voorbeeld
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "wetten"
    folder.mkdir()
    return folder


@pytest.fixture
def library(settings):
    library = open_library(settings)
    yield library
    library.close()


def a_source(folder, **changes):
    fields = {"name": "wetten", "owner": "BZK", "kind": SourceKind.LAWS, "start": (str(folder),)}
    return Source(**{**fields, "review_by": date(2090, 1, 1), **changes})


def law(folder, since, amount="100", more=""):
    (folder / f"{since}.yaml").write_text(LAW.format(since=since, amount=amount) + more)


def test_an_article_is_cited_by_its_number_under_the_name_of_the_law(folder, library, settings):
    law(folder, "2025-01-01", "250")
    sync(a_source(folder), library, settings)
    passage = library.find(Search(text="Hoeveel bedraagt de toeslag per jaar?"))[0].passage
    assert passage.title == "Wet op het voorbeeld"
    assert passage.headings == ("Artikel 5:1",)
    assert (passage.url, passage.anchor) == (
        "https://wetten.overheid.nl/BWBR0099999/2025-01-01",
        "Artikel5:1",
    )
    assert passage.modified == date(2025, 1, 1)
    assert passage.sentence(0) == "1. De toeslag bedraagt 250 euro per jaar."
    assert "2. Geen recht op de toeslag heeft degene die:" in passage.sentences[2].lead
    assert library.find(Search(text="artikel 5:2"))[0].passage.headings == ("Artikel 5:2",)


def test_of_two_versions_in_the_folder_only_the_one_in_force_is_cited(folder, library, settings):
    law(folder, "2024-01-01", "100")
    report = sync(a_source(folder), library, settings)
    assert report.counts == {"created": 1}
    law(folder, "2025-01-01", "250")
    law(folder, "2089-01-01", "900")
    report = sync(a_source(folder), library, settings, confirmed=True)
    said = {line.url.rsplit("/", 1)[1]: (line.status, line.reason) for line in report.lines}
    assert said == {
        "2024-01-01": (Status.REMOVED, "superseded by the version of 2025-01-01"),
        "2025-01-01": (Status.CREATED, ""),
        "2089-01-01": (Status.SKIPPED, "holds only from 2089-01-01"),
    }
    texts = " ".join(hit.passage.text for hit in library.find(Search(text="toeslag euro")))
    assert "250 euro" in texts
    assert "100 euro" not in texts
    assert "900 euro" not in texts


def test_the_day_decides_also_when_no_file_has_changed(folder, tmp_path, settings):
    law(folder, "2024-01-01")
    law(folder, "2026-07-01")

    def in_force(today):
        visits = Visits(tmp_path / "none.json", "x")
        walk = Laws(a_source(folder), visits, settings.ingest, date.fromisoformat(today))
        return [finding.url[-10:] for finding in walk if finding.reading]

    assert in_force("2026-06-30") == ["2024-01-01"]
    assert in_force("2026-07-01") == ["2026-07-01"]


def test_on_new_years_day_all_laws_may_get_a_new_version(folder, library, settings):
    """Nothing vanishes then, so nobody is asked to confirm while the old texts are cited."""

    def laws(since, *numbers):
        for number in numbers:
            text = LAW.format(since=since, amount=number).replace("BWBR0099999", number)
            (folder / f"{number}-{since}.yaml").write_text(text)

    numbers = [f"BWBR000000{number}" for number in range(8)]
    laws("2024-01-01", *numbers)
    sync(a_source(folder), library, settings)
    laws("2025-01-01", *numbers)
    report = sync(a_source(folder), library, settings)
    assert (report.published, report.counts) == (True, {"removed": 8, "created": 8})
    for file in folder.iterdir():
        file.unlink()
    assert sync(a_source(folder), library, settings).failed, "laws that vanish are looked at"


def test_a_repealed_law_is_not_cited(folder, library, settings):
    law(folder, "2020-01-01", more="valid_until: 2022-05-01\n")
    report = sync(a_source(folder), library, settings)
    assert [line.reason for line in report.lines] == ["no longer in force since 2022-05-01"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("a.yaml", "articles: ["), "is not valid YAML"),
        (("a.yaml", "naam: x\n"), "articles: must be a list"),
        (("a.yaml", LAW.format(since="ooit", amount=1)), "valid_from: 'ooit' is not a date"),
        (("a.yaml", re.sub("valid_from.*|url.*", "", LAW)), "does not say since when it holds"),
        (("a.md", "## Wet X\n### Artikel 1\nTekst."), "does not say which law it is"),
        (("BWBR0000001-wet-x.md", "## Wet X\n### Artikel 1\nTekst."), "does not say since when"),
        (("a.yaml", LAW.replace("wetten.overheid.nl", "wetten.evil.example")), "outside the allow"),
    ],
)
def test_a_text_of_which_not_is_known_whether_it_holds_is_never_cited(
    folder, library, settings, file, said
):
    name, text = file
    (folder / name).write_text(text.replace("{since}", "2025-01-01").replace("{amount}", "1"))
    (line,) = sync(a_source(folder), library, settings).lines
    assert line.status is Status.SKIPPED
    assert said in line.reason


def test_markdown_with_front_matter_is_a_law_too(folder, library, settings):
    front = "---\ntitle: Wet Y\nvalid_from: 2024-05-01\n---\n"
    (folder / "BWBR0000002-wet-y.md").write_text(
        f"{front}## Wet van 1 mei 2024\n### Hoofdstuk I\n###Artikel 1a Begrippen\n"
        "1. Onder bestuursorgaan wordt verstaan een orgaan van een rechtspersoon.\n"
    )
    sync(a_source(folder), library, settings)
    passage = library.find(Search(text="bestuursorgaan"))[0].passage
    assert (passage.title, passage.headings) == ("Wet Y", ("Artikel 1a Begrippen",))
    assert (passage.url, passage.anchor) == (
        "https://wetten.overheid.nl/BWBR0000002/2024-05-01",
        "Artikel1a",
    )


@pytest.mark.real
@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"{CORPORA} is absent; put the corpora there")
def test_of_the_real_laws_nothing_old_is_cited(library, settings):
    report = sync(a_source(CORPORA / "wetten"), library, settings)
    held = library.holdings("wetten")
    assert len(held) == 11
    assert not any("2017" in url for url in held)
    assert "https://wetten.overheid.nl/BWBR0018451/2024-01-01" not in held
    old = [line for line in report.lines if "/oud-2017/" in line.url]
    assert len(old) == 14
    assert all("does not say since when it holds" in line.reason for line in old)
    hits = library.find(Search(text="termijn voor het indienen van een bezwaarschrift", limit=3))
    cited = {(hit.passage.title, hit.passage.headings) for hit in hits}
    assert ("Algemene wet bestuursrecht", ("Artikel 6:7",)) in cited
