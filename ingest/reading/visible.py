"""Takes out of a parsed page what its reader does not see, and says what that was."""

import re
from dataclasses import dataclass, replace

from ingest.reading.colours import BLACK, WHITE, Colour, alike, colour, transparent
from ingest.reading.styles import Declarations, Styles
from ingest.reading.tree import Element, cut, find_all, raw_words
from ingest.reading.wording import clean, shortened, smuggled

_NEVER_SHOWN = frozenset(
    ["script", "style", "template", "noscript", "head", "object", "embed", "svg"]
)
_FOR_SCREEN_READERS = frozenset(
    [
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screenreader-text",
        "screenreader",
        "element-invisible",
        "assistive-text",
        "u-visually-hidden",
        "is-visually-hidden",
        "offscreen",
    ]
)
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|ch|cm|in)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 0.16, "ch": 8.0}
_PIXELS |= {"vw": 12.0, "vh": 8.0, "cm": 38.0, "in": 96.0}
_NO_SIZE = re.compile(r"(?:0(?:\.\d+)?|1)(?:px|r?em)?|0%")
_NOT_NOTED = "for screen readers"
_COLLAPSED = ("display:none", "collapsed")
"""How a panel is closed that a button on the page opens."""
_SIDES = ("left", "right", "top", "bottom", "text-indent")
_FAR = -900
_NOTHING = re.compile(
    r"rect\(\s*(?:0|1px)\w*[ ,]+(?:0|1px)\w*[ ,]+(?:0|1px)\w*[ ,]+(?:0|1px)\w*\s*\)"
    r"|inset\(\s*(?:100|[5-9]\d)%|circle\(\s*0"
)
_NO_TRANSFORM = re.compile(r"scale[xy]?\(\s*0(?:\.0*)?\s*[,)]|translate[xy]?\(\s*-\d{4,}px")
_NO_GROUND = ("none", "inherit", "initial", "unset")
UNKNOWN: Colour = (127, 127, 127)
"""A background that is an image or a variable: black and white both stand out."""
TINY = 1.5
"""Pixels; smaller text is not read by anyone."""
_FAINT = 0.05
MOST_REMARKS = 8


@dataclass(frozen=True)
class Look:
    """What an element passes on to what is in it."""

    shown: bool = True
    size: float = 16.0
    ink: Colour = BLACK
    ground: Colour = WHITE
    why: str = ""

    def unseen(self) -> str:
        """Why text that looks so cannot be seen; empty when it can."""
        if not self.shown:
            return "visibility:hidden"
        if self.size <= TINY:
            return "tiny text"
        return "text in the colour of its background" if alike(self.ink, self.ground) else ""


class Hidden:
    """What was left out, by reason."""

    def __init__(self) -> None:
        self._words: dict[str, list[str]] = {}

    def note(self, reason: str, text: str) -> None:
        """Remember words that were left out."""
        if any(sign.isalnum() for sign in text):
            self._words.setdefault(reason, []).append(clean(text))

    def remarks(self) -> tuple[str, ...]:
        """One line per reason, with the beginning of what stood there."""
        lines = [
            f"left out ({reason}): {shortened(' '.join(words), 300)}"
            for reason, words in self._words.items()
        ]
        return tuple(lines[:MOST_REMARKS])


def take_out_unseen(root: Element) -> tuple[str, ...]:
    """Change the tree; return remarks about the words that were left out."""
    sheets = [element.text or "" for element in root.iter("style")]
    styles = Styles([sheet for sheet in sheets if "{" in sheet])
    hidden = Hidden()
    if words := smuggled(raw_words(root)):
        hidden.note("invisible tag characters", words)
    opened = _opened_by_a_button(root)
    pending: list[tuple[Element, Look]] = [(root, Look())]
    while pending:
        element, look = pending.pop()
        pending += _visit(element, look, (styles, hidden, opened))
    return hidden.remarks()


def _opened_by_a_button(root: Element) -> frozenset[str]:
    """The ids of panels that a reader opens with a click, such as in an accordion or tabs."""
    buttons = find_all(root, "//*[self::button or self::a or @role='button' or @role='tab']")
    named = [
        element.get("aria-controls") or ""
        for element in buttons
        if element.get("aria-controls") and raw_words(element).strip()
    ]
    return frozenset(name for value in named for name in value.split())


Room = tuple[Styles, Hidden, frozenset[str]]


def _visit(element: Element, look: Look, room: Room) -> list[tuple[Element, Look]]:
    """Blank what is unseen here; return the children that still have to be looked at."""
    styles, hidden, opened = room
    going = []
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag in _NEVER_SHOWN:
            if child.tag != "head":
                cut(child)
            continue
        declared = styles.of(child)
        reason = _gone(child, declared, opened)
        if reason:
            if reason != _NOT_NOTED:
                hidden.note(reason, raw_words(child))
            cut(child)
            continue
        seen = _inherit(look, declared) if declared else look
        if why := seen.unseen():
            hidden.note(why, " ".join([child.text or "", *(c.tail or "" for c in child)]))
            child.text = None
            for grandchild in child:
                grandchild.tail = None
        going.append((child, seen))
    return going


def _gone(element: Element, declared: Declarations, opened: frozenset[str]) -> str:
    """Why the whole element is unseen; empty when it is not."""
    by_click = element.get("id") in opened
    if not by_click:
        if "hidden" in element.attrib and element.get("hidden") != "until-found":
            return "hidden"
        if element.get("aria-hidden") == "true":
            return "aria-hidden"
    if not _FOR_SCREEN_READERS.isdisjoint((element.get("class") or "").split()):
        return _NOT_NOTED
    page_itself = element.tag in ("html", "body")
    reasons = _by_style(declared) if declared and not page_itself else ()
    return next((why for why, so in reasons if so and not (by_click and why in _COLLAPSED)), "")


def _by_style(declared: Declarations) -> tuple[tuple[str, bool], ...]:
    sides = (_pixels(declared.get(side, "")) or 0 for side in _SIDES)
    sizes = (declared.get(side, "") for side in ("width", "height", "max-height", "max-width"))
    small = any(_NO_SIZE.fullmatch(size) for size in sizes)
    opacity = _pixels(declared["opacity"], 1) if "opacity" in declared else None
    moved = bool(_NO_TRANSFORM.search(declared.get("transform", "")))
    return (
        ("display:none", declared.get("display") == "none"),
        ("opacity:0", opacity is not None and opacity <= _FAINT),
        ("off the screen", moved or any(place <= _FAR for place in sides)),
        (
            "cut off",
            bool(_NOTHING.search(declared.get("clip", "") + declared.get("clip-path", ""))),
        ),
        ("collapsed", small and "hidden" in declared.get("overflow", "")),
    )


def _inherit(look: Look, declared: Declarations) -> Look:
    if visibility := declared.get("visibility"):
        look = replace(look, shown=visibility not in ("hidden", "collapse"))
    if size := declared.get("font-size"):
        em = look.size if size.endswith(("%", "em")) and not size.endswith("rem") else 16
        look = replace(look, size=_size(size, em, look.size))
    background = declared.get("background-color") or declared.get("background") or ""
    background += declared.get("background-image", "")
    if background and not transparent(background) and background not in _NO_GROUND:
        painted = "(" in background and "rgb" not in background  # an image, a variable
        look = replace(look, ground=(not painted and colour(background)) or UNKNOWN)
    ink = declared.get("color", "")
    if transparent(ink):
        return replace(look, ink=look.ground)
    return replace(look, ink=colour(ink) or look.ink)


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
