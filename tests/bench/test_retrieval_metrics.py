"""The figures of the retrieval bench, against those that trec_eval's definitions give."""

from math import log2

import numpy as np
import pytest

from tests.bench.retrieval.baseline import PlainBm25, best_first, fused, grams
from tests.bench.retrieval.metrics import figures, interval
from tests.bench.retrieval.typos import misspelt

RANKED = ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ({"a"}, (1, 1, 1, 1)),
        ({"c"}, (0, 1, 1 / log2(4), 1 / 3)),
        ({"f"}, (0, 0, 1 / log2(7), 1 / 6)),
        ({"x"}, (0, 0, 0, 0)),
        ({"a", "c"}, (0.5, 1, (1 + 1 / log2(4)) / (1 + 1 / log2(3)), 1)),
        ({"b", "x"}, (0, 0.5, (1 / log2(3)) / (1 + 1 / log2(3)), 0.5)),
    ],
)
def test_figures_of_one_question(gold, expected):
    assert figures(RANKED, frozenset(gold)) == pytest.approx(expected)


def test_the_figures_are_those_of_ir_measures():
    measures = pytest.importorskip("ir_measures", reason="pip install ir-measures to compare")
    from ir_measures import RR, R, nDCG

    dice = np.random.default_rng(3)
    for _ in range(30):
        ranked = [f"p{number}" for number in dice.permutation(25)[:10]]
        gold = {f"p{number}" for number in dice.permutation(25)[: dice.integers(1, 14)]}
        run = {"q": {page: float(10 - place) for place, page in enumerate(ranked)}}
        judged = {"q": dict.fromkeys(gold, 1)}
        got = measures.calc_aggregate([R @ 1, R @ 5, nDCG @ 10, RR], judged, run)
        theirs = [got[R @ 1], got[R @ 5], got[nDCG @ 10], got[RR]]
        assert figures(ranked, frozenset(gold)) == pytest.approx(theirs)


def test_an_interval_holds_the_mean_and_narrows_with_more_questions():
    few, many = (np.random.default_rng(1).random(count) for count in (20, 2000))
    (low, high), (lower, higher) = interval(few), interval(many)
    assert low < few.mean() < high
    assert higher - lower < high - low


def test_plain_bm25_prefers_the_page_with_the_rarer_word():
    pages = {"a": "paspoort aanvragen", "b": "rijbewijs aanvragen", "c": "grofvuil"}
    assert PlainBm25(pages).ranked("Rijbewijs aanvragen?") == ["b", "a"]


def test_by_its_5_grams_a_word_with_a_typing_error_is_still_found():
    pages = {"a": "parkeervergunning", "b": "rijbewijs"}
    assert PlainBm25(pages, grams).ranked("Hoe krijg ik een parkervergunning?") == ["a"]


def test_scores_are_made_comparable_before_they_are_weighed_and_added():
    words, parts = {"a": 40.0, "b": 30.0}, {"b": 0.2, "a": 0.1}
    assert best_first(fused([(1.0, words), (1.5, parts)])) == ["b", "a"]
    assert best_first(fused([(1.0, words), (0.1, parts)])) == ["a", "b"]
    assert fused([(1.0, {})]) == {}


def test_the_same_seed_makes_the_same_typing_errors_in_words_that_stay_recognisable():
    question = "Hoe vraag ik een parkeervergunning aan voor mijn bezoekers?"
    wrong = misspelt(question, 1)
    assert wrong == misspelt(question, 1) != question
    assert len(wrong.split()) == len(question.split())
    assert wrong.startswith("Hoe ")
