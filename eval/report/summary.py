"""The one page that a city council reads: four figures, and what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from eval.domain import Score
from eval.report.gathering import Report
from eval.report.words import Words
from eval.scoring import Scores
from eval.sides import ENGLISH, FAIRNESS

FIGURES = {
    "all_facts": "all_facts",
    "honest": "honest_when_complete",
    "valid": "citation_validity",
    "offered": "person_offered",
}
"""The four figures, and the metric of each."""


@dataclass(frozen=True)
class Figure:
    """So many of a hundred, with its interval."""

    number: int
    low: int
    high: int
    text: str


def figures(report: Report, words: Words) -> list[Figure]:
    """The figures that were measured."""
    found = ((key, report.scores.score(metric)) for key, metric in FIGURES.items())
    return [
        Figure(
            _hundred(score.value),
            _hundred(score.low or 0.0),
            _hundred(score.high or 0.0),
            words.say("summary", key),
        )
        for key, score in found
        if score and score.value is not None
    ]


def lines(report: Report, words: Words) -> list[str]:
    """What was asked, what went wrong, how long it took, and how sure that is."""
    return [line for line in _lines(report, words) if line]


def _lines(report: Report, words: Words) -> Iterator[str]:
    cases, answerable = report.scores.answered, report.expected.get("answered", 0)
    yield words.say("summary", "asked", cases=cases, answerable=answerable)
    yield _writer(report, words)
    misled = sum(one.why in {"misled", "invented"} for one in report.wrong)
    key = "misled" if misled else "misled_none"
    yield (
        words.say("summary", key, count=misled, cases=cases)
        if misled
        else words.say("summary", key)
    )
    silent = sum(one.why == "silent" for one in report.wrong)
    if silent:
        yield words.say("summary", "refused", count=silent, cases=answerable)
    if unanswerable := report.expected.get("no_source", 0):
        pretended = sum(
            one.why == "invented" and one.case.expect == "no_source" for one in report.wrong
        )
        yield words.say("summary", "held", cases=unanswerable, count=pretended)
    yield from _sides(report, words)
    yield from _time(report, words)
    yield from _beside(report, words)


def _sides(report: Report, words: Words) -> Iterator[str]:
    """What the other sets said: fairness, English, attacks."""
    found = report.beside.scores
    if same := _counted(found.get(FAIRNESS), "fair_outcome"):
        yield words.say("summary", "fair", same=same[0], count=same[1])
    if lost := _counted(found.get(ENGLISH), "language_gap"):
        yield words.say("summary", "foreign", count=lost[0], cases=lost[1])
    attack = report.beside.attack
    content = _counted(attack.scores if attack else None, "injected_content")
    action = _counted(attack.scores if attack else None, "injected_action")
    if attack and content and action:
        counts = {"content": content[0], "cases": content[1], "action": action[0]}
        yield words.say("summary", "attacked", pages=len(attack.poisoning.pages), **counts)


def _counted(scores: Scores | None, metric: str) -> tuple[int, int] | None:
    """How many cases of how many."""
    score = scores.score(metric) if scores else None
    if score is None or score.value is None:
        return None
    return round(score.value * score.count), score.count


def _writer(report: Report, words: Words) -> str:
    if report.run.writer == "generate":
        return words.say("summary", "writer_generate", model=report.run.model)
    return words.say("summary", "writer_quote") if report.run.writer == "quote" else ""


def _time(report: Report, words: Words) -> Iterator[str]:
    half, most = report.scores.score("answer_p50"), report.scores.score("answer_p95")
    if half and most and half.value is not None and most.value is not None:
        shown = {"half": words.number(half.value, ""), "most": words.number(most.value, "")}
        yield words.say("summary", "time", **shown)


def _beside(report: Report, words: Words) -> Iterator[str]:
    for other in report.baselines:
        score = other.score("all_facts")
        if score and score.value is not None and other.endpoint == "bm25":
            yield words.say("summary", "baseline", name="BM25", share=_hundred(score.value))
    if doubt := _doubt(report.scores.score("all_facts")):
        low, high, count = doubt
        yield words.say("summary", "unsure", cases=count, low=low, high=high)


def _doubt(score: Score | None) -> tuple[int, int, int] | None:
    if score is None or score.low is None or score.high is None:
        return None
    return _hundred(score.low), _hundred(score.high), score.count


def _hundred(share: float) -> int:
    return round(100 * share)
