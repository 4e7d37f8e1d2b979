"""The energy of the cards is divided over the answers that were written meanwhile."""

import pytest

from models.energy import Meter


class Cards:
    joules = 5000.0

    def __call__(self):
        return self.joules


@pytest.fixture
def cards():
    return Cards()


def test_one_answer_gets_what_was_used_while_it_was_written(cards):
    meter = Meter(cards)
    cards.joules += 100  # nobody writes
    with meter.measuring() as spent:
        cards.joules += 30
    cards.joules += 100
    assert spent.joules == pytest.approx(30)


def test_answers_at_the_same_time_share_equally_and_nothing_is_counted_twice(cards):
    meter = Meter(cards)
    with meter.measuring() as one:
        cards.joules += 10
        with meter.measuring() as other:
            cards.joules += 20
        cards.joules += 5
    assert (one.joules, other.joules) == (pytest.approx(25), pytest.approx(10))
    assert one.joules + other.joules == pytest.approx(35)


def test_an_answer_that_breaks_off_has_used_what_it_used(cards):
    spent = None

    def break_off():
        nonlocal spent
        with Meter(cards).measuring() as spent:
            cards.joules += 8
            raise TimeoutError

    with pytest.raises(TimeoutError):
        break_off()
    assert spent.joules == pytest.approx(8)


def test_cards_that_count_anew_take_nothing_back(cards):
    meter = Meter(cards)
    with meter.measuring() as spent:
        cards.joules = 0
    assert spent.joules == 0
