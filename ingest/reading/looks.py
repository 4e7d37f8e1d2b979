"""How text looks by its declarations, and whether it can then be seen."""

import re
from dataclasses import dataclass, field, replace

from ingest.reading.colours import BLACK, WHITE, Colour, alike, colour, gradient, transparent
from ingest.reading.tree import Element

_LENGTH = re.compile(r"(?:calc\(\s*)?(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|vmin|ch|cm|in)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 0.16, "ch": 8.0}
_PIXELS |= {"vw": 12.8, "vh": 8.0, "vmin": 8.0, "cm": 38.0, "in": 96.0}
_NO_SIZE = re.compile(r"(?:0(?:\.\d+)?|1)(?:px|r?em)?|0%|calc\(\s*0[a-z%]*\s*\)")
_SIDES = (
    *("left", "right", "top", "bottom", "inset"),
    *("text-indent", "margin-left", "margin-top", "translate"),
)
_FAR = -900
_OUTSIDE = re.compile(r"-\d{3,}(?:%|vw|vh)")
_ZERO = r"(?:0|1px)\w*%?"
_NOTHING = re.compile(
    rf"rect\(\s*{_ZERO}[ ,]+{_ZERO}[ ,]+{_ZERO}[ ,]+{_ZERO}\s*\)"
    rf"|inset\(\s*(?:100|[5-9]\d)%|circle\(\s*0|ellipse\(\s*0|polygon\(\s*(?:{_ZERO}[ ,]*)+\)"
)
_NO_TRANSFORM = re.compile(
    r"scale(?:[xyz]|3d)?\(\s*0*(?:\.0\d*)?\s*[,)]|matrix\(\s*0\s*,\s*0\s*,\s*0\s*,\s*0\s*,"
    r"|translate(?:[xy]|3d)?\([^)]*-(?:\d{4,}px|\d{3,}v[wh])|rotate[xy]\(\s*-?90deg"
)
_NO_GROUND = ("none", "inherit", "initial", "unset")
_STRUCK = "line-through"
UNKNOWN: Colour = (127, 127, 127)
"""A background that is an image: black and white both stand out."""
TINY = 1.5
"""Pixels; smaller text is not read by anyone."""
_FAINT = 0.05
_SMALLEST = 0.1
"""Text that is scaled down to less of its size is not read by anyone."""


@dataclass(frozen=True)
class Look:
    """What an element passes on to what is in it."""

    shown: bool = True
    size: float = 16.0
    ink: Colour = BLACK
    ground: Colour = WHITE
    struck: bool = False
    variables: dict[str, str] = field(default_factory=dict)

    def unseen(self) -> str:
        """Why text that looks so cannot be seen, or does not hold; empty when it can."""
        if not self.shown:
            return "visibility:hidden"
        if self.size <= TINY:
            return "tiny text"
        if self.struck:
            return "struck out"
        return "text in the colour of its background" if alike(self.ink, self.ground) else ""


def by_style(declared: dict[str, str]) -> tuple[tuple[str, bool], ...]:
    """Every reason for which a whole element may be unseen, and whether it holds here."""
    clipped = declared.get("clip", "") + declared.get("clip-path", "")
    return (
        ("display:none", declared.get("display") == "none"),
        ("content-visibility:hidden", declared.get("content-visibility") == "hidden"),
        ("opacity:0", _faint(declared)),
        ("off the screen", _moved(declared)),
        ("cut off", bool(_NOTHING.search(clipped))),
        ("collapsed", _collapsed(declared)),
        ("masked", declared.get("-webkit-text-security", "none") != "none"),
    )


def inherit(look: Look, element: Element, declared: dict[str, str]) -> Look:
    """How the text in an element looks."""
    if visibility := declared.get("visibility"):
        look = replace(look, shown=visibility not in ("hidden", "collapse"))
    if size := declared.get("font-size"):
        em = look.size if size.endswith(("%", "em")) and not size.endswith("rem") else 16
        look = replace(look, size=_size(size, em, look.size))
    line = declared.get("text-decoration", "") + declared.get("text-decoration-line", "")
    if _STRUCK in line:
        look = replace(look, struck=True)
    own = {name: value for name, value in declared.items() if name.startswith("--")}
    look = replace(look, variables=look.variables | own) if own else look
    look = replace(look, ground=_ground(look, element, declared))
    ink = declared.get("-webkit-text-fill-color") or declared.get("color") or ""
    ink = ink or (element.get("color") or "" if element.tag == "font" else "").lower()
    if transparent(ink):
        return replace(look, ink=look.ground)
    return replace(look, ink=colour(ink) or look.ink)


def _ground(look: Look, element: Element, declared: dict[str, str]) -> Colour:
    told = declared.get("background-color") or declared.get("background") or ""
    told += declared.get("background-image", "")
    told = told or (element.get("bgcolor") or "").lower()
    if not told or transparent(told) or told in _NO_GROUND:
        return look.ground
    painted = "url(" in told or "gradient(" in told or "image(" in told
    return (gradient(told) if painted else colour(told)) or UNKNOWN


def _faint(declared: dict[str, str]) -> bool:
    opacity = _pixels(declared.get("opacity", ""), 1)
    found = re.search(r"opacity\(\s*([\d.]+)(%?)", declared.get("filter", ""))
    filtered = float(found[1].strip(".") or 0) / (100 if found[2] else 1) if found else 1.0
    share = 0.01 if declared.get("opacity", "").endswith("%") else 1.0
    return (opacity is not None and opacity * share <= _FAINT) or filtered <= _FAINT


def _moved(declared: dict[str, str]) -> bool:
    transform = declared.get("transform", "")
    scaled = _pixels(declared.get("scale", ""), 1)
    if _NO_TRANSFORM.search(transform) or (scaled is not None and scaled < _SMALLEST):
        return True
    if _pixels(declared.get("zoom", ""), 1) == 0:
        return True
    if any((_pixels(declared.get(side, "")) or 0) <= _FAR for side in _SIDES):
        return True
    placed = declared.get("position") in ("absolute", "fixed")
    sides = (declared.get(side, "") for side in ("left", "right", "top", "bottom", "inset"))
    return placed and any(_OUTSIDE.match(side) for side in sides)


def _collapsed(declared: dict[str, str]) -> bool:
    sizes = (declared.get(side, "") for side in ("width", "height", "max-height", "max-width"))
    overflow = " ".join(declared.get(name, "") for name in ("overflow", "overflow-x", "overflow-y"))
    closed = "hidden" in overflow or "clip" in overflow
    return closed and any(_NO_SIZE.fullmatch(size) for size in sizes)


def _size(value: str, em: float, inherited: float) -> float:
    found = _LENGTH.match(value)
    if not found:
        return inherited
    number, unit = float(found[1]), found[2] or ""
    if unit == "%":
        return number * em / 100
    return number * (em if unit in ("em", "rem") else _PIXELS.get(unit, 1.0))


def _pixels(value: str, unit: float | None = None) -> float | None:
    found = _LENGTH.match(value)
    return float(found[1]) * (unit or _PIXELS.get(found[2] or "", 1.0)) if found else None
