"""A real change is seen soon, chance hardly ever: on days drawn as the promise says."""

from datetime import date, timedelta

import numpy as np
import pytest

from eval.live.drifting import LEAST, above, below, chance, shift

FIRST = date(2026, 1, 5)
YEARS = 60


def days(rng, lengths, share=False):
    """A day of answers for each mean."""
    draw = (lambda mean, n: (rng.random(n) < mean).astype(float)) if share else None
    return {
        FIRST + timedelta(days=number): (
            draw(mean, size) if draw else rng.normal(mean, 1.0, size)
        )
        for number, (mean, size) in enumerate(lengths)
    }  # fmt: skip


def alarms(lengths, reference=None, share=False):
    """Of so many years: the ones in which there was an alarm at their end, and where it began."""
    found = []
    for seed in range(YEARS):
        rng = np.random.default_rng(seed)
        given = reference(rng) if reference else None
        found.append(shift(days(rng, lengths, share), given, below if share else None))
    return found


def ever(lengths, reference=None, share=False):
    """Of so many years: those with an alarm on any of their days."""
    count = 0
    for seed in range(YEARS):
        rng = np.random.default_rng(seed)
        given = reference(rng) if reference else None
        made = days(rng, lengths, share)
        order = sorted(made)
        count += any(
            shift({day: made[day] for day in order[:end]}, given, below if share else None)
            for end in range(10, len(order) + 1, 10)
        )
    return count


def test_without_a_change_a_year_is_quiet_more_often_than_not():
    """In 465 days one alarm on average, so 100 quiet days in 4 of 5 years (exponential)."""
    assert ever([(0.0, 20)] * 100) <= 0.25 * YEARS
    for usual in (0.99, 0.97, 0.8):
        assert ever([(usual, 20)] * 100, share=True) <= 0.25 * YEARS


def test_a_small_reference_and_many_answers_a_day_do_not_give_the_alarm_by_themselves():
    small = lambda rng: rng.normal(0.0, 1.0, 60)  # noqa: E731
    assert ever([(0.0, 500)] * 60, small) <= 0.25 * YEARS


def test_a_check_that_was_switched_off_is_seen_within_two_weeks():
    """From 97 to 88 % on twenty answers a day."""
    lengths = [(0.97, 20)] * 40 + [(0.88, 20)] * 14
    found = [one for one in alarms(lengths, share=True) if one and one.now < one.before]
    assert len(found) >= 0.9 * YEARS
    begun = [(one.since - FIRST).days for one in found]
    assert 33 <= np.median(begun) <= 46


def test_a_change_that_went_back_is_no_change():
    lengths = [(0.0, 20)] * 30 + [(1.0, 20)] * 4 + [(0.0, 20)] * 60
    assert sum(bool(one) for one in alarms(lengths)) <= 0.2 * YEARS


def test_what_never_went_wrong_may_go_wrong_once():
    ones = np.ones(194)
    good = {FIRST + timedelta(days=n): np.ones(20) for n in range(10)}
    once = {**good, FIRST + timedelta(days=10): np.array([1.0] * 19 + [0.0])}
    assert shift(once, ones, below) is None
    often = {**good, **{FIRST + timedelta(days=n): np.array([1.0] * 17 + [0.0] * 3)
                        for n in range(10, 16)}}  # fmt: skip
    found = shift(often, ones, below)
    assert found.since == FIRST + timedelta(days=10)
    assert found.now == pytest.approx(0.85)


def test_before_there_is_a_reference_nothing_is_said():
    few = {FIRST + timedelta(days=n): np.array([float(n)]) for n in range(LEAST - 2)}
    assert shift(few, None) is None
    assert shift({}, None, below) is None


def test_the_permutation_test_is_fair_and_sees_what_is_there():
    rng = np.random.default_rng(1)
    same = [chance(rng.random(40), rng.random(60), seed) for seed in range(100)]
    assert sum(one <= 0.05 for one in same) <= 12
    assert chance(np.ones(100), np.array([1.0] * 30 + [0.0] * 10)) < 0.001


def test_faults_are_what_is_not_whole_or_not_nothing():
    parts = np.array([1.0, 0.5, 0.0])
    assert (below(parts), above(parts)) == (2, 2)
