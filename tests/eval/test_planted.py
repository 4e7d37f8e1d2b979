"""Errors are planted, counted and reported; the checks meet their goals on our own pages."""

import json
from pathlib import Path

import pytest

from assistant.checks import checks
from configs.files import ROOT
from configs.slices.answering import AnsweringSettings
from eval.command import main
from eval.planted.measuring import GOALS, failed_goals, group, judge, tallies, wilson
from eval.planted.pages import origins
from eval.planted.planting import plant

SITE = ROOT / "demo" / "site"
CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
REPORTED = ("rijksoverheid-vac/site", "generatieve-ai-overheid", "bestandsformaten")
"""The rules were written while looking at the others."""


@pytest.fixture(scope="module")
def ours():
    return origins([SITE])


def judged(found, most, seed):
    return judge(plant(found, most, seed), checks(AnsweringSettings()))


def test_the_goals_are_met_on_the_demo_municipality(ours):
    results = judged(ours, 12, 3)
    shares = {name: tally.share for name, tally in tallies(results, group).items()}
    assert set(shares) == set(GOALS)
    assert not failed_goals(results), [one for one in results if one.wrong]


@pytest.mark.real
@pytest.mark.skipif(
    not CORPORA.is_dir(), reason=f"{CORPORA} is absent; put the Dutch corpora there"
)
def test_the_goals_are_met_on_real_pages_that_the_rules_were_not_written_on():
    results = judged(origins([CORPORA / name for name in REPORTED]), 40, 1)
    errors = [one for one in results if not one.planted.faithful]
    assert len(errors) >= 400
    assert not failed_goals(results), [one for one in results if one.wrong]


def test_the_same_seed_plants_the_same_and_another_seed_does_not(ours):
    def texts(seed):
        return [planted.text for planted in plant(ours, 3, seed)]

    assert texts(1) == texts(1)
    assert texts(1) != texts(2)


def test_every_planted_error_changes_what_it_cites(ours):
    for planted in plant(ours, 5, 4):
        assert planted.faithful or planted.text.split() != planted.original.split(), planted


def test_without_checks_every_error_passes_and_every_goal_for_errors_is_missed(ours):
    results = judge(plant(ours, 2, 1), ())
    assert set(failed_goals(results)) == set(GOALS) - {"faithful"}


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(0, 0, 0, 1), (10, 10, 0.7225, 1), (0, 10, 0, 0.2775), (95, 100, 0.8882, 0.9785)],
)
def test_the_interval_is_that_of_wilson(hits, total, low, high):
    assert wilson(hits, total) == pytest.approx((low, high), abs=5e-4)


def test_the_command_prints_a_table_and_says_whether_the_goals_were_met(capsys):
    code = main(["planted", str(SITE), "--per-kind", "5", "--list"])
    printed = capsys.readouterr().out
    assert "negation added" in printed
    assert "≥ 99%: met" in printed
    assert code == (": missed" in printed)


def test_the_same_is_given_as_one_json_document(capsys):
    code = main(["planted", str(SITE), "--per-kind", "2", "--json"])
    given = json.loads(capsys.readouterr().out)
    assert given["kinds"]["amount"]["of"] == 2
    assert given["goals"]["value"]["goal"] == 0.99
    assert code == bool(given["missed"])
    assert len(given["wrong"]) == sum(
        abs(tally["of"] * (name != "faithful") - tally["stopped"])
        for name, tally in given["goals"].items()
    )


def test_no_pages_and_no_folder_are_one_clear_line(capsys, tmp_path):
    assert main(["planted", str(tmp_path)]) == 2
    assert "no page there" in capsys.readouterr().err
    assert main(["planted", str(tmp_path / "nowhere")]) == 2
    assert "there is no" in capsys.readouterr().err
    assert main(["planted"]) == 2
