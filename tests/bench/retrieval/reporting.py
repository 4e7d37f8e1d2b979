"""The tables on the screen, and the report in a folder: Markdown, JSON and two pictures."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from ingest.library.calibrating import Calibration
from tests.bench.retrieval.asked import Asked
from tests.bench.retrieval.measuring import PLAIN, Measured
from tests.bench.retrieval.metrics import NAMES
from tests.bench.retrieval.plotting import found, refused
from tests.bench.retrieval.refusing import Refusals
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
        """The library beside plain BM25, with intervals."""
        rows = []
        for one in self.asked:
            for system in (PLAIN, FULL.name):
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
        """Right and wrong refusals, before and after the checks of sentences."""
        return [
            [
                f"{one.name} ({'right' if one.right else 'wrong'} to refuse)",
                str(len(one.best)),
                f"{one.below(0.12):.1%}",
                f"{one.below(self.calibration.least):.1%}",
                f"{one.share('refused'):.1%}",
                f"{one.share('reserve'):.1%}",
                f"{one.share('complete'):.1%}",
            ]
            for one in self.refusals
        ]


MAIN = ("questions", "n", "system", *NAMES, "reference")
REFUSED = (
    *("questions", "n", "below 0.12", "below the calibrated threshold"),
    *("refused after all checks", "shown with a reserve", "called complete"),
)


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
    picture = refused(report.refusals, report.calibration.least)
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
        "![refused by threshold](refused.svg)",
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
            {"questions": one.name, "right": one.right, "best": one.best, "ended": one.ended}
            for one in report.refusals
        ],
    }


def _calibrated(found: Calibration) -> str:
    return (
        f"Calibrated when the edition was published: least relevance {found.least:.3f}; below it "
        f"lie {found.strangers:.0%} of the strangers' questions that it was asked, and "
        f"{found.own:.0%} of {found.asked} of its own."
    )


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
