"""When is a change real? A self-starting CUSUM of days, and a permutation test of the week.

CUSUM: Page 1954 (Biometrika 41:100); with the values of the tables in Montgomery, Introduction to
Statistical Quality Control, section 9.1 (k = 1/2, h = 5): a change of one standard error a day is
seen after ten days on average, and a false alarm comes after 465 days on average for each metric.
Self-starting: Hawkins 1987 (The Statistician 36:299): each day is held against all the days
before it, so that a reference of few answers does not itself give the alarm.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, lgamma, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from eval.measuring import Part

SLACK, LIMIT = 0.5, 5.0
LEAST = 30
"""So many answers must stand behind the reference before anything is said."""
TINY = 1e-12
ROUNDS, AT_ONCE = 5_000, 2_000_000
Values = NDArray[np.float64]
Faulty = Callable[[Values], int]
"""How many answers of a day are not as they should be."""


@dataclass(frozen=True)
class Shift:
    """Since which day, seen on which; the mean before it and after it, up to now."""

    since: date
    seen: date
    before: float
    now: float


@dataclass
class _Usual:
    """What answers were like so far: how many, their faults, and what mean and spread need."""

    faulty: Faulty | None
    count: int = 0
    faults: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, found: Values) -> None:
        self.count += len(found)
        self.faults += self.faulty(found) if self.faulty else 0
        self.total += float(found.sum())
        self.squares += float((found**2).sum())

    def distance(self, today: Values) -> float:
        """How far today is off, in standard errors; of faults as their chance would be."""
        if self.count < LEAST:
            return 0.0
        if self.faulty:
            return _surprise(self.faulty(today), len(today), self.faults, self.count)
        mean = self.total / self.count
        spread = sqrt(max(0.0, self.squares / self.count - mean**2))
        error = spread * sqrt(1 / len(today) + 1 / self.count)
        return (float(today.mean()) - mean) / error if error else 0.0


def _surprise(faults: int, count: int, before: int, among: int) -> float:
    """Quesenberry 1991 (Journal of Quality Technology 23:239): so many faults, given those before.

    The chance of fewer (hypergeometric, as in Fisher's exact test; the same number counts half),
    as the number of standard errors that has this chance.
    """
    together = faults + before
    first = max(0, together - among)
    ways = [_log_ways(count, k) + _log_ways(among, together - k) for k in range(first, faults + 1)]
    all_ways = _log_ways(count + among, together)
    each = [exp(one - all_ways) for one in ways]
    chance = sum(each) - each[-1] / 2
    return NormalDist().inv_cdf(min(1 - TINY, max(TINY, chance)))


def _log_ways(count: int, chosen: int) -> float:
    return lgamma(count + 1) - lgamma(chosen + 1) - lgamma(count - chosen + 1)


@dataclass
class _Side:
    """The sum of one direction; `seen` as long as it stays above nothing after an alarm."""

    sign: int
    sum: float = 0.0
    begun: date | None = None
    seen: date | None = None

    def take(self, distance: float, day: date) -> None:
        new = max(0.0, self.sum + self.sign * distance - SLACK)
        if new and not self.sum:
            self.begun = day
        if new > LIMIT:
            self.seen = self.seen or day
        elif not new:
            self.seen = None
        self.sum = new


def values(parts: Sequence[Part]) -> Values:
    """One number for each answer."""
    return np.array([part.value / part.of for part in parts], np.float64)


def shift(
    days: Mapping[date, Values], reference: Values | None, faulty: Faulty | None = None
) -> Shift | None:
    """The change that is going on now; None where there is none, or it has gone back.

    With `faulty` the answers with a fault are counted; without it means are compared.
    """
    known, sides = _Usual(faulty), (_Side(1), _Side(-1))
    if reference is not None:
        known.add(reference)
    for day in sorted(days):
        today = days[day]
        distance = known.distance(today)
        for side in sides:
            side.take(distance, day)
        if not any(side.seen for side in sides):
            known.add(today)  # once a change is seen, it is not taken for the usual
    found = [(side.seen, side.begun) for side in sides if side.seen and side.begun]
    return _shift(days, reference, *min(found)) if found else None


def _shift(days: Mapping[date, Values], reference: Values | None, seen: date, since: date) -> Shift:
    usual = [days[one] for one in sorted(days) if one < since]
    usual += [reference] if reference is not None else []
    after = np.concatenate([days[one] for one in sorted(days) if one >= since])
    return Shift(since, seen, float(np.concatenate(usual).mean()), float(after.mean()))


def below(found: Values) -> int:
    """Answers that are not wholly right."""
    return int((found < 1).sum())


def above(found: Values) -> int:
    """Answers with anything of what should not be there."""
    return int((found > 0).sum())


def chance(first: Values, second: Values, seed: int = 1) -> float:
    """How often two groups drawn from one differ as much: a permutation test (Fisher 1935)."""
    together = np.concatenate([first, second])
    size, wanted = len(first), abs(float(first.mean() - second.mean()))
    rng = np.random.default_rng(seed)
    at_once = max(1, AT_ONCE // len(together))
    larger = done = 0
    while done < ROUNDS:
        rounds = min(at_once, ROUNDS - done)
        drawn = rng.permuted(np.broadcast_to(together, (rounds, len(together))), axis=1)
        gaps = np.abs(drawn[:, :size].mean(axis=1) - drawn[:, size:].mean(axis=1))
        larger += int((gaps >= wanted - 1e-12).sum())
        done += rounds
    return (1 + larger) / (1 + ROUNDS)
