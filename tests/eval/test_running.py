"""A run keeps what it was given, whatever happens to it on the way."""

import json

import pytest

from assistant.domain import Answer
from eval.cases.reading import read_cases, write_cases
from eval.commands.cases import chosen
from eval.domain import Given, RunError
from eval.scoring import Scoring, read_parts
from eval.storing import Folder
from tests.eval.building import said
from tests.eval.scripted import Scripted, cases, ran


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    monkeypatch.setattr("eval.running.PAUSE", 0.0)


def test_every_case_is_asked_once_several_at_a_time_with_progress(tmp_path):
    endpoint = Scripted()
    done, told = ran(tmp_path, endpoint, cases(20), at_once=4)
    assert (done.asked, done.before, endpoint.most) == (20, 0, 4)
    assert sorted(endpoint.asked) == sorted(Folder(tmp_path).answers)
    assert told[0] == (0, 20)
    assert told[-1] == (20, 20)
    kept = Folder(tmp_path).run
    assert (kept.writer, kept.edition, kept.settings) == ("script", 1, {"a": 1})


def test_a_run_that_was_killed_in_the_middle_of_a_line_goes_on_from_there(tmp_path):
    ran(tmp_path, Scripted(), cases(6))
    file = tmp_path / "answers.jsonl"
    body = file.read_bytes()
    file.write_bytes(body[: body.rfind(b"\n", 0, -1) - 10])
    again = Scripted()
    done, _ = ran(tmp_path, again, cases(6))
    assert (done.asked, done.before, len(again.asked)) == (2, 4, 2)
    assert len(Folder(tmp_path).answers) == 6


def test_an_endpoint_that_is_away_for_a_moment_is_asked_again(tmp_path):
    done, _ = ran(tmp_path, Scripted(dies="c3", down=2), cases(6))
    assert done.asked == 6


def test_an_endpoint_that_dies_stops_the_run_and_nothing_is_lost(tmp_path):
    with pytest.raises(RunError, match=r"nobody there.*goes on from there"):
        ran(tmp_path, Scripted(dies="c3", down=99), cases(6), at_once=1)
    assert sorted(Folder(tmp_path).answers) == ["c0", "c1", "c2"]
    done, _ = ran(tmp_path, Scripted(), cases(6))
    assert (done.asked, done.before) == (3, 3)


def test_another_run_does_not_overwrite_this_one(tmp_path):
    ran(tmp_path, Scripted(), cases(3))
    for other, asked in ((Scripted(edition=2), cases(3)), (Scripted(), cases(4))):
        with pytest.raises(RunError, match="Give --out another folder"):
            ran(tmp_path, other, asked)


def test_answers_of_an_older_and_of_a_newer_release_are_read(tmp_path):
    ran(tmp_path, Scripted(), cases(2))
    (tmp_path / "answers.jsonl").write_text(
        '{"case": "c0", "outcome": "answered", "claims": [{"text": "Ja."}], "colour": "blue"}\n'
        '{"case": "c1"}\n'
    )
    scores = Scoring()(Folder(tmp_path))
    assert scores.answered == 2
    assert read_parts(tmp_path)["c0"]["claims_that_cite"].value == 0


def test_a_case_that_could_not_be_answered_is_named_and_not_scored(tmp_path):
    def answer(case):
        return Given(case=case.id, error="not here") if case.id == "c1" else said("Ja.")

    ran(tmp_path, Scripted(answer), cases(3))
    scores = Scoring()(Folder(tmp_path))
    assert (scores.answered, scores.failed) == (2, {"c1": "not here"})


def test_a_folder_that_is_no_run_says_so(tmp_path):
    with pytest.raises(RunError, match="is not the folder of a run"):
        Scoring()(Folder(tmp_path))


def test_a_run_of_which_nothing_was_answered_says_so(tmp_path):
    with pytest.raises(RunError):
        ran(tmp_path, Scripted(dies="c0", down=99), cases(1))
    with pytest.raises(RunError, match="no case was answered yet"):
        Scoring()(Folder(tmp_path))


def test_scoring_again_asks_nothing_and_gives_the_same(tmp_path):
    ran(tmp_path, Scripted(), cases(10))
    first = Scoring()(Folder(tmp_path))
    assert Scoring()(Folder(tmp_path)) == first
    assert json.loads((tmp_path / "scores.json").read_text())["version"] == 1


def test_gold_pages_that_the_library_lacks_are_reported(tmp_path):
    asked = cases(2)
    case = asked.cases[0].model_copy(update={"urls": ("/weg/", "/paspoort/")})
    asked = type(asked)("set", (case, asked.cases[1]))
    ran(tmp_path, Scripted(), asked)
    assert Scoring()(Folder(tmp_path)).absent == {"c0": ("/weg/",)}


def test_the_assistants_own_answers_keep_all_that_is_scored():
    assert {"outcome", "claims", "citations", "handoff", "dropped"} <= set(Answer.model_fields)
    assert chosen("demo").name == "demo"


def test_ten_thousand_cases_are_read_asked_and_resumed(tmp_path):
    many = cases(10_000)
    write_cases(tmp_path / "many.jsonl", many.cases)
    with (tmp_path / "many.jsonl").open("a") as lines:
        lines.write("geen json\n")
    found = read_cases(tmp_path / "many.jsonl")
    assert (len(found.cases), len(found.problems)) == (10_000, 1)
    done, told = ran(tmp_path / "run", Scripted(), found, at_once=8)
    assert (done.asked, told[-1]) == (10_000, (10_000, 10_000))
    again, _ = ran(tmp_path / "run", Scripted(), found)
    assert (again.asked, again.before) == (0, 10_000)


def test_a_run_in_parts_took_all_its_parts_together(tmp_path):
    ran(tmp_path, Scripted(), cases(3))
    first = Folder(tmp_path).run.seconds
    ran(tmp_path, Scripted(), cases(3))
    assert Folder(tmp_path).run.seconds > first > 0
