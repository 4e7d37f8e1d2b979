"""What somebody who opens the report sees, in every form of it."""

import csv
import json
import re
from io import StringIO

import pytest
from defusedxml.ElementTree import fromstring

import eval.metrics
from configs.domain import Language
from configs.files import ROOT, read_yaml
from eval.cases.reading import CaseSet
from eval.command import main
from eval.commands.compare import THRESHOLDS
from eval.domain import Case
from eval.gating import read_thresholds
from eval.known import endpoints, metrics
from eval.report.files import write_report
from eval.report.gathering import gather
from eval.report.page import SECTIONS, page
from eval.report.words import Words
from eval.scoring import Scoring
from eval.storing import Folder
from tests.eval.building import CASE, SENTENCES, cited, refused, said
from tests.eval.scripted import Scripted, ran

EVIL = "<script>alert('x')</script> & \"aanhaling\""
UNANSWERABLE = Case(id="n", question="Waar is de trein?", expect="no_source")


def answer(case):
    if case.id in {"n", "silent"}:
        return refused()
    if case.id == "wrong":
        return said("Een paspoort kost € 83,85.", citations=[cited(EVIL)])
    return said(*SENTENCES)


@pytest.fixture
def run(tmp_path):
    asked = [CASE.model_copy(update={"id": name}) for name in ("a", "b", "silent")]
    wrong = CASE.model_copy(update={"id": "wrong", "question": EVIL, "tags": ("gevaar",)})
    for out, endpoint in ((tmp_path / "run", answer), (tmp_path / "run" / "bm25", answer)):
        ran(out, Scripted(endpoint), CaseSet("gemeente", (*asked, wrong, UNANSWERABLE)))
        Scoring()(Folder(out))
    return tmp_path / "run"


def report(run, before=None):
    return gather(run, before, read_thresholds(THRESHOLDS))


def flat(texts, place=""):
    for key, value in texts.items():
        if isinstance(value, dict):
            yield from flat(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", value


def test_both_languages_say_the_same_things_with_the_same_fields():
    nl, en = (dict(flat(read_yaml(ROOT / "report" / f"{code}.yaml"))) for code in ("nl", "en"))
    assert nl.keys() == en.keys()
    for key, text in nl.items():
        assert set(re.findall(r"\{\w+\}", str(text))) == set(re.findall(r"\{\w+\}", str(en[key])))


def test_every_metric_and_endpoint_has_words_and_a_place():
    names = {metric.name for metric in metrics()}
    texts = read_yaml(ROOT / "report" / "nl.yaml")
    assert set(texts["metrics"]) == names
    assert {name for section in SECTIONS.values() for name in section} == names
    assert set(endpoints()) <= set(texts["endpoints"])


def test_the_page_says_what_went_wrong_and_shows_the_source(run):
    html = page(report(run), Language.NL)
    assert '<html lang="nl">' in html
    assert "Er zijn 5 vragen gesteld. Op 4 daarvan geven de bronnen antwoord." in html
    assert "1 van de 5 vragen kregen iets anders dan gevraagd" in html
    assert "1 van de 4 vragen waarop de bronnen antwoord geven, kregen geen antwoord." in html
    assert "Heette volledig, maar is het niet" in html
    assert "https://www.waterveen.example/paspoort/" in html
    assert "voldoet niet aan de drempels" in html
    assert "Residents" not in html


def test_the_page_loads_nothing_and_nothing_in_it_runs(run):
    for language in Language:
        html = page(report(run), language)
        assert "<script" not in html
        assert "&lt;script&gt;" in html
        assert not re.search(r"""(?:src|href)=["'](?!#)""", html)
        assert "default-src 'none'" in html
        assert "url(" not in html
        assert "@import" not in html


def test_all_forms_are_written_and_agree(run):
    made = report(run)
    assert {file.name for file in write_report(made, run)} == {
        *("report.html", "report.en.html", "report.json", "report.csv", "report.md"),
        "report.junit.xml",
    }
    value = made.scores.score("all_facts").value
    kept = json.loads((run / "report.json").read_text())
    by_name = {one["metric"]: one["value"] for one in kept["scores"]["scores"]}
    assert by_name["all_facts"] == value == 0.5
    rows = list(csv.DictReader(StringIO((run / "report.csv").read_text())))
    ours = next(r for r in rows if (r["metric"], r["endpoint"]) == ("all_facts", "scripted"))
    assert float(ours["value"]) == value
    assert "| Alles wat nodig is | 50,0% (" in (run / "report.md").read_text()
    suite = fromstring((run / "report.junit.xml").read_text())[0]
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("5", "2")


def test_the_comparison_names_only_what_is_real(run, tmp_path):
    html = page(report(run, run), Language.NL)
    assert "Geen enkel verschil is groter dan toeval kan verklaren." in html


def test_a_run_without_anything_wrong_says_so(tmp_path):
    ran(tmp_path, Scripted(lambda _: said(*SENTENCES)), CaseSet("goed", (CASE,)))
    Scoring()(Folder(tmp_path))
    html = page(report(tmp_path), Language.EN)
    assert "No question went wrong in these ways." in html
    assert "No question got something else than was asked" in html


def test_a_new_metric_stands_in_the_report_under_its_own_name(run, tmp_path, monkeypatch):
    added = tmp_path / "added"
    added.mkdir()
    (added / "many.py").write_text(
        "from eval.measuring import Metric, Part, each\n"
        "METRICS = (Metric('many_claims', each(lambda pair: Part(2.0)), 'number'),)\n"
    )
    monkeypatch.setattr(eval.metrics, "__path__", [*eval.metrics.__path__, str(added)])
    Scoring()(Folder(run))
    html = page(report(run), Language.NL)
    assert "Overige maten" in html
    assert "many claims" in html


def test_numbers_are_written_as_the_language_does():
    assert Words(Language.NL).number(0.8333, "share") == "83,3%"
    assert Words(Language.EN).number(0.8333, "share") == "83.3%"
    assert Words(Language.NL).number(0.001, "seconds") == "< 0,01 s"


def test_the_command_names_the_files_and_a_run_that_was_not_scored(run, tmp_path, capsys):
    assert main(["report", str(run)]) == 0
    assert "report.html" in capsys.readouterr().out
    ran(tmp_path / "other", Scripted(), CaseSet("x", (CASE,)))
    assert main(["report", str(tmp_path / "other")]) == 2
    assert "has no scores" in capsys.readouterr().err.replace("\n", " ")
