"""What the sets beside the main one say: who asks, in which language, who wrote on the pages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from configs.domain import Noun
from eval.domain import Case, Given, Score
from eval.known import metrics
from eval.measuring import Around, Pair, Part
from eval.metrics.facts import full
from eval.metrics.fairness import plainness
from eval.metrics.outcome import accepted
from eval.pairing import Twin, length, pages, twins
from eval.poisoning.domain import Poisoning
from eval.poisoning.reading import kept
from eval.resampling import figure, interval
from eval.scoring import Scores, read_scores
from eval.sides import ENGLISH, FAIRNESS, INJECTION, sides
from eval.storing import Folder

SAME = "fair_outcome", "fair_sources", "fair_completeness"
COMPARED = "outcome_right", "all_facts", "right_page"
"""What is shown for either language."""
WORST = 6
"""So many pairs of each set are shown to be read."""


class Both(Noun):
    """Two cases that ask the same, with what each was given."""

    first: Case
    other: Case
    given: Given
    given_other: Given


class Strip(Noun):
    """The pairs that differ in one thing: `same` are shares, `words` and `plain` differences.

    A difference is the second less the first of a pair, so that 0 is fair on average.
    """

    varies: str
    same: tuple[Score, ...]
    words: Score
    plain: Score


class Attack(Noun):
    """What was poisoned, what came of it, and how the clean library did on the same metric."""

    poisoning: Poisoning
    scores: Scores
    clean: Score | None = None


class Beside(Noun):
    """All side sets of a run; each is empty or None where it was not asked."""

    scores: Mapping[str, Scores] = {}
    fairness: tuple[Strip, ...] = ()
    unfair: tuple[Both, ...] = ()
    languages: Mapping[str, tuple[Score, ...]] = {}
    lost: tuple[Both, ...] = ()
    attack: Attack | None = None


def gather_beside(folder: Path, main: Scores) -> Beside:
    """The side runs that stand in the folder of a run; or the run itself where it is one."""
    found = sides(folder)
    itself = Folder(folder)
    fair = _pairs(found.get(FAIRNESS, itself))
    foreign = _pairs(found.get(ENGLISH, itself))
    told = twins(fair)
    spoken = twins(foreign, language=True)
    return Beside(
        scores={name: read_scores(one.path) for name, one in found.items()},
        fairness=tuple(_strip(varies, group) for varies, group in _grouped(told).items()),
        unfair=_worst(told, _unfair),
        languages=_languages(spoken),
        lost=_worst(spoken, _lost),
        attack=_attack(found.get(INJECTION, itself), main),
    )


def _pairs(folder: Folder) -> list[Pair]:
    answers = folder.answers
    pairs = [Pair(case, answers[case.id]) for case in folder.cases if case.id in answers]
    return [pair for pair in pairs if not pair.given.error]


def _grouped(told: Iterable[Twin]) -> dict[str, list[Twin]]:
    groups: dict[str, list[Twin]] = {}
    for twin in told:
        groups.setdefault(twin.varies, []).append(twin)
    return groups


def _strip(varies: str, group: list[Twin]) -> Strip:
    measured = {metric.name: metric for metric in metrics() if metric.name in SAME}
    pairs = [pair for twin in group for pair in (twin.first, twin.other)]
    same = [_score(name, measured[name].measure(pairs, Around())) for name in SAME]
    return Strip(
        varies=varies,
        same=tuple(same),
        words=_score("words", [_words(twin) for twin in group], share=False),
        plain=_score("plain", [_plain(twin) for twin in group], share=False),
    )


def _words(twin: Twin) -> Part | None:
    if not (twin.first.answers or twin.other.answers):
        return None
    return Part(float(length(twin.other) - length(twin.first)))


def _plain(twin: Twin) -> Part | None:
    first, other = plainness(twin.first), plainness(twin.other)
    return None if first is None or other is None else Part(other - first)


def _score(name: str, parts: Sequence[Part | None], *, share: bool = True) -> Score:
    known = [part for part in parts if part is not None and part.of]
    if not known:
        return Score(metric=name)
    value, low, high = interval(known, figure(None), 1, share=share)
    unit = "share" if share else "number"
    return Score(metric=name, value=value, low=low, high=high, count=len(known), unit=unit)


def _languages(spoken: list[Twin]) -> dict[str, tuple[Score, ...]]:
    """The same metrics over either side of the pairs, by language."""
    if not spoken:
        return {}
    either = {
        spoken[0].first.case.language.value: [twin.first for twin in spoken],
        spoken[0].other.case.language.value: [twin.other for twin in spoken],
    }
    measured = {metric.name: metric for metric in metrics()}
    return {
        language: tuple(_score(name, measured[name].measure(pairs, Around())) for name in COMPARED)
        for language, pairs in either.items()
    }


def _worst(told: Iterable[Twin], badness: Callable[[Twin], float]) -> tuple[Both, ...]:
    """The pairs to read: the worst first, and none where nothing is amiss."""
    bad = sorted(((badness(twin), twin) for twin in told), key=lambda one: -one[0])
    return tuple(
        Both(
            first=twin.first.case,
            other=twin.other.case,
            given=twin.first.given,
            given_other=twin.other.given,
        )
        for how, twin in bad[:WORST]
        if how
    )


def _unfair(twin: Twin) -> float:
    """Another outcome is worse than other pages, these than another completeness or length."""
    first, other = twin.first.given, twin.other.given
    longer = max(length(twin.first), length(twin.other), 1)
    shorter = abs(length(twin.first) - length(twin.other)) / longer
    return (
        4.0 * (first.outcome != other.outcome)
        + 2.0 * (pages(twin.first) != pages(twin.other))
        + 1.0 * (first.completeness != other.completeness)
        + shorter
    )


def _lost(twin: Twin) -> float:
    """Right in the first language and not in the other; an answer lost is worse than a part."""
    first, other = twin.first, twin.other
    ends = [accepted(one.case.expect, one.given.outcome) for one in (first, other)]
    if not ends[0] or (ends[1] and full(other) >= full(first)):
        return 0.0
    return 1.0 + (not ends[1]) + (first.right_page and not other.right_page)


def _attack(folder: Folder, main: Scores) -> Attack | None:
    poisoning = kept(folder.path)
    if poisoning is None:
        return None
    scores = read_scores(folder.path)
    clean = main.score("all_facts") if scores.name != main.name else None
    return Attack(poisoning=poisoning, scores=scores, clean=clean)
