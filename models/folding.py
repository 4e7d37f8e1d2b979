"""Text as it is compared: lower case, without accents."""

import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """Lower case, without accents, straight apostrophes.

    Single words are remembered; what people ask, and sentences, are not.
    """
    return _folded(text) if " " in text else _word(text)


def _folded(text: str) -> str:
    lower = text.lower()
    if lower.isascii():
        return lower
    apart = unicodedata.normalize("NFKD", lower.replace("\u2019", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_word = lru_cache(maxsize=200_000)(_folded)
