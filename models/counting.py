"""Counts and ranks as words: `drie`, `vijfentwintig`, `tweehonderd`, `tweede`, `2e`."""

import re
from functools import lru_cache

from models.dutch import fold
from models.numbers import WORDS

TENS = {"twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"}
AMBIGUOUS = {"ten"}
"""English numbers that are small words in Dutch."""
_SMALL = {fold(word): count for word, count in WORDS.items()} | {
    "zeventig": 70,
    "tachtig": 80,
    "duizend": 1000,
    "hundred": 100,
    "thousand": 1000,
}
_ORDINALS = {
    word: rank
    for rank, names in enumerate(
        (
            ("eerste", "first"),
            ("tweede", "second"),
            ("derde", "third"),
            ("vierde", "fourth"),
            ("vijfde", "fifth"),
            ("zesde", "sixth"),
            ("zevende", "seventh"),
            ("achtste", "eighth"),
            ("negende", "ninth"),
            ("tiende", "tenth"),
            ("elfde", "eleventh"),
            ("twaalfde", "twelfth"),
        ),
        1,
    )
    for word in names
}
_RANK = re.compile(r"(\d+)(?:e|ste|de|th|st|nd|rd)")
_UNITS = "|".join(word for word, count in _SMALL.items() if 0 < count < len("0123456789"))
_COMPOUND = re.compile(rf"({_UNITS})en({'|'.join(TENS)})")
_HUNDREDS = re.compile(r"(.*?)honderd(.*)")


@lru_cache(maxsize=16_384)
def count_of(word: str) -> int | None:
    """The whole number a word says, from two on; None where it says none."""
    folded = fold(word)
    if folded in _SMALL:
        countable = _SMALL[folded] > 1 and folded not in AMBIGUOUS
        return _SMALL[folded] if countable else None
    if match := _COMPOUND.fullmatch(folded):
        return _SMALL[match[1]] + _SMALL[match[2]]
    return _hundreds(folded)


def _hundreds(folded: str) -> int | None:
    """`Tweehonderd` and `honderdvijftig`."""
    match = _HUNDREDS.fullmatch(folded)
    if not match:
        return None
    many = count_of(match[1]) if match[1] else 1
    rest = count_of(match[2]) if match[2] else 0
    return None if many is None or rest is None else 100 * many + rest


@lru_cache(maxsize=16_384)
def rank_of(word: str) -> int | None:
    """The place a word says: 2 of `tweede` and `2e`; None where it says none."""
    folded = fold(word)
    if match := _RANK.fullmatch(folded):
        return int(match[1])
    return _ORDINALS.get(folded)
