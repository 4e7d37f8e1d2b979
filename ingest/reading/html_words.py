"""The words of an element, and the id that links to it."""

import re

from ingest.reading.tree import Element, raw_words
from ingest.reading.wording import clean

HEADINGS = {f"h{level}": level for level in range(1, 7)}
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "meter",
        "nobr",
        "output",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        *("math", "semantics", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msub", "msup", "msqrt"),
    ]
)
UNREAD = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "select",
        "textarea",
        "input",
        "option",
        "datalist",
        "button",
        "iframe",
        "audio",
        "video",
        "canvas",
        "map",
        "img",
        "picture",
        "source",
        "track",
        "object",
        "embed",
        "svg",
        "progress",
        "meter",
    ]
)
SPACES = re.compile(r"\s+")


def phrase(element: Element, without: tuple[str, ...] = (), *, breaks: bool = False) -> str:
    """The words in an element on one line; with `breaks`, a line for every block and `<br>`."""
    parts: list[str] = []
    _gather(element, parts, without)
    if not breaks:
        return clean("".join(parts))
    return "".join(parts)


def _gather(element: Element, parts: list[str], without: tuple[str, ...]) -> None:
    in_heading = element.tag in HEADINGS or element.tag in ("summary", "button")
    parts.append(SPACES.sub(" ", element.text or ""))
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            parts.append("\n")
        elif tag and tag not in without and (tag not in UNREAD or (in_heading and tag == "button")):
            edge = " " * touches(child) if tag in INLINE else "\n"
            parts.append(edge)
            _gather(child, parts, without)
            parts.append(edge)
        parts.append(SPACES.sub(" ", child.tail or ""))


def touches(element: Element) -> bool:
    """Whether a link stands against the link before it: a page shows these as tiles or lines."""
    before = element.getprevious() if element.tag == "a" else None
    return before is not None and before.tag == "a" and not before.tail


def anchor_of(element: Element) -> str | None:
    """The id to link to a heading by: its own, one inside it, or one directly around or before."""
    if found := element.get("id") or inner_id(element):
        return found
    before = element.getprevious()
    empty = before is not None and isinstance(before.tag, str) and not raw_words(before).strip()
    if before is not None and empty and (found := before.get("id") or before.get("name")):
        return found
    around = element.getparent()
    first = around is not None and around.index(element) == 0 and not (around.text or "").strip()
    if around is None or not first or around.tag in ("body", "main", "html"):
        return None
    return around.get("id") or (
        anchor_of(around) if around.tag in ("div", "header", "hgroup") else None
    )


def inner_id(element: Element) -> str | None:
    for inner in element.iterdescendants():
        if isinstance(inner.tag, str) and (
            found := inner.get("id") or (inner.tag == "a" and inner.get("name"))
        ):
            return str(found)
    return None
