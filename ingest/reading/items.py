"""A line that begins a paragraph, a bulleted item or a numbered step."""

import re

from ingest.reading.lines import BULLET, STEP
from ingest.reading.units import Part, Unit

_TWICE = re.compile(r"^(\d{1,2}[.)]) \1 ")
_SAME = {"¢": "e"}
"""Markers that optical recognition confuses."""


def begin_unit(text: str, markers: list[str], *, in_list: bool) -> Unit:
    """`markers` are the kinds met in this list so far; each other kind is one step deeper."""
    if not in_list:
        markers.clear()
    text = _TWICE.sub(r"\1 ", text)
    depth, item, rest = 0, False, text
    while found := (BULLET.match(rest) or (None if item else STEP.match(rest))):
        if BULLET.match(rest):
            marker = _SAME.get(found[0].strip(), found[0].strip())
            rest = rest[found.end() :]
        else:
            marker = "1" if rest[0].isdigit() else "a"
        if marker not in markers:
            markers.append(marker)
        depth, item = markers.index(marker), True
        if marker in ("1", "a"):
            break
    return Unit(Part.ITEM, rest, depth) if item else Unit(Part.PROSE, text)
