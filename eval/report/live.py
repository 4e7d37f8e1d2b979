"""Live quality as the report shows it: a line for each metric, a column for each week."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from assistant.quality import Live, Week
from eval.report import plots
from eval.report.words import Words

WEEKS = 8
"""So many weeks are shown in figures."""
COURSE = 26
"""So many weeks are drawn."""
DASH = "\u2013"
COUNTS: dict[str, Callable[[Week], int]] = {
    "answers": lambda week: week.answered,
    "sampled": lambda week: week.sampled,
    "complaints": lambda week: week.reported,
}


@dataclass(frozen=True)
class Row:
    """One metric, or a count."""

    title: str
    plot: Markup
    release: str
    values: tuple[str, ...]


def titles(live: Live, words: Words) -> dict[str, str]:
    """What each metric is called; those of real answers alone have words of their own."""
    return {name: _title(name, words) for name in live.units}


def weeks(live: Live) -> tuple[Week, ...]:
    """The weeks that are shown in figures."""
    return live.weeks[-WEEKS:]


def rows(live: Live, words: Words) -> Iterator[Row]:
    """The counts, and each metric that was measured in a week that is shown."""
    drawn, shown = live.weeks[-COURSE:], weeks(live)
    for key, count in COUNTS.items():
        title = words.say("live", key)
        course = [(week.week, float(count(week))) for week in drawn]
        figures = tuple(str(count(week)) for week in shown)
        yield Row(title, plots.course(course, title, words, ""), DASH, figures)
    for name in dict.fromkeys(name for week in shown for name in week.figures):
        unit = live.units.get(name, "number")
        known = [(week.week, week.figures[name].value) for week in drawn if name in week.figures]
        release = live.release_figures.get(name)
        found = (week.figures.get(name) for week in shown)
        title = _title(name, words)
        yield Row(
            title,
            plots.course(known, title, words, unit),
            DASH if release is None else words.number(release, unit),
            tuple(words.number(one.value, unit) if one else DASH for one in found),
        )


def _title(name: str, words: Words) -> str:
    return words.say("live", name) if name.startswith("live_") else words.metric(name)[0]
