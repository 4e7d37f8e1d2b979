"""The few things that are asked of a parsed page, with types that lxml itself does not give."""

from collections.abc import Iterable
from typing import cast

from lxml import etree

Element = etree._Element
"""A node of a parsed page."""


def find_all(root: Element, path: str) -> list[Element]:
    """The elements that an XPath finds, in document order."""
    return cast("list[Element]", root.xpath(path))


def raw_words(element: Element) -> str:
    """All text in an element as it stands in the source."""
    return "".join(cast("Iterable[str]", element.itertext()))


def count_words(element: Element) -> int:
    """The number of words in an element."""
    return sum(len(text.split()) for text in cast("Iterable[str]", element.itertext()))


def cut(element: Element) -> None:
    """Take an element out of its tree, and leave the text that follows it where it was."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)
