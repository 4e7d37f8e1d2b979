"""Lines of a page that inform nobody later: when it changed, that the desk is open just now."""

import re

from ingest.reading.dates import UPDATED, without_dates
from ingest.reading.html_words import phrase
from ingest.reading.tree import Element

_LINE = 70
"""Characters of such a line, at most."""
_PUBLISHED = re.compile(
    r"(?:(?:gepubliceerd|geplaatst)(?: op)?|publicatiedatum|published(?: on)?)\b\s*:?", re.I
)
_NAMES = frozenset(["published", "pubdate", "publicatiedatum"])
_LETTERS = re.compile(r"[a-z]+")
_NOW = re.compile(r"(?:vandaag|nu|op dit moment|momenteel|today|now|currently)\b", re.I)
_OPEN = frozenset(["open", "geopend", "gesloten", "dicht", "closed"])
_TIMES = frozenset(
    """
    vandaag nu op dit moment momenteel is zijn wij we de balie van tot vanaf uur u en weer om morgen
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    today now currently the desk from to until till and again at tomorrow am pm are
    """.split()  # noqa: SIM905 - a word list reads better than fifty quoted lines
)


def passes(element: Element) -> bool:
    """Whether an element holds one such line and nothing else."""
    words = phrase(element)
    if not words or len(words) >= _LINE:
        return False
    return bool(UPDATED.match(words)) or _published(element, words) or _open_now(words)


def _published(element: Element, words: str) -> bool:
    """The day on which a text was published, where it says so, or its class does."""
    told = without_dates(words)
    if told == words:
        return False
    names = _LETTERS.findall((element.get("class") or "").lower())
    return not _PUBLISHED.sub("", told).strip() and (told != "" or not _NAMES.isdisjoint(names))


def _open_now(words: str) -> bool:
    """Whether there is a desk open, or not, on the day on which the page was read."""
    told = set(_LETTERS.findall(words.lower()))
    return bool(_NOW.match(words)) and not _OPEN.isdisjoint(told) and told <= _OPEN | _TIMES
