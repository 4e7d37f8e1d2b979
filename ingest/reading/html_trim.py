"""Cuts out of the main content what `surroundings` tells apart from the text."""

from ingest.reading.html_words import HEADINGS, phrase
from ingest.reading.surroundings import Piece, announced, begin, contents, surroundings
from ingest.reading.tree import Element, cut, find_all, raw_words

_PIECES = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", "div", "span", "a"))
_MOST = 20_000
"""Pieces in a page; of a longer one nothing is cut."""


def trim_contents(main: Element) -> None:
    """Cut the list of headings out of content that is marked as such."""
    if not find_all(main, ".//li//a[starts-with(@href, '#')]") and not announced(raw_words(main)):
        return
    elements, pieces = _pieces(main)
    for place in contents(pieces):
        cut(elements[place])


def trim_surroundings(main: Element, title: str) -> None:
    """Cut what stands around the text of a page that does not mark its parts."""
    elements, pieces = _pieces(main)
    place = begin(pieces, title)
    for around in surroundings(pieces, title):
        if around >= place:
            cut(elements[around])
    if place:
        _cut_before(elements[place], main)


def _pieces(main: Element) -> tuple[list[Element], list[Piece]]:
    """Every element with words of its own that stands in no other such element."""
    elements: list[Element] = []
    pending = [main]
    while pending and len(elements) < _MOST:
        element = pending.pop()
        if element is not main and (element.tag in HEADINGS or _has_words(element)):
            elements.append(element)
        else:
            pending += [child for child in reversed(element) if isinstance(child.tag, str)]
    if pending:
        return [], []
    return elements, [_piece(element) for element in elements]


def _has_words(element: Element) -> bool:
    if element.tag not in _PIECES:
        return False
    if element.tag == "li":
        return True
    own = [element.text, *(child.tail for child in element)]
    return element.tag in ("p", "a") or any((text or "").strip() for text in own)


def _piece(element: Element) -> Piece:
    text = phrase(element, without=("ul", "ol"))
    links = [element] if element.tag == "a" else list(element.iter("a"))
    linked = sum(_ink(phrase(link)) for link in links)
    return Piece(
        text,
        level=HEADINGS.get(str(element.tag), 0),
        item=element.tag == "li" or any(around.tag == "li" for around in element.iterancestors()),
        links=len(links),
        linked=linked / max(1, _ink(text)),
        inside=bool(links) and all((link.get("href") or "").startswith("#") for link in links),
    )


def _cut_before(element: Element, main: Element) -> None:
    """Cut all that stands before this element in the main content."""
    while element is not main:
        around = element.getparent()
        if around is None:
            return
        for sibling in list(element.itersiblings(preceding=True)):
            around.remove(sibling)
        around.text = None
        element = around


def _ink(text: str) -> int:
    """Characters that are no spaces."""
    return len(text) - text.count(" ")
