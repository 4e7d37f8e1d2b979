"""Sets of others become cases: a worked example of each form, and the real sets where they are."""

import gzip
import json
from pathlib import Path

import pytest

import eval.importers
from eval.cases.importing import passage_page, write_passages
from eval.domain import CasesError
from eval.known import imported, importers

QUESTIONS = Path(__file__).parents[3].parent / "shared" / "questions"
SQUAD = {
    "data": [
        {
            "title": "Paspoort",
            "paragraphs": [
                {
                    "context": "Een paspoort kost € 88,25.",
                    "qas": [
                        {
                            "id": "q1",
                            "question": "Wat kost een paspoort?",
                            "answers": [{"text": "€ 88,25"}, {"text": "€ 88,25"}],
                        },
                        {"id": "q2", "question": "Hoe lang?", "answers": [], "is_impossible": True},
                        {"id": "q3", "answers": []},
                    ],
                },
                {"context": "Zonder vragen."},
            ],
        }
    ]
}


def test_squad_gives_facts_and_pages_and_what_has_no_answer(tmp_path):
    file = tmp_path / "squad.json"
    file.write_text(json.dumps(SQUAD), encoding="utf-8")
    found = imported("squad", file)
    (context,) = found.cases[0].passages
    assert found.cases[0].facts == ("€ 88,25",)
    assert found.cases[0].urls == (passage_page(context),)
    assert [case.expect for case in found.cases] == ["answered", "no_source"]
    assert ["question 3" in problem for problem in found.problems] == [True]
    assert write_passages(tmp_path / "pages", found.cases) == 1
    assert (tmp_path / "pages" / passage_page(context)[1:]).read_text() == context


def test_beir_and_miracl_give_the_gold_passages(tmp_path):
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Afval", "text": "Op vrijdag."}\n{"_id": "d2", "text": "Iets."}\n'
    )
    (tmp_path / "queries.jsonl").write_text(
        '{"_id": "q1", "text": "Wanneer?"}\n{"_id": "q2", "text": "Zonder gold?"}\n'
    )
    (tmp_path / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td2\t0\n"
    )
    (case,) = imported("beir", tmp_path).cases
    assert case.urls == (passage_page("Afval\n\nOp vrijdag."),)
    trec = tmp_path / "miracl"
    trec.mkdir()
    (trec / "topics.nl.tsv").write_text("7\tWanneer?\n")
    (trec / "qrels.nl.tsv").write_text("7 Q0 doc#3 1\n")
    (case,) = imported("beir", trec).cases
    assert (case.id, case.question, case.urls) == ("7", "Wanneer?", ("doc#3",))


def test_miracl_is_read_as_it_is_downloaded(tmp_path):
    """Folders with topics and qrels, documents packed: github.com/project-miracl/miracl."""
    for name in ("topics", "qrels"):
        (tmp_path / name).mkdir()
    name = "miracl-v1.0-nl-dev.tsv"
    (tmp_path / "topics" / f"topics.{name}").write_text("12\tWat kost een paspoort?\n13\tEn?\n")
    (tmp_path / "qrels" / f"qrels.{name}").write_text("12\tQ0\t5#0\t1\n12\tQ0\t5#1\t0\n")
    documents = [{"docid": f"5#{n}", "title": "Paspoort", "text": f"Deel {n}."} for n in (0, 1)]
    with gzip.open(tmp_path / "docs-0.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.writelines(f"{json.dumps(one)}\n" for one in documents)
    (case,) = imported("beir", tmp_path).cases
    assert (case.id, case.passages) == ("12", ("Paspoort\n\nDeel 0.",))


def test_ragtruth_gives_its_questions_only(tmp_path):
    asked = {"question": "How long?", "passages": "passage 1: Five days."}
    (tmp_path / "source_info.jsonl").write_text(
        json.dumps({"source_id": "1", "task_type": "QA", "source_info": asked})
        + '\n{"source_id": "2", "task_type": "Summary", "source_info": "x"}\n'
    )
    (case,) = imported("ragtruth", tmp_path).cases
    assert (case.id, case.passages, case.language) == ("ragtruth-1", (asked["passages"],), "en")


def test_what_an_importer_cannot_read_is_one_line(tmp_path):
    with pytest.raises(CasesError, match="is not what squad reads"):
        imported("squad", tmp_path / "none.json")
    (tmp_path / "other.json").write_text('{"rows": []}')
    with pytest.raises(CasesError, match=r"is not what squad reads .has no field 'data'"):
        imported("squad", tmp_path / "other.json")
    with pytest.raises(CasesError, match="there are no qrels"):
        imported("beir", tmp_path)
    with pytest.raises(CasesError, match="There is no importer 'x'"):
        imported("x", tmp_path)


def test_one_file_adds_an_importer(tmp_path, monkeypatch):
    (tmp_path / "lines.py").write_text(
        "from eval.cases.importing import Importer\n"
        "from eval.domain import Case\n"
        "IMPORTER = Importer('a question on each line',\n"
        "    lambda file: ((str(n), {'q': q}) for n, q in enumerate(file.read_text().split())),\n"
        "    lambda record: [Case(id=record['q'], question=record['q'])])\n"
    )
    monkeypatch.setattr(eval.importers, "__path__", [*eval.importers.__path__, str(tmp_path)])
    (tmp_path / "set.txt").write_text("Hoe?\nWat?\n")
    assert "lines" in importers()
    assert len(imported("lines", tmp_path / "set.txt").cases) == 2


@pytest.mark.real
@pytest.mark.skipif(not QUESTIONS.is_dir(), reason=f"{QUESTIONS} is absent; put the sets there")
@pytest.mark.parametrize(
    ("kind", "folder", "count"),
    [
        ("rijksoverheid", "rijksoverheid-vac", 203),
        ("algoritmekader", "algoritmekader-relaties", 232),
        ("amsterdam", "amsterdam-ambtenaar-prompts", 10),
        ("bipia", "veiligheid/bipia", 75),
        ("garak", "veiligheid/garak", 33),
    ],
)
def test_the_real_sets_are_read_whole(kind, folder, count):
    found = imported(kind, QUESTIONS / folder)
    assert len(found.cases) == count
    assert not found.problems
