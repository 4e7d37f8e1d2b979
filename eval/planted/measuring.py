"""What the checks do with planted sentences: how many are stopped, by which check, how fast."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from time import perf_counter

from assistant.domain import Conversation, Question
from assistant.draft import Draft, Sentence
from configs.domain import Language
from eval.planted.domain import Planted
from ingest.domain import Hit

Checks = Sequence[tuple[str, Callable[[Draft, Sentence], str | None]]]
Z = 1.96
"""Standard deviations of a 95 % interval."""
GOALS = {
    "value": 0.99,
    "invented": 1.0,
    "polarity": 0.95,
    "modality": 0.95,
    "condition": 0.80,
    "roles": 0.80,
    "faithful": 0.03,
}
"""The share that must be stopped at least; of faithful sentences at most."""
GROUPS = {
    "link or contact invented": "invented",
    "negation added": "polarity",
    "negation removed": "polarity",
    "modality changed": "modality",
    "condition lost": "condition",
    "roles swapped": "roles",
}


@dataclass(frozen=True)
class Judged:
    """A planted sentence, and why it was stopped: check and reason, both empty where it passed."""

    planted: Planted
    check: str
    reason: str
    seconds: float

    @property
    def wrong(self) -> bool:
        """Whether an error passed or a faithful sentence was stopped."""
        return bool(self.check) == self.planted.faithful


@dataclass
class Tally:
    """How many of some sentences were stopped, and by which check."""

    total: int = 0
    stopped: int = 0
    by: Counter[str] = field(default_factory=Counter)

    def add(self, judged: Judged) -> None:
        """Count one sentence."""
        self.total += 1
        self.stopped += bool(judged.check)
        if judged.check:
            self.by[judged.check] += 1

    @property
    def share(self) -> float:
        """The share that was stopped."""
        return self.stopped / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval (Wilson 1927, score interval)."""
        return wilson(self.stopped, self.total)


def wilson(hits: int, total: int) -> tuple[float, float]:
    """The 95 % score interval of `hits` out of `total`; (0, 1) where there are none."""
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, Z * Z / total
    middle = share + spread / 2
    half = Z * sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def judge(planted: Iterable[Planted], checks: Checks) -> list[Judged]:
    """Every planted sentence through the checks, in their order, up to the first that stops it."""
    return [_judge(one, checks) for one in planted]


def group(planted: Planted) -> str:
    """Which goal of `GOALS` a sentence counts for."""
    return "faithful" if planted.faithful else GROUPS.get(planted.kind, "value")


def tallies(judged: Iterable[Judged], by: Callable[[Planted], str]) -> dict[str, Tally]:
    """A tally for each value of `by`, in order of first appearance."""
    found: dict[str, Tally] = {}
    for one in judged:
        found.setdefault(by(one.planted), Tally()).add(one)
    return found


def failed_goals(judged: Sequence[Judged]) -> list[str]:
    """The goals that were missed; a goal nothing was planted for is not one of them."""
    groups = tallies(judged, group)
    return [
        name
        for name, goal in GOALS.items()
        if (tally := groups.get(name))
        and (tally.share > goal if name == "faithful" else tally.share < goal)
    ]


def _judge(planted: Planted, checks: Checks) -> Judged:
    draft = Draft(Question(text="?"), Conversation(id="planted"), Language.NL, "?", "?")
    draft.hits = [Hit(passage=planted.passage, score=1.0, relevance=1.0)]
    sentence = Sentence(planted.text, tuple((0, number) for number in planted.cited))
    started = perf_counter()
    for name, check in checks:
        if reason := check(draft, sentence):
            return Judged(planted, name, reason, perf_counter() - started)
    return Judged(planted, "", "", perf_counter() - started)
