"""The whole pack as files: Markdown to edit, one HTML page to read, JSON for programs."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from configs.files import ROOT, read_yaml
from configs.settings import Settings
from configs.theme import Theme
from eval.accounting.cards import model_card, source_card
from eval.accounting.checklist import checklist
from eval.accounting.data_sheet import data_sheet
from eval.accounting.domain import Facts, Grid, Part, Sheet
from eval.register import Registration, register
from eval.scoring import Scores
from eval.storing import write
from ingest.domain import Source

TEMPLATES = Path(__file__).parent / "templates"
STYLE = Path(__file__).parents[1] / "report" / "templates" / "report.css"


class Pack:
    """The sheets and the entry for the register, as they stand now."""

    def __init__(
        self, settings: Settings, theme: Theme, sources: list[Source], scores: Scores | None
    ) -> None:
        words = read_yaml(ROOT / "report" / "accounting.yaml")
        self.facts = Facts(settings, theme, tuple(sources), words, scores)
        self.registration: Registration = register(settings, theme, sources, scores)
        self.sheets: tuple[Sheet, ...] = (
            model_card(self.facts),
            source_card(self.facts),
            data_sheet(self.facts),
            checklist(self.facts),
        )

    def write(self, folder: Path, day: date) -> list[Path]:
        """Write all files; the paths, the page to read first."""
        folder.mkdir(parents=True, exist_ok=True)
        sheets = [sheet.model_dump(mode="json") for sheet in self.sheets]
        files = {
            "index.html": self.page(day),
            **{f"{sheet.name}.md": markdown(sheet, self.facts) for sheet in self.sheets},
            "algoritmeregister.json": f"{self.registration.entry.model_dump_json(indent=1)}\n",
            "pakket.json": f"{json.dumps({'sheets': sheets}, ensure_ascii=False, indent=1)}\n",
        }
        for name, text in files.items():
            write(folder / name, text)
        return [folder / name for name in files]

    def page(self, day: date) -> str:
        """One HTML file that loads nothing."""
        words = self.facts.words["pack"]
        return _template().render(
            words=words,
            made=words["made"].format(
                day=f"{day:%d-%m-%Y}", organisation=self.facts.theme.organisation
            ),
            run=_run(self.facts),
            sheets=self.sheets,
            entry=_entry(self.registration),
            style=Markup(STYLE.read_text(encoding="utf-8")),  # noqa: S704
        )


def markdown(sheet: Sheet, facts: Facts) -> str:
    """The sheet as Markdown (CommonMark with tables of GitHub)."""
    return "\n\n".join(_markdown(sheet, facts)) + "\n"


def _markdown(sheet: Sheet, facts: Facts) -> Iterator[str]:
    yield f"# {sheet.title}"
    yield sheet.intro
    for part in sheet.parts:
        yield from _of_part(part, facts)


def _of_part(part: Part, facts: Facts) -> Iterator[str]:
    if part.title:
        yield f"## {part.title}"
    if part.text:
        yield part.text
    if part.grid:
        yield _grid(part.grid)
    if part.open:
        yield f"**{facts.words['pack']['open'].format(what=part.open)}**"


def _grid(grid: Grid) -> str:
    rows = [grid.heads, tuple("---" for _ in grid.heads), *grid.rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def _run(facts: Facts) -> str:
    words, scores = facts.words["pack"], facts.scores
    if scores is None:
        return str(words["no_run"])
    return str(words["run"].format(name=scores.name, cases=scores.answered, edition=scores.edition))


def _entry(registration: Registration) -> list[tuple[str, str, str]]:
    """Per field of the entry its value, and where that is empty why."""
    values = registration.entry.model_dump(mode="json")
    return [
        (name, "" if name in registration.empty else str(value), registration.empty.get(name, ""))
        for name, value in values.items()
    ]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("pack.html")
