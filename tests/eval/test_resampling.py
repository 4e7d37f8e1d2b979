"""Intervals hold the truth about as often as they say; differences are real when they are."""

import numpy as np
import pytest

from eval.measuring import Part
from eval.resampling import difference, figure, holm, interval

MEAN = figure(None)


def drawn(share, count, seed):
    return [Part(float(one)) for one in np.random.default_rng(seed).random(count) < share]


def test_nine_of_ten_intervals_and_more_hold_the_truth():
    held = 0
    for seed in range(100):
        _, low, high = interval(drawn(0.8, 120, seed), MEAN, seed, share=True)
        held += low <= 0.8 <= high
    assert held >= 88


def test_an_interval_is_not_nothing_where_all_cases_agree():
    value, low, high = interval([Part(1.0)] * 20, MEAN, 1, share=True)
    assert (value, high) == (1, 1)
    assert 0.8 < low < 0.9


def test_shares_of_shares_weigh_by_their_size():
    value, _, _ = interval([Part(1, 1), Part(0, 3)], MEAN, 1, share=True)
    assert value == 0.25


def test_percentiles_are_those_of_the_cases():
    parts = [Part(float(n)) for n in range(101)]
    value, low, high = interval(parts, figure(95.0), 1, share=False)
    assert value == 95
    assert low < 95 < high <= 100


def test_a_real_difference_is_found_and_none_is_not():
    before = drawn(0.8, 200, 1)
    worse = [Part(0.0) if place % 5 == 0 else part for place, part in enumerate(before)]
    assert difference(before, worse, MEAN, 1).chance < 0.01
    assert difference(before, worse, MEAN, 1).high < 0
    same = difference(before, before, MEAN, 1)
    assert (same.change, same.chance, same.low, same.high) == (0, 1, 0, 0)


def test_chance_is_called_chance_about_as_often_as_it_says():
    called = 0
    for seed in range(60):
        a, b = drawn(0.8, 100, seed), drawn(0.8, 100, 1000 + seed)
        called += difference(a, b, MEAN, seed).chance <= 0.05
    assert called <= 8


def test_holm_on_his_own_example():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
