"""The report as one HTML file without any network: words of `configs/texts`, look of a theme."""

from collections import defaultdict
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from configs.domain import Language
from configs.telling import Telling
from ingest.domain import CELL, Status
from ingest.editor.domain import DeadLink, Report, SourceState, Trouble
from ingest.editor.plot import bad, good, plot
from ingest.editor.reasons import GROUPED, explain

TEMPLATES = Path(__file__).parent / "templates"
MOST, MOST_CARDS = 200, 50
"""Rows of a table, and cards, that are written; the JSON holds all."""
QUOTED = 120
"""Characters of a sentence that a link opens the page at."""


class Paper(Telling):
    """Whose report it is."""

    def moment(self, moment: datetime) -> str:
        """Such as `21 november 2026, 14.05`."""
        return f"{self.day(moment)}, {self.clock(moment)}"

    def number(self, count: int) -> str:
        """Such as `12.345`; `12,345` in English."""
        return f"{count:,}".replace(",", "." if self.language is Language.NL else ",")

    def reason(self, text: str) -> tuple[str, Language]:
        """A reason in plain words, with the language that these are in."""
        return explain(text, self.language)

    def plot(self, source: SourceState) -> Markup:
        """The last syncs of a source as a picture, told in words as well."""
        last = source.past[0]
        fields = {"good": good(last), "bad": bad(last), "count": len(source.past)}
        return plot(source, self.say("report.plot", source=source.name, **fields))


def render(report: Report, paper: Paper) -> str:
    """The whole document."""
    usage = report.usage
    complaints = sorted(
        usage.complaints.items() if usage else (),
        key=lambda entry: (-sum(entry[1].values()), entry[0]),
    )
    return _template().render(
        report=report,
        tasks=[(task.value, count) for task, count in report.tasks.items() if count],
        skipped=_by_reason(report.skipped),
        complaints=complaints,
        dead_links=_by_target(report.dead_links),
        statuses=[status.value for status in Status],
        most=MOST,
        most_cards=MOST_CARDS,
        language=paper.language.value,
        css=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        theme=paper.theme,
        href=href,
        **{name: getattr(paper, name) for name in ("say", "day", "moment", "number", "reason")},
        plot=paper.plot,
    )


def href(url: str, sentence: str = "") -> str:
    """A link that is safe to follow, at the sentence where it can be found; empty for others."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return ""
    if not sentence or CELL in sentence or "#" in url:
        return url
    return f"{url}#:~:text={quote(sentence[:QUOTED].rsplit(' ', 1)[0], safe='')}"


def _by_target(links: tuple[DeadLink, ...]) -> list[tuple[str, list[DeadLink]]]:
    """A target that is not there once, with all that link to it; most links first."""
    targets: dict[str, list[DeadLink]] = defaultdict(list)
    for link in links:
        targets[link.target].append(link)
    return sorted(targets.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def _by_reason(skipped: tuple[Trouble, ...]) -> list[tuple[str, list[Trouble]]]:
    """Rows with the same kind of reason together, in the order in which they were given."""
    groups: dict[str, list[Trouble]] = defaultdict(list)
    for row in skipped:
        groups[GROUPED.sub("…", row.reason)].append(row)
    return [
        (kind if len({row.reason for row in rows}) > 1 else rows[0].reason, rows)
        for kind, rows in groups.items()
    ]


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("report.html")
