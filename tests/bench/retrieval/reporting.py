"""The tables on the screen, and the report in a folder: Markdown, JSON and two pictures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from eval.planted.measuring import wilson
from ingest.library.calibrating import Calibration
from tests.bench.retrieval.asked import Asked
from tests.bench.retrieval.baseline import RECIPES
from tests.bench.retrieval.measuring import PLAIN, Measured
from tests.bench.retrieval.metrics import NAMES
from tests.bench.retrieval.plotting import found, refused
from tests.bench.retrieval.refusing import WRONGLY, Refusals
from tests.bench.retrieval.systems import FULL

REFERENCE = {
    "vac": "0.877 (best single vector 0.924)",
    "framework": "0.935",
    "vac, alone": "0.916 (best single vector 0.919)",
    "framework, alone": "0.943",
}
"""nDCG@10 of words + 5-grams in `dutch-retrieval-measured.md`: in one index of about 960 pages, and
in an index of the set's own pages."""
NDCG = "nDCG@10"
SHOWN = (PLAIN, *(recipe.name for recipe in RECIPES), FULL.name)
"""The systems of the main table; the others are told as differences."""


@dataclass(frozen=True)
class Report:
    """All that was measured, of a library of `pages` and `passages`."""

    pages: str
    asked: Sequence[Asked]
    measured: Sequence[Measured]
    refusals: Sequence[Refusals]
    calibration: Calibration

    def of(self, system: str, name: str, *, typos: bool) -> Measured:
        """The measurement of one system on one set."""
        return next(
            one
            for one in self.measured
            if (one.system, one.asked, one.typos) == (system, name, typos)
        )

    def main(self) -> list[list[str]]:
        """The library beside plain BM25 and the recipes of the reference, with intervals."""
        rows = []
        for one in self.asked:
            for system in SHOWN:
                for typos in (False, True):
                    got = self.of(system, one.name, typos=typos)
                    cells = [_with_interval(got, name) for name in NAMES]
                    told = REFERENCE.get(one.name, "") if system == FULL.name and not typos else ""
                    rows.append(
                        [
                            one.name,
                            str(len(one.cases)),
                            f"{system}{', typos' * typos}",
                            *cells,
                            told,
                        ]
                    )
        return rows

    def ablation(self, *, typos: bool) -> list[list[str]]:
        """What nDCG@10 loses or gains with each variant; `*`: the interval leaves zero out."""
        rows = []
        for name in dict.fromkeys(one.system for one in self.measured):
            if name in {PLAIN, FULL.name}:
                continue
            cells = []
            for one in self.asked:
                base = self.of(FULL.name, one.name, typos=typos)
                mean, low, high = self.of(name, one.name, typos=typos).against(base, NDCG)
                cells.append(f"{mean:+.3f}{'*' if low > 0 or high < 0 else ''}")
            rows.append([name, *cells])
        return rows

    def refused(self) -> list[list[str]]:
        """Right and wrong refusals: by the library alone, and after the checks of sentences."""
        line = self.calibration.line
        assert line is not None
        answered = next(one for one in self.refusals if not one.right)
        least = float(np.quantile(answered.best, WRONGLY))
        fair = float(np.quantile(answered.evidence, WRONGLY))
        return [
            [
                f"{one.name} ({'right' if one.right else 'wrong'} to refuse)",
                str(len(one.best)),
                f"{one.less(least):.1%}",
                f"{one.below(fair):.1%}",
                _share(one.below(line), len(one.best)),
                *(_share(one.share(end), len(one.best)) for end in ENDS),
            ]
            for one in self.refusals
        ]


MAIN = ("questions", "n", "system", *NAMES, "reference")
REFUSED = (
    *("questions", "n", "by relevance alone, at 5 % wrongly", "by evidence, at 5 % wrongly"),
    *("below the calibrated line", "refused after all checks"),
    *("shown with a reserve", "called complete"),
)
ENDS = ("refused", "reserve", "complete")


def show(report: Report, console: Console) -> None:
    """Print the tables."""
    console.print(report.pages)
    _table(console, "Found", MAIN, report.main())
    heads = ("left out or changed", *(one.name for one in report.asked))
    for typos in (False, True):
        title = f"Change in nDCG@10{' with typing errors' * typos} (* 95 % interval leaves out 0)"
        _table(console, title, heads, report.ablation(typos=typos))
    _table(console, "Refused", REFUSED, report.refused())
    console.print(_calibrated(report.calibration))


def write(report: Report, folder: Path) -> None:
    """`report.md`, `report.json` and the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    systems = (PLAIN, FULL.name)
    (folder / "found.svg").write_text(found(report.measured, systems, NDCG), encoding="utf-8")
    picture = refused(report.refusals, report.calibration.line or 0.0)
    (folder / "refused.svg").write_text(picture, encoding="utf-8")
    heads = ("left out or changed", *(one.name for one in report.asked))
    parts = [
        "# Retrieval, measured\n",
        report.pages,
        "\n".join(f"- *{one.name}*: {one.about}" for one in report.asked),
        _markdown(MAIN, report.main()),
        "![nDCG@10 per set](found.svg)",
        "## Left out, one by one\n\nChange in nDCG@10, question by question; * where the 95 % "
        "interval leaves out zero.",
        _markdown(heads, report.ablation(typos=False)),
        "With typing errors:",
        _markdown(heads, report.ablation(typos=True)),
        "## Refused\n",
        _markdown(REFUSED, report.refused()),
        _calibrated(report.calibration),
        "![refused, by the line that is drawn](refused.svg)",
    ]
    (folder / "report.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    text = json.dumps(_document(report), indent=1, ensure_ascii=False)
    (folder / "report.json").write_text(text, encoding="utf-8")


def _document(report: Report) -> dict[str, object]:
    return {
        "library": report.pages,
        "calibration": report.calibration.model_dump(),
        "measured": [
            {
                "questions": one.asked,
                "system": one.system,
                "typos": one.typos,
                **{n: {"mean": one.mean(n), "interval": one.interval(n)} for n in NAMES},
            }
            for one in report.measured
        ],
        "refusals": [
            {"questions": one.name, "right": one.right, "best": one.best}
            | {"evidence": one.evidence, "ended": one.ended}
            for one in report.refusals
        ],
    }


def _calibrated(found: Calibration) -> str:
    return (
        f"Calibrated when the edition was published: line of evidence {found.line:.2f}; below it "
        f"lie {found.strangers_refused:.0%} of the strangers' questions that it was asked, and "
        f"{found.own_refused:.0%} of {found.asked} of its own. Least relevance of a passage "
        f"{found.least:.3f}. The second and third column compare the two at thresholds that refuse "
        "5 % of the questions with an answer, which no library knows. Wilson's 95 % intervals."
    )


def _share(share: float, total: int) -> str:
    low, high = wilson(round(share * total), total)
    return f"{share:.1%} [{low:.0%}, {high:.0%}]"


def _with_interval(got: Measured, name: str) -> str:
    low, high = got.interval(name)
    return f"{got.mean(name):.3f} [{low:.2f}, {high:.2f}]"


def _table(console: Console, title: str, heads: Sequence[str], rows: list[list[str]]) -> None:
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _markdown(heads: Sequence[str], rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
