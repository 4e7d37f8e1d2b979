"""Names of organisations, places and laws: the words with a capital that begin no sentence."""

import re
from functools import lru_cache

from models.dutch import fold, tokens

_OPENS = re.compile(r"(?:^|[.!?:;(\"'\u2018\u2019\u201c\u201d\u2013|-])\s*$")
"""What stands before a word that has a capital for its place only."""


@lru_cache(maxsize=16_384)
def names(text: str) -> frozenset[str]:
    """The folded words of `text` that are names; `gemeente Den Haag` gives `den` and `haag`."""
    return frozenset(
        fold(token.text).removesuffix("'s")
        for token in tokens(text)
        if token.text[0].isupper() and not _OPENS.search(text[: token.start])
    )


@lru_cache(maxsize=16_384)
def words_named(text: str) -> frozenset[str]:
    """Every folded word of `text`, with the parts and the form that a name may have elsewhere."""
    folded = {fold(token.text).removesuffix("'s") for token in tokens(text)}
    parts = {part for word in folded for part in word.split("-")}
    return frozenset(folded | parts | {f"{word}s" for word in folded if not word.endswith("s")})
