"""A worsened assistant is caught, an unchanged one is not: real runs on the demo municipality."""

import re
from types import SimpleNamespace

import pytest

from configs.domain import ConfigurationError
from eval.cases.reading import CaseSet
from eval.command import main
from eval.commands.compare import THRESHOLDS
from eval.comparing import compare
from eval.endpoints.assistant import InProcess
from eval.gating import judge, read_thresholds
from eval.scoring import Scoring, read_scores
from eval.storing import Folder
from tests.assistant.town import town
from tests.eval.building import said
from tests.eval.scripted import Scripted, cases, ran
from tests.eval.worsening import DEMO, crippled, lying, older_site, unchecked

SEEDS = range(10)
SET = CaseSet("demo", DEMO.cases[::2])


def scored(path, service):
    ran(path, InProcess(service), SET)
    Scoring()(Folder(path))
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run of each assistant over every second case of the demo, scored."""
    out = tmp_path_factory.mktemp("runs")
    with town(tmp_path_factory.mktemp("town")) as service:
        made = {
            "before": service,
            "again": service,
            "crippled": crippled(service),
            "lying, checked": lying(service),
            "lying, not checked": unchecked(service),
        }
        paths = {name: scored(out / name, one) for name, one in made.items()}
    paths["older edition"] = scored_older(tmp_path_factory, out)
    names = {name: re.sub(r"\W+", "_", name) for name in paths}
    return SimpleNamespace(**{names[name]: path for name, path in paths.items()})


def scored_older(tmp_path_factory, out):
    """The site as it was when every amount was another one."""
    site = older_site(tmp_path_factory.mktemp("older"))
    with town(tmp_path_factory.mktemp("older-town"), site) as service:
        return scored(out / "older", service)


def verdict(run, before=None, seed=1):
    comparison = compare(before, run, seed) if before else None
    return judge(read_scores(run), read_thresholds(THRESHOLDS), comparison)


def test_an_unchanged_assistant_passes_in_ten_of_ten(runs):
    assert [verdict(runs.again, runs.before, seed).failed for seed in SEEDS] == [()] * 10


def test_a_crippled_retriever_is_caught_in_ten_of_ten(runs):
    for seed in SEEDS:
        failed = " ".join(verdict(runs.crippled, runs.before, seed).failed)
        assert "all_facts" in failed
        assert "recall_5" in failed


def test_an_older_edition_is_caught_in_ten_of_ten(runs):
    for seed in SEEDS:
        failed = " ".join(verdict(runs.older_edition, runs.before, seed).failed)
        assert "honest_when_complete" in failed
        assert "wrong_but_complete" in failed


def test_a_check_that_is_switched_off_is_caught_by_the_threshold(runs):
    assert read_scores(runs.lying_checked).score("fact_fidelity").value >= 0.99
    assert not any("fidelity" in line for line in verdict(runs.lying_checked).failed)
    assert any(line.startswith("fact_fidelity") for line in verdict(runs.lying_not_checked).failed)


def test_a_check_that_is_switched_off_is_caught_in_ten_of_ten_by_the_run_before(runs):
    for seed in SEEDS:
        found = compare(runs.lying_checked, runs.lying_not_checked, seed)
        assert "fact_fidelity" in {change.metric for change in found.worse}


def test_the_exit_code_says_it(runs, capsys):
    assert main(["gate", str(runs.before)]) == 0
    assert main(["gate", str(runs.crippled), "--baseline", str(runs.before)]) == 1
    assert "not passed" in capsys.readouterr().out


def test_runs_of_different_editions_and_cases_are_warned_about(tmp_path):
    for name, edition, count in (("a", 1, 4), ("b", 2, 3)):
        ran(tmp_path / name, Scripted(edition=edition), cases(count))
        Scoring()(Folder(tmp_path / name))
    warnings = " ".join(compare(tmp_path / "a", tmp_path / "b").warnings)
    assert "editions differ (1, 2)" in warnings
    assert "Only 3 cases" in warnings
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == 0


def test_runs_that_share_nothing_or_were_not_scored_say_so(tmp_path, capsys):
    ran(tmp_path / "a", Scripted(), cases(2))
    assert main(["gate", str(tmp_path / "a")]) == 2
    assert "has no scores" in capsys.readouterr().err.replace("\n", " ")
    other = CaseSet("other", (cases(9).cases[8],))
    ran(tmp_path / "b", Scripted(), other)
    for name in "ab":
        Scoring()(Folder(tmp_path / name))
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 2
    assert "no case in common" in capsys.readouterr().err.replace("\n", " ")


def test_thresholds_name_what_is_wrong_with_them(tmp_path):
    file = tmp_path / "gate.yaml"
    file.write_text("metrics:\n  kindness: {at_least: 1}\n")
    with pytest.raises(ConfigurationError, match="no metric kindness"):
        read_thresholds(file)
    file.write_text("metrics:\n  all_facts: {least: 1}\n")
    with pytest.raises(ConfigurationError, match=r"metrics\.all_facts\.least"):
        read_thresholds(file)


def test_what_was_not_measured_or_not_answered_does_not_pass(tmp_path):
    ran(tmp_path, Scripted(lambda _: said("Ja.", citations=())), cases(2))
    scores = Scoring()(Folder(tmp_path))
    file = tmp_path / "gate.yaml"
    file.write_text("metrics:\n  energy: {at_most: 1}\n  says_it_is_ai: {at_least: 1}\n")
    (line,) = judge(scores, read_thresholds(file)).failed
    assert line.startswith("energy: was not measured")
    fewer = scores.model_copy(update={"cases": 3})
    assert "only 2 of 3" in judge(fewer, read_thresholds(file)).failed[-1]
