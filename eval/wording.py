"""Texts as they are compared: without the case of letters, runs of spaces, bars of tables."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[\w€%]+(?:[.,:'/-]\w+)*")


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Lower case, with one space between words; bars and typographic signs made equal."""
    same = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("|", " ")
    return " ".join(same.lower().split())


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, as `plain` makes them."""
    return tuple(_WORD.findall(plain(text)))


def stands(fact: str, text: str) -> bool:
    """Whether one of the alternatives of a fact stands in a text, at the borders of words."""
    return any(_within(plain(one), text) for one in fact.split("|") if one.strip())


def _within(fact: str, text: str) -> bool:
    before = r"(?<!\w)" if fact[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if fact[-1:].isalnum() else ""
    return re.search(f"{before}{re.escape(fact)}{after}", plain(text)) is not None
