"""Does a model fit the memory, and how many answers at once? Arithmetic, before anything starts.

Of each graphics card, vLLM gets `SHARE`; of that, `OVERHEAD` goes to the runtime, the weights are
divided over the cards, and what is left holds the key-value cache: `Attention.cache_bytes` for
every token of every answer that is being written.
"""

from math import ceil

from configs.domain import Noun
from models.cards import Attention, Gpu, ModelCard
from models.domain import ModelUnfit

GB, GIB = 10**9, 2**30
SHARE = 0.90
OVERHEAD = 3 * GB
ANSWER = 4096
"""Tokens of one answer with its passages; the least window that is of use."""
WINDOWS = (32768, 16384, 8192, ANSWER)
ROOMY = 8
"""So many answers at once are enough; a window is taken when so many of its full length fit."""
MOST_SEQUENCES = 256
SPLITS = (1, 2, 4, 8)
"""Over how many cards a model can be divided."""


class Fit(Noun):
    """A model in a memory: over how many cards, with which window, and answers at once."""

    cards: int
    window: int
    sequences: int


def fit(card: ModelCard, memory: float, gpus: int = 1, window: int | None = None) -> Fit:
    """Place a model on the fewest of `gpus` cards, with `memory` GiB each, that give it room.

    Raises `ModelUnfit` when it does not fit, or when its card does not say how large it is.
    """
    attention = card.attention
    if card.weights_gb is None or attention is None:
        raise ModelUnfit(
            f"{card.name}: its card does not say how large it is; put its folder in place, or give "
            "weights_gb and attention in your own catalogue."
        )
    placed = None
    for cards in (split for split in SPLITS if split <= min(gpus, attention.key_value_heads)):
        left = cards * (SHARE * memory * GIB - OVERHEAD) - card.weights_gb * GB
        tokens = int(left // attention.cache_bytes)
        if tokens >= _least(card, window):
            chosen = window or _window(card, tokens)
            placed = Fit(cards=cards, window=chosen, sequences=_sequences(tokens, chosen))
            if placed.sequences >= ROOMY:
                return placed
    if placed:
        return placed
    raise ModelUnfit(
        f"{card.name} does not fit: it needs {needed(card)} GiB, and there is "
        f"{'' if gpus == 1 else f'{gpus} x '}{memory:.0f} GiB."
    )


def needed(card: ModelCard) -> int | None:
    """Least memory on one card for one answer (GiB); the maker's word where no size is known."""
    if card.weights_gb is None or card.attention is None:
        return ceil(card.least_gib) if card.least_gib else None
    cache = _least(card, None) * card.attention.cache_bytes
    return ceil((card.weights_gb * GB + OVERHEAD + cache) / SHARE / GIB)


def cpu_cache(attention: Attention, window: int, sequences: int) -> int:
    """Whole GiB of key-value cache that vLLM's CPU build needs for this many answers."""
    return max(1, ceil(attention.cache_bytes * window * sequences / GIB))


def fits_somewhere(cards: list[ModelCard], gpus: tuple[Gpu, ...]) -> list[ModelCard]:
    """The cards that fit these graphics cards, in the order given."""
    return [card for card in cards if verdict(card, gpus) is not None]


def verdict(card: ModelCard, gpus: tuple[Gpu, ...]) -> Fit | None:
    """How the model fits these graphics cards; None when it does not, or nobody knows."""
    if not gpus:
        return None
    try:
        return fit(card, min(gpu.memory for gpu in gpus), len(gpus))
    except ModelUnfit:
        return None


def _least(card: ModelCard, window: int | None) -> int:
    return window or min(card.window or ANSWER, ANSWER)


def _window(card: ModelCard, tokens: int) -> int:
    longest = card.window or ANSWER
    possible = [one for one in WINDOWS if one <= longest] or [longest]
    roomy = (one for one in possible if one * ROOMY <= tokens)
    return next(roomy, possible[-1])


def _sequences(tokens: int, window: int) -> int:
    return max(1, min(MOST_SEQUENCES, tokens // min(window, ANSWER)))
