"""Takes out of a parsed page what its reader does not see, and says what that was."""

import re
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from ingest.reading.colours import BLACK, WHITE, Colour, alike, colour, transparent
from ingest.reading.styles import Declarations, Styles
from ingest.reading.wording import clean, shortened, smuggled

_NEVER_SHOWN = frozenset("script style template noscript head object embed svg".split())
_FOR_SCREEN_READERS = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader-text screenreader-text screenreader "
    "element-invisible assistive-text u-visually-hidden is-visually-hidden offscreen".split()
)
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|ch|cm|in)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 0.16, "ch": 8.0}
_PIXELS |= {"vw": 12.0, "vh": 8.0, "cm": 38.0, "in": 96.0}
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
        if self.size <= 1.5:
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
    for text in root.itertext():
        if not text.isascii() and (words := smuggled(text)):
            hidden.note("invisible tag characters", words)
    opened = _opened_by_a_button(root)
    pending: list[tuple[Element, Look]] = [(root, Look())]
    while pending:
        element, look = pending.pop()
        pending += _visit(element, look, (styles, hidden, opened))
    return hidden.remarks()


def _opened_by_a_button(root: Element) -> frozenset[str]:
    """The ids of panels that a reader opens with a click, such as in an accordion or tabs."""
    buttons = root.xpath("//*[self::button or self::a or @role='button' or @role='tab']")
    named = [
        element.get("aria-controls") or ""
        for element in buttons
        if element.get("aria-controls") and "".join(element.itertext()).strip()
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
                _remove(child)
            continue
        declared = styles.of(child)
        reason = _gone(child, declared, opened)
        if reason:
            if reason != "for screen readers":
                hidden.note(reason, " ".join(child.itertext()))
            _remove(child)
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
    if "hidden" in element.attrib and element.get("hidden") != "until-found" and not by_click:
        return "hidden"
    if element.get("aria-hidden") == "true" and not by_click:
        return "aria-hidden"
    if not _FOR_SCREEN_READERS.isdisjoint((element.get("class") or "").split()):
        return "for screen readers"
    if not declared or element.tag in ("html", "body"):
        return ""
    if declared.get("display") == "none":
        return "" if by_click else "display:none"
    return _out_of_sight(declared, by_click)


def _out_of_sight(declared: Declarations, by_click: bool) -> str:
    if "opacity" in declared and (_pixels(declared["opacity"], 1) or 0) <= 0.05:
        return "opacity:0"
    if any((_pixels(declared.get(side, "")) or 0) <= _FAR for side in _SIDES):
        return "off the screen"
    if _NOTHING.search(declared.get("clip", "") + declared.get("clip-path", "")):
        return "clipped"
    if _NO_TRANSFORM.search(declared.get("transform", "")):
        return "off the screen"
    sizes = [declared.get(side, "") for side in ("width", "height", "max-height", "max-width")]
    small = any(re.fullmatch(r"(?:0(?:\.\d+)?|1)(?:px|r?em|%)?", size) for size in sizes if size != "1%")
    return "clipped" if small and "hidden" in declared.get("overflow", "") and not by_click else ""


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


def _remove(element: Element) -> None:
    """Take an element out, and leave the text that follows it where it was."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
