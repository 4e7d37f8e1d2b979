"""All that a report says, without a word of any language: what `report.json` holds."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.quality import Live
from configs.domain import Noun
from eval.asking import matches
from eval.comparing import Comparison, compare
from eval.domain import Case, Given, Run
from eval.gating import Thresholds, Verdict, judge
from eval.labelling.agreement import People, people
from eval.measuring import Pair
from eval.metrics.facts import full
from eval.metrics.outcome import accepted
from eval.report.beside import Beside, gather_beside
from eval.scoring import Scores, read_scores
from eval.storing import Folder
from eval.wording import stands

WRONG = ("misled", "invented", "forbidden", "silent", "outcome")
"""What can be wrong with an answer, the worst first."""


class Wrong(Noun):
    """A case that went wrong, in the worst way that it did."""

    why: str
    case: Case
    given: Given


class Report(Noun):
    """One run with its baselines; `seconds` are those of each answer."""

    run: Run
    scores: Scores
    baselines: tuple[Scores, ...] = ()
    comparison: Comparison | None = None
    verdict: Verdict | None = None
    wrong: tuple[Wrong, ...] = ()
    seconds: tuple[float, ...] = ()
    expected: Mapping[str, int] = {}
    beside: Beside = Beside()
    people: People = People()
    live: Live | None = None


def gather(path: Path, before: Path | None, thresholds: Thresholds | None) -> Report:
    """The report of a scored run, against the run before it where there is one."""
    folder = Folder(path)
    scores = read_scores(path)
    comparison = compare(before, path) if before else None
    beside = gather_beside(path, scores)
    answers = folder.answers
    pairs = [Pair(case, answers[case.id]) for case in folder.cases if case.id in answers]
    answered = [pair for pair in pairs if not pair.given.error]
    return Report(
        run=folder.run,
        scores=scores,
        baselines=tuple(read_scores(one.path) for one in folder.inside),
        comparison=comparison,
        verdict=judge(scores, thresholds, comparison, beside.scores) if thresholds else None,
        wrong=tuple(sorted(_wrong(answered), key=lambda one: WRONG.index(one.why))),
        seconds=tuple(pair.given.seconds for pair in answered),
        beside=beside,
        expected={name: sum(counts.values()) for name, counts in scores.confusion.items()},
        people=people(folder, named=False),
    )


def _wrong(pairs: Sequence[Pair]) -> Iterator[Wrong]:
    for pair in pairs:
        if why := _why(pair):
            yield Wrong(why=why, case=pair.case, given=pair.given)


def _why(pair: Pair) -> str:
    """What is wrong with an answer; empty where nothing is."""
    complete = pair.answers and pair.given.completeness == "complete"
    answerable = pair.case.expect == "answered"
    stale = any(matches(one.url, pair.case.avoid) for one in pair.given.citations)
    tests = {
        "misled": answerable and complete and bool(pair.case.facts) and not full(pair),
        "invented": complete and not answerable,
        "forbidden": stale or any(stands(text, pair.given.shown) for text in pair.case.absent),
        "silent": answerable and not pair.answers,
        "outcome": not accepted(pair.case.expect, pair.given.outcome),
    }
    return next((why for why in WRONG if tests[why]), "")
