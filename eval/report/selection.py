"""The table of model selection: HTML in two languages, JSON and Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from configs.domain import Language
from eval.domain import Score
from eval.report import plots
from eval.report.words import Words
from eval.selecting.table import SHOWN, Row, Selection
from eval.storing import write

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Line:
    """One model on one metric; `better` names the models that it is really better than."""

    name: str
    value: str
    interval: str
    plot: Markup
    better: str


@dataclass(frozen=True)
class Block:
    """One metric with all models."""

    title: str
    about: str
    direction: str
    drawn: bool
    lines: tuple[Line, ...]

    def of(self, name: str) -> Line | None:
        """The line of this model."""
        return next((line for line in self.lines if line.name == name), None)


def write_selection(made: Selection, folder: Path) -> list[Path]:
    """Write every form into `folder`; the Dutch page is `models.html`."""
    files = {
        "models.html": page(made, Language.NL),
        "models.en.html": page(made, Language.EN),
        "models.md": markdown(made, Language.NL),
        "models.json": made.model_dump_json(indent=1),
    }
    for name, text in files.items():
        write(folder / name, text)
    return [folder / name for name in files]


def page(made: Selection, language: Language) -> str:
    """The whole file: no script, nothing from elsewhere."""
    words = Words(language)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("models.html").render(
        made=made,
        words=words,
        say=lambda key, **fields: words.say("models", key, **fields),
        style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        blocks=list(_blocks(made, words)),
    )


def markdown(made: Selection, language: Language) -> str:
    """A table with a row for each metric and a column for each model."""
    words = Words(language)
    measured = [row for row in made.rows if not row.problem]
    lines = [
        f"# {words.say('models', 'title')}",
        "",
        words.say("models", "subtitle", name=made.name, cases=made.cases),
        "",
        *(f"- {row.name}: {words.say('models', 'absent')} {row.problem}"
          for row in made.rows if row.problem),
        *(f"- {line}" for line in made.warnings),
        "",
        f"| {words.say('report', 'metric')} | {' | '.join(row.name for row in measured)} |",
        f"|{'---|' * (1 + len(measured))}",
    ]  # fmt: skip
    for block in _blocks(made, words):
        known = {line.name: f"{line.value} ({line.interval})" for line in block.lines}
        cells = (known.get(row.name, "\u2013") for row in measured)
        lines.append(f"| {block.title} | {' | '.join(cells)} |")
    lines += ["", f"## {words.say('models', 'real')}", ""]
    lines += [f"- {line}" for line in _real(made, words)] or [words.say("models", "none")]
    return "\n".join([*lines, ""])


def _real(made: Selection, words: Words) -> Iterator[str]:
    for one in made.real:
        first, second = (words.number(number, one.unit) for number in (one.first, one.second))
        yield f"{words.metric(one.metric)[0]}: {one.one} {first}, {one.other} {second}"


def _blocks(made: Selection, words: Words) -> Iterator[Block]:
    for metric in SHOWN:
        scores = [(row, score) for row in made.rows if (score := _known(row, metric))]
        if scores:
            title, about = words.metric(metric)
            yield Block(
                title=title,
                about=about,
                direction=words.say("report", scores[0][1].better),
                drawn=scores[0][1].unit == "share",
                lines=tuple(_line(made, row, score, words) for row, score in scores),
            )


def _known(row: Row, metric: str) -> Score | None:
    score = row.score(metric)
    return score if score and score.value is not None else None


def _line(made: Selection, row: Row, score: Score, words: Words) -> Line:
    numbers = (score.value or 0.0, score.low or 0.0, score.high or 0.0)
    value, low, high = (words.number(one, score.unit) for one in numbers)
    beaten = [
        one.other if one.one == row.name else one.one
        for one in made.real
        if one.metric == score.metric and one.better == row.name
    ]
    return Line(
        name=row.name,
        value=value,
        interval=words.say("report", "interval", low=low, high=high),
        plot=plots.track(score, [], words) if score.unit == "share" else Markup(""),
        better=words.say("models", "better_than", names=", ".join(beaten)) if beaten else "",
    )
