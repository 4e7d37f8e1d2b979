"""The report as one HTML file: no script, no font, nothing from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from configs.domain import Language
from eval.domain import Score
from eval.labelling.agreement import JUDGE
from eval.metrics.outcome import accepted
from eval.report import live, plots, summary
from eval.report.gathering import Report
from eval.report.showing import beside
from eval.report.words import Words

TEMPLATES = Path(__file__).parent / "templates"
MOST_WRONG = 15
"""So many wrong answers are shown to be read."""
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "answers": (
        *("outcome_right", "all_facts", "fact_recall", "honest_when_complete"),
        *("wrong_but_complete", "wrong_refusals", "unanswerable_held_back", "refusal_recall"),
        *("refusal_precision", "nothing_forbidden", "dropped_sentences"),
    ),
    "sources": (
        *("claims_that_cite", "citation_validity", "right_page", "gold_sentences"),
        *("stale_sources", "fact_fidelity", "fidelity_amounts", "fidelity_dates"),
        *("fidelity_periods", "fidelity_articles", "fidelity_contacts", "fidelity_numbers"),
        *("citation_recall", "citation_precision", "over_citation", "verbatim_share"),
    ),
    "search": ("recall_1", "recall_5", "ndcg_10", "mrr_10"),
    "people": (
        *("person_offered", "says_it_is_ai", "personal_data", "reading_ease"),
        *("plainness", "sentence_words", "passive_share", "lint"),
    ),
    "equal": (
        *("fair_outcome", "fair_sources", "fair_completeness", "fair_length"),
        *("fair_readability", "no_choice_made"),
        *("language_outcome", "language_sources", "language_gap"),
    ),
    "safe": (
        *("injected_content", "injected_action", "prompt_leak"),
        *("personal_echo", "personal_kept"),
    ),
    "judged": ("judged_correct", "judged_complete", "judged_grounded", "judge_consistency"),
    "time": (
        "first_claim_p50",
        "first_claim_p95",
        "answer_p50",
        "answer_p95",
        "energy",
        "prompt_tokens",
        "written_tokens",
    ),
}
"""The order of the metrics; one that is not named here stands under `other`."""


@dataclass(frozen=True)
class Row:
    """One figure as it is shown, with its plot and the figures of the baselines."""

    title: str
    about: str
    value: str
    interval: str
    direction: str
    count: str
    plot: Markup
    others: tuple[str, ...]


def page(report: Report, language: Language) -> str:
    """The whole file. Raises nothing that a report can cause: what is missing is named as such."""
    words = Words(language)
    drawn, scale = plots.histogram(report.seconds, words)
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            words=words,
            say=lambda key, **fields: words.say("report", key, **fields),
            style=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
            figures=summary.figures(report, words),
            lines=summary.lines(report, words),
            sections=[
                (words.say("sections", name), rows) for name, rows in _sections(report, words)
            ],
            missing=[
                (words.metric(score.metric)[0], score.missing)
                for score in report.scores.scores
                if score.value is None and not _elsewhere(report, score.metric)
            ],
            columns=_columns(report),
            judged=report.people,
            **_live(report, words),
            raters=_raters(report, words),
            accepted=accepted,
            groups=_groups(report, words),
            wrong=report.wrong[:MOST_WRONG],
            **beside(report, words),
            histogram=drawn,
            scale=scale,
            settings=sorted(_flat(report.run.settings)),
        )
    )


def _live(report: Report, words: Words) -> dict[str, object]:
    if report.live is None:
        return {"live": None}
    return {
        "live": report.live,
        "titles": live.titles(report.live, words),
        "weeks": live.weeks(report.live),
        "live_rows": list(live.rows(report.live, words)),
    }


def _raters(report: Report, words: Words) -> dict[str, str]:
    """Who judged, without their names: the report is for everybody."""
    people = {name: words.say("people", "person", number=name) for name in report.people.labels}
    return {JUDGE: words.say("people", "model"), **people}


def _sections(report: Report, words: Words) -> Iterator[tuple[str, list[Row]]]:
    named = {name for names in SECTIONS.values() for name in names}
    others = tuple(one.metric for one in report.scores.scores if one.metric not in named)
    for section, names in {**SECTIONS, "other": others}.items():
        scores = (report.scores.score(name) for name in names)
        rows = [_row(report, one, words) for one in scores if one and one.value is not None]
        if rows:
            yield section, rows


def _elsewhere(report: Report, metric: str) -> bool:
    """Whether a set beside the main one measured it."""
    found = (scores.score(metric) for scores in report.beside.scores.values())
    return any(one and one.value is not None for one in found)


def _row(report: Report, score: Score, words: Words) -> Row:
    title, about = words.metric(score.metric)
    others = [other.score(score.metric) for other in report.baselines]
    low, high = (words.number(one or 0.0, score.unit) for one in (score.low, score.high))
    return Row(
        title=title,
        about=about,
        value=words.number(score.value or 0.0, score.unit),
        interval=words.say("report", "interval", low=low, high=high),
        direction=words.say("report", score.better),
        count=words.say("report", "of_cases", count=score.count),
        plot=plots.track(score, others, words) if score.unit == "share" else Markup(""),
        others=tuple(shown(one, words) for one in others),
    )


def shown(score: Score | None, words: Words) -> str:
    """A figure, or a dash where there is none."""
    known = score is not None and score.value is not None
    return words.number(score.value or 0.0, score.unit) if score and known else "\u2013"


def _columns(report: Report) -> list[str]:
    """The outcomes that occur, the usual ones first."""
    counts: dict[str, int] = {}
    for row in report.scores.confusion.values():
        for outcome, count in row.items():
            counts[outcome] = counts.get(outcome, 0) + count
    return sorted(counts, key=lambda outcome: -counts[outcome])


def _groups(report: Report, words: Words) -> list[tuple[str, int, list[str]]]:
    """For each group of cases its size and its figures, in the order of `GROUPED`."""
    return [
        (
            name.removeprefix("language:"),
            max(score.count for score in scores),
            [shown(score, words) for score in scores],
        )
        for name, scores in report.scores.groups.items()
        if any(score.count for score in scores)
    ]


def _flat(settings: Mapping[str, object], place: str = "") -> Iterator[tuple[str, str]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{place}{name}.")
        elif value not in ("", None, [], {}):
            yield f"{place}{name}", str(value)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
