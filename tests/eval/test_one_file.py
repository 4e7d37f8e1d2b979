"""A metric, a data set and a peer each take one file: dropped in, they are known everywhere."""

import json

import pytest

import eval.endpoints
import eval.importers
import eval.metrics
from eval.command import main

METRIC = '''
"""How often an answer says 'u'."""

from eval.measuring import Metric, Pair, Part, each


def _polite(pair: Pair) -> Part | None:
    return Part(float(" u " in f" {pair.given.said} ")) if pair.answers else None


METRICS = (Metric("polite", each(_polite)),)
'''
IMPORTER = '''
"""A set of a neighbour: a question and a fact on each line, with a bar between."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.cases.importing import Importer, Records
from eval.domain import Case


def _records(file: Path) -> Records:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        question, fact = line.split(" | ")
        yield f"line {number}", {"id": str(number), "question": question, "fact": fact}


def _cases(record: Mapping[str, Any]) -> Iterator[Case]:
    yield Case(id=record["id"], question=record["question"], facts=(record["fact"],))


IMPORTER = Importer("lines of the neighbour", _records, _cases)
'''
ENDPOINT = '''
"""A peer that always says the same."""

from eval.asking import About, Opening, Place
from eval.domain import Case, Given, PageText, Said


class Parrot:
    def about(self) -> About:
        return About(writer="parrot")

    async def ask(self, case: Case) -> Given:
        said = Said(text="Dat kost u € 5.")
        return Given(case=case.id, outcome="answered", completeness="complete", claims=(said,))

    def holdings(self) -> frozenset[str]:
        return frozenset()

    def page(self, url: str) -> PageText:
        return PageText()

    def close(self) -> None:
        pass


def _open(place: Place) -> Parrot:
    return Parrot()


ENDPOINT = Opening("a peer of the neighbour", _open)
'''
FILES = (
    (eval.metrics, "polite", METRIC),
    (eval.importers, "neighbour", IMPORTER),
    (eval.endpoints, "parrot", ENDPOINT),
)


@pytest.fixture
def dropped(tmp_path, monkeypatch):
    """One file in each of the three packages, and nothing else."""
    for package, name, text in FILES:
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / f"{name}.py").write_text(text)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
        monkeypatch.delitem(__import__("sys").modules, f"{package.__name__}.{name}", raising=False)
    return tmp_path


def test_one_file_each_from_the_set_to_the_report_and_the_gate(dropped, capsys):
    (dropped / "set.txt").write_text("Wat kost het? | € 5\nEn dat? | € 6\n")
    out = dropped / "run"
    assert (
        main(["run", f"neighbour:{dropped / 'set.txt'}", "--endpoint", "parrot", "--out", str(out)])
        == 0
    )
    assert main(["score", str(out)]) == 0
    scores = json.loads((out / "scores.json").read_text())
    polite = next(one for one in scores["scores"] if one["metric"] == "polite")
    assert (polite["value"], polite["count"]) == (1.0, 2)
    assert scores["endpoint"] == "parrot"
    gate = dropped / "gate.yaml"
    gate.write_text("metrics:\n  polite: {at_least: 0.9}\n")
    assert main(["gate", str(out), "--thresholds", str(gate)]) == 0
    assert main(["compare", str(out), str(out)]) == 0
    assert "polite" in capsys.readouterr().out
    assert main(["report", str(out)]) == 0
    assert "polite" in (out / "report.html").read_text()
    assert main(["cases", "kinds"]) == 0
    assert "lines of the neighbour" in capsys.readouterr().out
