"""Numbers in words are numbers; words that only look like one are not."""

import pytest

from models.counting import count_of, rank_of


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("drie", 3),
        ("Twaalf", 12),
        ("vijfentwintig", 25),
        ("tweeëntwintig", 22),
        ("honderd", 100),
        ("tweehonderdvijftig", 250),
        ("duizend", 1000),
        ("three", 3),
    ],
)
def test_a_number_in_words_is_read(word, count):
    assert count_of(word) == count


@pytest.mark.parametrize("word", ["een", "ten", "wonderhonderd", "gemeente", "3"])
def test_other_words_are_no_number(word):
    assert count_of(word) is None


@pytest.mark.parametrize(("word", "rank"), [("tweede", 2), ("2e", 2), ("21ste", 21), ("third", 3)])
def test_a_rank_is_read(word, rank):
    assert rank_of(word) == rank


def test_other_words_have_no_rank():
    assert rank_of("laatste") is None
