"""What the forms of a Dutch word share, beyond its stem."""

import re
from functools import lru_cache

from models.dutch import fold, stem

_DOUBLE = re.compile(r"([aeou])\1")
_PARTICIPLE = re.compile(r"ge(.{3,}(?:d|t|en))")
_THIRD = re.compile(r"dt$")
SHORTEST = 4


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """`meld`, `meldt`, `melden` and `gemeld` are one; so are `huis` and `huizen`."""
    folded = fold(word)
    if participle := _PARTICIPLE.fullmatch(folded):
        folded = participle[1]
    bare = _THIRD.sub("d", stem(folded))
    if len(bare) >= SHORTEST and bare.endswith(("t", "d")):
        bare = bare[:-1]
    return _DOUBLE.sub(r"\1", bare).replace("v", "f").replace("z", "s")
