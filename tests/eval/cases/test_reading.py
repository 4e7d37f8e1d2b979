"""What somebody who writes cases gets: all that can be asked, and a line about what can't."""

import json
from collections import Counter

import pytest

from configs.files import ROOT
from eval.cases.reading import read_cases, write_cases
from eval.domain import Case, CasesError

GOOD = '{"id": "a", "question": "Wat kost een paspoort?", "facts": ["€ 88,25"]}'


def test_a_wrong_line_is_named_and_the_others_are_asked(tmp_path):
    file = tmp_path / "set.jsonl"
    file.write_text(
        f'{GOOD}\n{{"id": "b", "question": ""}}\n\n{{"id": \n{GOOD}\n'
        '{"id": "c", "question": "Hoe?", "fact": ["x"]}\n{"id": "d", "question": "Wat?"}\n',
        encoding="utf-8",
    )
    found = read_cases(file)
    assert [case.id for case in found.cases] == ["a", "d"]
    places = [problem.removeprefix(f"{file}, ").split(":")[0] for problem in found.problems]
    assert places == ["line 2", "line 4", "line 5", "line 6"]
    assert "question" in found.problems[0]
    assert "not valid JSON" in found.problems[1]
    assert "earlier case" in found.problems[2]
    assert "fact" in found.problems[3]


def test_yaml_and_json_hold_a_list(tmp_path):
    yaml = tmp_path / "set.yaml"
    yaml.write_text("cases:\n- {id: a, question: Hoe?}\n- {id: b}\n", encoding="utf-8")
    assert [case.id for case in read_cases(yaml).cases] == ["a"]
    assert read_cases(yaml).problems[0].startswith(f"{yaml}, case 2: question")
    plain = tmp_path / "set.json"
    plain.write_text(json.dumps([{"id": "a", "question": "Hoe?"}]), encoding="utf-8")
    assert read_cases(plain).cases[0].id == "a"


@pytest.mark.parametrize("text", ["", "\n", "[]", "geen json", "\ufeff"])
def test_a_file_without_a_case_says_so(tmp_path, text):
    file = tmp_path / "set.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CasesError, match=r"set\.jsonl: holds no case"):
        read_cases(file)


def test_a_file_that_is_not_there_or_no_text_says_so(tmp_path):
    with pytest.raises(CasesError, match="cannot be read"):
        read_cases(tmp_path / "none.jsonl")
    (tmp_path / "set.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CasesError, match="not UTF-8"):
        read_cases(tmp_path / "set.jsonl")


def test_what_is_written_is_read_back(tmp_path):
    cases = (Case(id="a", question="Hoe?", conversation=("Wat?",), expect="clarify"),)
    write_cases(tmp_path / "set.jsonl", cases)
    assert read_cases(tmp_path / "set.jsonl").cases == cases


def test_every_field_of_a_case_is_described():
    assert all(field.description for field in Case.model_fields.values())


def test_the_demo_has_cases_of_every_outcome_with_gold_sentences():
    found = read_cases(ROOT / "demo" / "cases.jsonl")
    assert not found.problems
    counts = Counter(case.expect for case in found.cases)
    expected = Case.model_fields["expect"].annotation.__args__
    assert all(counts[outcome] >= 3 for outcome in expected)
    answerable = [case for case in found.cases if case.expect == "answered"]
    assert len(found.cases) >= 120
    assert all(case.urls and case.sentences and case.facts for case in answerable)
    assert any(case.conversation for case in found.cases)
