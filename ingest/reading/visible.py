"""Takes out of a parsed page what its reader does not see, and says what that was."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.reading.looks import Look, by_style, inherit
from ingest.reading.panels import find_panels
from ingest.reading.styles import Styles
from ingest.reading.tree import Element, cut, raw_words
from ingest.reading.wording import clean, shortened, smuggled, turning

_NEVER_SHOWN = frozenset(
    [
        *("script", "style", "template", "noscript", "head", "object", "embed", "svg"),
        *("annotation", "annotation-xml"),
    ]
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
"""A label for who listens to the page; nothing that a sighted reader could look up there."""
_HIDING_NAMES = frozenset(
    ["d-none", "hidden", "is-hidden", "invisible", "u-hidden", "display-none", "visibility-hidden"]
)
"""Names of classes that frameworks hide with, in style sheets that stand elsewhere."""
_SHOWN_AGAIN = re.compile(r"(?:^|\s)(?:d-)?(?:sm|md|lg|xl|xxl|2xl|group|peer|data|aria)[-:]\w")
_STRUCK = ("del", "s", "strike")
_NOT_NOTED = "a label for screen readers"
_LABEL = 20
"""Words of a label for screen readers, at most; more is reported."""
_CLOSED = ("display:none", "collapsed", "hidden", "aria-hidden", "class", "visibility:hidden")
"""How a panel is closed that a button on the page opens."""
MOST_REMARKS = 8


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
    hidden = Hidden()
    _open_shadows(root, hidden)
    sheets = [element.text or "" for element in root.iter("style")]
    styles = Styles([sheet for sheet in sheets if "{" in sheet], root)
    text = raw_words(root)
    if words := smuggled(text):
        hidden.note("invisible tag characters", words)
    if words := turning(text):
        hidden.note("characters that turn the direction of reading", words)
    gone = cache(lambda element: bool(_gone(element, styles.of(element, styles.variables))))
    panels = find_panels(root, gone)
    room = (styles, hidden, panels)
    pending: list[tuple[Element, Look]] = [(root, Look(variables=styles.variables))]
    while pending:
        element, look = pending.pop()
        pending += _visit(element, look, room)
    return hidden.remarks()


def _open_shadows(root: Element, hidden: Hidden) -> None:
    """Browsers show declarative shadow DOM, and beside it only what it has a slot for."""
    for template in list(root.iter("template")):
        host = template.getparent()
        if host is None or not (template.get("shadowrootmode") or template.get("shadowroot")):
            continue
        template.tag = "div"
        if next(template.iter("slot"), None) is not None:
            continue
        for child in [child for child in host if child is not template]:
            hidden.note("beside a shadow root", raw_words(child))
            host.remove(child)
        host.text = template.tail = None


Room = tuple[Styles, Hidden, frozenset[Element]]


def _visit(element: Element, look: Look, room: Room) -> list[tuple[Element, Look]]:
    """Blank what is unseen here; return the children that still have to be looked at."""
    styles, hidden, panels = room
    going = []
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag in _NEVER_SHOWN:
            if child.tag != "head":
                cut(child)
            continue
        declared = styles.of(child, look.variables)
        if reason := _gone(child, declared, opened=child in panels):
            if reason != _NOT_NOTED:
                hidden.note(reason, raw_words(child))
            cut(child)
            continue
        if child in panels:
            declared.pop("visibility", None)
        seen = inherit(look, child, declared) if declared or _dressed(child) else look
        if why := seen.unseen():
            _blank(child, why, hidden)
        going.append((child, seen))
    return going


def _blank(element: Element, why: str, hidden: Hidden) -> None:
    """Take the words of the element itself; what is in it may look otherwise."""
    hidden.note(why, " ".join([element.text or "", *(child.tail or "" for child in element)]))
    element.text = None
    for child in element:
        child.tail = None


def _dressed(element: Element) -> bool:
    return element.tag == "font" or "bgcolor" in element.attrib


def _gone(element: Element, declared: dict[str, str], *, opened: bool = False) -> str:
    """Why the whole element is unseen; empty when it is not."""
    if element.tag in ("html", "body"):
        return ""
    reasons = (*_by_markup(element), *(by_style(declared) if declared else ()))
    return next((why for why, so in reasons if so and not (opened and why in _CLOSED)), "")


def _by_markup(element: Element) -> Iterator[tuple[str, bool]]:
    if "hidden" in element.attrib or "popover" in element.attrib:
        yield "hidden", element.get("hidden") != "until-found"
    yield "aria-hidden", element.get("aria-hidden") == "true"
    yield "struck out", element.tag in _STRUCK
    if names := element.get("class"):
        words = names.split()
        yield "class", not _HIDING_NAMES.isdisjoint(words) and not _SHOWN_AGAIN.search(names)
        if not _FOR_SCREEN_READERS.isdisjoint(words):
            yield "text for screen readers", len(raw_words(element).split()) > _LABEL
            yield _NOT_NOTED, True
