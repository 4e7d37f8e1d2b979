"""Kappa by worked examples of others, and what the command and the report say of it."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest

from configs.domain import Language
from eval.cases.reading import CaseSet
from eval.command import main
from eval.domain import RunError
from eval.judging.asking import digest
from eval.judging.domain import Judge, Opinion, Reading
from eval.judging.keeping import OPINIONS, keep_judge
from eval.labelling.agreement import interval, kappa, people
from eval.labelling.items import Key, items, keep_label, name_of, read_labels, shuffled
from eval.report.gathering import gather
from eval.report.page import page
from eval.scoring import Scoring
from eval.storing import Appending, Folder
from tests.eval.building import CASE, SENTENCES, refused, said
from tests.eval.scripted import Scripted, ran

YES = {"correct": "yes", "complete": "yes", "grounded": "yes"}
COUNT = 12


@pytest.fixture
def folder(tmp_path):
    cases = [CASE.model_copy(update={"id": f"c{n}"}) for n in range(COUNT)]
    for out in (tmp_path / "run", tmp_path / "run" / "bm25"):
        endpoint = Scripted(lambda case: refused() if case.id == "c0" else said(*SENTENCES))
        ran(out, endpoint, CaseSet("gemeente", tuple(cases)))
        Scoring()(Folder(out))
    return Folder(tmp_path / "run")


def label(folder, person, differs=()):
    """Everything is right, but these cases are not correct."""
    for key in items(folder):
        correct = "no" if key.case in differs else "yes"
        keep_label(folder, person, key, {**YES, "correct": correct})


def judge(folder, differs=()):
    now = datetime.now(UTC)
    keep_judge(folder, Judge(model="klein", prompt=digest(), started_at=now))
    with Appending(folder, OPINIONS) as opinions:
        for number in range(1, COUNT):
            case = f"c{number}"
            read = Reading(**{**YES, "correct": "no" if case in differs else "yes"})
            opinions.add(Opinion(case=case, first=read, swapped=read))


def found(folder, which="between", aspect="correct"):
    return next(one for one in getattr(people(folder), which) if one.aspect == aspect)


def test_kappa_is_that_of_the_textbooks():
    """Cohen 1960, table 1, and the 2 by 2 table of Wikipedia's article on it (0.4)."""
    sixty = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]], float)
    assert float(kappa(sixty)) == pytest.approx(0.492, abs=5e-4)
    assert float(kappa(np.array([[20, 5], [10, 15]], float))) == pytest.approx(0.4)
    assert float(kappa(np.array([[5, 0], [0, 5]], float))) == 1.0
    assert np.isnan(kappa(np.array([[9, 0], [0, 0]], float)))


def test_the_interval_is_about_that_of_the_large_sample_formula():
    """0.4 ± 1.96 · sqrt(po (1 - po) / (n (1 - pe)²)), Cohen 1960, with n 50, po .7, pe .5."""
    low, high = interval(np.array([[20, 5], [10, 15]], float), seed=1)
    spread = 1.96 * np.sqrt(0.7 * 0.3 / (50 * 0.25))
    assert low == pytest.approx(0.4 - spread, abs=0.05)
    assert high == pytest.approx(0.4 + spread, abs=0.05)


def test_two_people_are_compared_per_question_and_their_differences_listed(folder, capsys):
    label(folder, "Anna", {"c1", "c2", "c3"})
    label(folder, "Bram", {"c1", "c2"})
    one = found(folder)
    assert (one.one, one.other, one.count) == ("anna", "bram", 2 * (COUNT - 1))
    assert one.agreed == pytest.approx(20 / 22)
    assert 0.6 < one.kappa < 1
    assert one.low < one.kappa <= one.high
    assert (one.table["no"]["no"], one.table["no"]["yes"]) == (4, 2)
    assert found(folder, aspect="complete").kappa is None
    assert main(["labels", str(folder.path)]) == 0
    printed = capsys.readouterr().out
    assert "c3: correct: anna no, bram yes" in printed
    assert "both always said the same" in printed
    assert "not validated" in printed
    assert main(["labels", str(folder.path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["labels"] == {"anna": 22, "bram": 22}


def test_the_report_says_of_a_judge_without_labels_that_it_is_not_validated(folder):
    judge(folder)
    Scoring()(folder)
    html = page(gather(folder.path, None, None), Language.NL)
    assert "Niet gevalideerd: niemand heeft deze antwoorden beoordeeld" in html
    assert digest() in html


def test_the_report_shows_kappa_beside_the_judge_and_names_nobody(folder):
    judge(folder, {"c1", "c4"})
    label(folder, "Anna", {"c1", "c2"})
    label(folder, "Bram", {"c1"})
    Scoring()(folder)
    report = gather(folder.path, None, None)
    html = page(report, Language.NL)
    assert "Niet gevalideerd" not in html
    assert "model, mens 1" in html
    assert "mens 1, mens 2" in html
    assert not any(name in (html + report.model_dump_json()).lower() for name in ("anna", "bram"))
    assert found(folder, "judged").count == COUNT - 1


def test_a_run_that_nobody_labelled_says_how(folder, capsys):
    assert main(["labels", str(folder.path)]) == 2
    assert "python -m eval label" in capsys.readouterr().err.replace("\n", " ")


def test_everybody_gets_the_same_answers_in_an_order_of_their_own(folder):
    keys = list(items(folder))
    assert Key(".", "c0") not in keys
    assert {key.run for key in keys} == {".", "bm25"}
    assert shuffled(keys, "Anna") == shuffled(keys, " ANNA ")
    assert shuffled(keys, "Anna") != shuffled(keys, "Bram")
    few = items(folder, 5)
    assert len(few) == 5
    assert few.keys() == items(folder, 5).keys()


def test_what_was_said_last_counts_and_half_a_line_is_lost_only(folder):
    key = Key(".", "c1")
    keep_label(folder, "Anna", key, YES)
    keep_label(folder, "Anna", key, {**YES, "correct": "no"})
    file = folder.path / "labels" / "anna.jsonl"
    with file.open("ab") as lines:
        lines.write(b'{"run": ".", "ca')
    assert read_labels(folder, "Anna")[key].says["correct"] == "no"
    keep_label(folder, "Anna", Key(".", "c2"), YES)
    assert len(read_labels(folder, "Anna")) == 2


@pytest.mark.parametrize(
    "name", ["", "../weg", "/etc/x", ".verborgen", "a" * 50, "een/twee", "nul\0"]
)
def test_a_name_never_becomes_another_place(name):
    with pytest.raises(RunError, match="A name is"):
        name_of(name)


def test_a_run_without_answers_has_nothing_to_label(tmp_path, capsys):
    ran(tmp_path, Scripted(lambda _: refused()), CaseSet("x", (CASE,)))
    assert main(["label", str(tmp_path)]) == 2
    assert "no answer that says something" in capsys.readouterr().err.replace("\n", " ")
