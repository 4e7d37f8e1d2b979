"""Whether a model fits is arithmetic, and it agrees with itself."""

import pytest

from models.cards import Gpu
from models.catalogue import load_catalogue
from models.domain import ModelUnfit
from models.fitting import fit, fits_somewhere, needed, verdict

CARDS = load_catalogue()
SIZED = {name: card for name, card in CARDS.items() if card.attention and card.weights_gb}


@pytest.mark.parametrize(
    ("name", "memory", "fits"),
    [
        ("eurollm-22b", 80, True),
        ("eurollm-22b", 48, False),
        ("eurollm-9b", 24, True),
        ("eurollm-9b", 48, True),
        ("eurollm-9b", 16, False),
        ("mistral-small-24b", 80, True),
        ("apertus-70b", 80, False),
        ("eurollm-1.7b", 8, True),
    ],
)
def test_the_sizes_that_the_cards_promise(name, memory, fits):
    assert (verdict(CARDS[name], (Gpu(name="one", memory=memory),)) is not None) is fits


@pytest.mark.parametrize("card", SIZED.values(), ids=SIZED)
def test_what_is_needed_is_enough_and_one_less_is_not(card):
    least = needed(card)
    assert fit(card, least).cards == 1
    with pytest.raises(ModelUnfit, match=f"needs {least} GiB"):
        fit(card, least - 1)


def test_a_large_model_goes_over_as_few_cards_as_give_it_room():
    with pytest.raises(ModelUnfit):
        fit(CARDS["apertus-70b"], 80)
    assert fit(CARDS["apertus-70b"], 80, 2).cards == 2
    assert fit(CARDS["apertus-70b"], 80, 8).cards == 4
    assert fit(CARDS["eurollm-9b"], 80, 8).cards == 1
    assert fit(CARDS["teuken-7b"], 12, 8).cards == 2


def test_more_memory_gives_a_longer_window_then_more_answers():
    small, large, larger = (fit(CARDS["eurollm-22b"], memory) for memory in (60, 80, 140))
    assert small.window <= large.window < larger.window == 32768
    assert small.sequences < large.sequences < larger.sequences


def test_the_window_stays_within_the_model():
    assert fit(CARDS["teuken-7b"], 80).window == 4096
    assert fit(CARDS["salamandra-7b"], 80).window == 8192


def test_a_window_that_is_asked_for_must_fit_once():
    assert fit(CARDS["eurollm-9b"], 24, window=8192).window == 8192
    with pytest.raises(ModelUnfit):
        fit(CARDS["eurollm-9b"], 24, window=32768)


def test_a_model_of_unknown_size_is_neither_refused_nor_promised():
    unsaid = {"weights_gb": None, "least_gib": 24}
    card = CARDS["ministral-14b"].model_copy(update=unsaid)
    assert needed(card) == 24
    assert needed(CARDS["bge-m3"]) is None
    assert verdict(card, (Gpu(name="one", memory=80),)) is None
    with pytest.raises(ModelUnfit, match="does not say how large"):
        fit(card, 80)


def test_without_a_card_nothing_is_said_to_fit():
    assert fits_somewhere(list(CARDS.values()), ()) == []
    found = fits_somewhere(list(CARDS.values()), (Gpu(name="one", memory=24),))
    assert "eurollm-9b" in [card.name for card in found]
    assert "eurollm-22b" not in [card.name for card in found]
