"""The pack says what holds now, says what only people can say, and gives no secret away."""

import json
from datetime import date

import pytest

from assistant.records.tables import Table
from configs.files import ROOT
from configs.settings import load_settings
from configs.theme import load_theme
from eval.accounting.pack import Pack, markdown
from eval.cases.reading import CaseSet
from eval.command import main
from eval.scoring import Scoring
from eval.storing import Folder
from ingest.sources import load_sources
from tests.eval.building import CASE, SENTENCES, said
from tests.eval.scripted import Scripted, ran

DAY = date(2026, 11, 22)


def made(scores=None, **changes):
    settings = load_settings("demo", **changes)
    sources = load_sources(ROOT / "demo" / "sources", plain_http=True)
    return Pack(settings, load_theme("waterveen"), sources, scores)


def text(pack, name):
    (sheet,) = (sheet for sheet in pack.sheets if sheet.name == name)
    return markdown(sheet, pack.facts)


def test_every_table_of_the_database_is_accounted_for():
    assert set(made().facts.words["tables"]) == set(Table.metadata.tables)


def test_the_days_in_the_data_sheet_are_those_of_the_settings():
    sheet = text(made(records={"content_days": 33, "contact_days": 11}), "gegevensblad-dpia")
    assert "Vragen en antwoorden 33 dagen, contactgegevens 11 dagen" in sheet
    assert "| contacts | naam, e-mail, telefoon" in sheet
    assert "| wie vraagt | 11 dagen |" in sheet


def test_who_gets_a_request_is_named_and_no_key_is():
    pack = made(
        handoff={"webhook": {"url": "https://zaken.example/hook", "secret": "geheim-sleuteltje"}},
        chat={"key": "nog-een-geheim", "url": "http://model.intern:8000/v1", "model": "eurollm"},
        answering={"writer": "generate"},
    )
    sheet = text(pack, "gegevensblad-dpia")
    assert "een webhook (zaken.example)" in sheet
    assert "model.intern" in sheet
    everything = pack.page(DAY) + "".join(text(pack, one.name) for one in pack.sheets)
    assert "geheim" not in everything.replace("geheimen", "")


def test_what_only_the_organisation_knows_is_left_open_and_marked():
    sheet = text(made(), "gegevensblad-dpia")
    assert "**Vult u zelf in: de verwerkingsverantwoordelijke" in sheet


def test_without_a_model_the_card_says_that_none_writes():
    assert "Er schrijft geen taalmodel mee" in text(made(), "modelkaart")


def test_a_model_that_writes_has_its_card():
    pack = made(
        answering={"writer": "generate"},
        chat={"model": "utter-project/EuroLLM-9B-Instruct-2512", "url": "http://127.0.0.1:1/v1"},
    )
    card = text(pack, "modelkaart")
    assert "Apache-2.0" in card
    assert "Zwakke kanten" in card
    assert "letterlijke zinnen" not in card


def test_a_model_without_a_card_is_said_to_be_unknown():
    pack = made(
        answering={"writer": "generate"}, chat={"model": "iets", "url": "http://127.0.0.1:1/v1"}
    )
    assert "geen kaart gekozen" in text(pack, "modelkaart")


def test_every_source_is_named_with_its_owner():
    card = text(made(), "bronnenkaart")
    assert "## waterveen" in card
    assert "| Eigenaar | Gemeente Waterveen |" in card


def test_the_figures_of_a_run_stand_in_it(tmp_path):
    assert "niet gemeten" in text(made(), "controlelijst")
    ran(tmp_path, Scripted(lambda _: said(*SENTENCES)), CaseSet("goed", (CASE,)))
    pack = made(Scoring()(Folder(tmp_path)))
    assert "100,0%" in text(pack, "controlelijst")
    assert "1 vragen" in pack.page(DAY)


def test_the_page_loads_nothing_and_reads_its_words_as_words():
    theme = load_theme("waterveen").model_copy(update={"organisation": "<p>Gemeente</p>"})
    pack = Pack(load_settings("demo"), theme, [], None)
    page = pack.page(DAY)
    assert "<p>Gemeente" not in page
    assert not any(mark in page for mark in ("<script", "src=", "@import", "url("))


def test_the_command_writes_all_files(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path / "data"))
    assert main(["account", "--out", str(tmp_path / "pack"), "--profile", "demo"]) == 0
    names = {file.name for file in (tmp_path / "pack").iterdir()}
    assert names == {
        *("index.html", "modelkaart.md", "bronnenkaart.md", "gegevensblad-dpia.md"),
        *("controlelijst.md", "algoritmeregister.json", "pakket.json"),
    }
    assert str(tmp_path / "pack" / "index.html") in capsys.readouterr().out
    sheets = json.loads((tmp_path / "pack" / "pakket.json").read_text())["sheets"]
    assert [sheet["name"] for sheet in sheets][-1] == "controlelijst"


@pytest.mark.parametrize("run", ["nowhere"])
def test_a_run_that_is_not_there_is_one_clear_line(tmp_path, run, capsys):
    assert main(["account", "--out", str(tmp_path / "pack"), "--run", str(tmp_path / run)]) == 2
    assert not (tmp_path / "pack").exists()
    assert len(capsys.readouterr().err.strip().splitlines()) <= 2
