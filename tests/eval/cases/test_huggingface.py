"""A data set as the library `datasets` leaves it on disk, in each of its formats."""

import json

import pyarrow as pa
import pytest
from pyarrow import ipc, parquet

from eval.domain import CasesError
from eval.known import imported

ROWS = [
    {
        "id": "q1",
        "question": "Wat kost een paspoort?",
        "context": "Een paspoort kost € 88,25.",
        "answers": {"text": ["€ 88,25", "€ 88,25"], "answer_start": [18, 18]},
    },
    {
        "id": "q2",
        "question": "Hoe lang duurt het?",
        "context": "Een paspoort kost € 88,25.",
        "answers": {"text": [], "answer_start": []},
    },
]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "dataset_info.json").write_text('{"features": {"question": {"dtype": "string"}}}')
    (tmp_path / "state.json").write_text("{}")
    return tmp_path


def stream(file, table):
    with ipc.new_stream(file, table.schema) as sink:
        sink.write_table(table)


def whole(file, table):
    with ipc.new_file(file, table.schema) as sink:
        sink.write_table(table)


WRITERS = {
    "data-00000-of-00001.arrow": lambda file: stream(file, pa.Table.from_pylist(ROWS)),
    "whole.arrow": lambda file: whole(file, pa.Table.from_pylist(ROWS)),
    "test-00000-of-00001.parquet": lambda file: parquet.write_table(
        pa.Table.from_pylist(ROWS), file
    ),
    "test.jsonl": lambda file: file.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS)),
    "test.json": lambda file: file.write_text(json.dumps(ROWS)),
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_cases(folder, name):
    (folder / "test").mkdir()
    WRITERS[name](folder / "test" / name)
    first, second = imported("huggingface", folder).cases
    assert (first.id, first.facts, first.expect) == ("q1", ("€ 88,25",), "answered")
    assert first.passages == ("Een paspoort kost € 88,25.",)
    assert (second.expect, second.urls, second.facts) == ("no_source", (), ())


def test_columns_are_found_by_their_usual_names_and_lists_of_passages_are_read(folder):
    rows = [
        {"query": "How long?", "passages": {"passage_text": ["Five days.", "Ten."]}, "answer": "5"},
        {"vraag": "Zonder meer?"},
        {"colour": "blue"},
    ]
    (folder / "x.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    found = imported("huggingface", folder)
    assert [case.question for case in found.cases] == ["How long?", "Zonder meer?"]
    assert found.cases[0].passages == ("Five days.", "Ten.")
    assert found.cases[0].language == "en"
    assert (found.cases[1].expect, found.cases[1].id) == ("answered", "x.jsonl, row 2")
    assert "its columns: colour" in found.problems[0]


def test_a_repository_that_tells_in_its_readme_is_read(tmp_path):
    (tmp_path / "README.md").write_text("---\ndataset_info:\n  features: []\n---\n")
    (tmp_path / "a.jsonl").write_text('{"question": "Hoe?"}\n')
    assert len(imported("huggingface", tmp_path).cases) == 1


def test_a_folder_that_is_none_or_is_broken_says_so(folder, tmp_path):
    with pytest.raises(CasesError, match="there is no Parquet, Arrow or JSONL file"):
        imported("huggingface", folder)
    (folder / "x.parquet").write_bytes(b"PAR1 geen parquet")
    with pytest.raises(CasesError, match="is not what huggingface reads"):
        imported("huggingface", folder)
    (folder / "dataset_info.json").unlink()
    with pytest.raises(CasesError, match="no dataset_info"):
        imported("huggingface", folder)
