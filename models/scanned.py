"""Letters that a scanner took for others: a capital I and a small l look alike.

Only where nothing else can be meant, and without moving a letter: offsets stay what they are.
"""

import re

_AI = re.compile(r"\bAl(?=-[a-z])|(?<=[a-z,;:] )Al\b(?! [A-Z])|(?<=\()Al\b|\bAlI\b")
"""`generatieve Al`, `Al-verordening`: the adverb stands there with a small letter, and what begins
with `Al` elsewhere is a name, such as Al Jazeera."""


def mended(text: str) -> str:
    """The text as it was before it was scanned, as long as it is."""
    return _AI.sub(_restored, text) if "Al" in text else text


def _restored(found: re.Match[str]) -> str:
    return "AI".ljust(len(found.group()))
