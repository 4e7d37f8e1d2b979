"""The entry for the register is valid by the standard; what is empty says why."""

import json

import pytest
from pydantic import ValidationError

from configs.files import ROOT, read_yaml
from configs.settings import load_settings
from configs.theme import load_theme
from eval.cases.reading import CaseSet
from eval.command import main
from eval.register import Entry, register
from eval.scoring import Scoring
from eval.storing import Folder
from ingest.sources import load_sources
from tests.eval.building import CASE, SENTENCES, said
from tests.eval.scripted import Scripted, ran

REQUIRED = {
    *("name", "description_short", "organization", "status", "contact_email"),
    *("publication_category", "lang"),
}
"""What `v1_0.json` of the register demands."""
SET_BY_THE_REGISTER = {"lars", "publication_dt"}


def made(scores=None, **changes):
    settings = load_settings("demo", **changes)
    sources = load_sources(ROOT / "demo" / "sources", plain_http=True)
    return register(settings, load_theme("waterveen"), sources, scores)


def test_every_field_is_filled_or_its_absence_explained():
    found = made()
    filled = {name for name, value in found.entry if value not in (None, "", ())}
    assert filled | set(found.empty) == set(Entry.model_fields)
    assert filled >= REQUIRED
    assert not filled & set(found.empty)
    assert all(found.empty.values())
    explained = set(read_yaml(ROOT / "report" / "register.yaml")["empty"])
    assert explained == set(Entry.model_fields) - REQUIRED - {"standard_version"}


def test_the_figures_of_a_run_stand_in_it(tmp_path):
    assert "nog niet gemeten" in made().entry.risks
    ran(tmp_path, Scripted(lambda _: said(*SENTENCES)), CaseSet("goed", (CASE,)))
    entry = made(Scoring()(Folder(tmp_path))).entry
    assert "gemeten met 1 vragen" in entry.risks
    assert "100% van de zinnen" in entry.risks


def test_it_says_who_writes_and_that_it_does_not_learn():
    assert "niet zelflerend" in made().entry.methods_and_models
    assert "geen taalmodel" in made().entry.methods_and_models
    writing = made(answering={"writer": "generate"}, chat={"model": "eurollm-22b"})
    assert "eurollm-22b" in writing.entry.methods_and_models


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 101),
        ("description_short", ""),
        ("status", "Actief"),
        ("begin_date", "2026-13"),
        ("website", "www.waterveen.example"),
        ("goal", "<script>x</script>"),
        ("goal", "x" * 2501),
        ("category", ["Chatbots"]),
        ("publication_category", "Hoog-risico AI-systemen"),
        ("end_date", "2027-01"),
        ("source_data_grouping", [{"title": "Site"}]),
        ("colour", "blue"),
    ],
)
def test_what_the_standard_refuses_is_refused(field, value):
    with pytest.raises(ValidationError):
        Entry.model_validate({**made().entry.model_dump(), field: value})


def test_the_command_prints_the_entry_or_what_is_missing(capsys):
    assert main(["register", "--profile", "demo", "--json"]) == 0
    entry = json.loads(capsys.readouterr().out)
    assert Entry.model_validate(entry).organization == "Gemeente Waterveen"
    assert not SET_BY_THE_REGISTER & set(entry)
    assert main(["register", "--profile", "demo"]) == 0
    assert "impacttoetsen" in capsys.readouterr().out
