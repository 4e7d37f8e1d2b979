"""Walks the main content of a page and lays its headings, lists and tables into an `Outline`."""

import re

from ingest.domain import BlockKind
from ingest.reading.html_tables import is_data, lay_table
from ingest.reading.html_words import (
    HEADINGS,
    INLINE,
    SPACES,
    UNREAD,
    anchor_of,
    inner_id,
    phrase,
    touches,
)
from ingest.reading.outline import Outline, lead_of
from ingest.reading.panels import LABEL
from ingest.reading.tree import Element, raw_words
from ingest.reading.wording import clean

_SHORT = 40
"""Characters of a line that is likely a line of its own, such as of an address."""
_ENDS = re.compile(r"[.!?:;,]$")


class Walker:
    """One walk through one tree; `title` is the page's own, which is no heading again."""

    def __init__(self, outline: Outline, title: str, language: str | None = None) -> None:
        self._outline = outline
        self._page_language = language
        self._title = title
        self._text: list[str] = []

    def walk(self, element: Element) -> None:
        """Read everything in this element."""
        self._inside(element)
        self._end_paragraph()

    def _inside(self, element: Element) -> None:
        self._say(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._meet(child)
            self._say(child.tail)

    def _say(self, text: str | None) -> None:
        if text:
            self._text.append(SPACES.sub(" ", text))

    def _meet(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._text.append("\n")
        elif tag in UNREAD:
            self._text.append(" ")
        elif tag in INLINE:
            self._text.append(" " * touches(element))
            self._inside(element)
        else:
            self._end_paragraph()
            before = self._outline.language
            self._outline.speak(self._language(element) if element.get("lang") else before)
            self._block(element, tag)
            self._end_paragraph()
            self._outline.speak(before)

    def _language(self, element: Element) -> str | None:
        """What a block is marked as, where that is not the page's own language."""
        code = re.split(r"[-_]", (element.get("lang") or "").strip().lower())[0]
        known = len(code) == len("nl") and code.isalpha()
        return code if known and code != self._page_language else None

    def _block(self, element: Element, tag: str) -> None:
        if tag in HEADINGS or element.get("role") == "heading":
            self._heading(element)
        elif tag in ("ul", "ol", "menu"):
            self._list(element, self._outline.lead_in())
        elif tag == "table" and is_data(element):
            lay_table(element, self._outline)
        elif tag == "dl":
            self._terms(element)
        elif tag == "details":
            self._details(element)
        elif LABEL in element.attrib:
            self._panel(element)
        elif tag in ("address", "pre"):
            self._lines(element)
        else:
            self._inside(element)

    def _lines(self, element: Element) -> None:
        """An address on one line; of preformatted text every line."""
        whole = element.tag == "address"
        text = phrase(element, breaks=True) if whole else raw_words(element)
        lines = [line for line in map(clean, text.split("\n")) if line]
        for line in [", ".join(lines)] if whole else lines:
            self._outline.add(BlockKind.PROSE, line)

    def _heading(self, element: Element) -> None:
        text = phrase(element)
        if not text:
            return
        level = HEADINGS.get(str(element.tag)) or int(_digit(element.get("aria-level", "2")))
        if text == self._title and level <= HEADINGS["h2"]:
            self._outline.title(anchor_of(element))
        else:
            self._outline.heading(level, text, anchor_of(element))

    def _details(self, element: Element) -> None:
        mark = self._outline.mark()
        summary = element.find("summary")
        if summary is not None and (text := phrase(summary)):
            self._outline.under(text, element.get("id") or summary.get("id") or inner_id(summary))
            element = _without(element, summary)
        self._inside(element)
        self._end_paragraph()
        self._outline.go_back(mark)

    def _panel(self, element: Element) -> None:
        """What a button opens stands under the words of that button."""
        mark = self._outline.mark()
        self._outline.under(str(element.attrib.pop(LABEL)), element.get("id"))
        self._block(element, str(element.tag))
        self._end_paragraph()
        self._outline.go_back(mark)

    def _list(self, element: Element, lead: str) -> None:
        for item in element:
            if item.tag != "li":
                if isinstance(item.tag, str) and item.tag in ("ul", "ol"):
                    self._list(item, lead)
                continue
            if _holds_structure(item):
                mark = self._outline.mark()
                self._inside(item)
                self._end_paragraph()
                self._outline.go_back(mark)
                continue
            text = phrase(item, without=("ul", "ol", "dl"))
            self._outline.add(BlockKind.ITEM, text, lead)
            deeper = f"{lead} {lead_of(text)}".strip()
            for inner in item.iter("ul", "ol"):
                if _nearest_item(inner) is item:
                    self._list(inner, deeper)

    def _terms(self, element: Element) -> None:
        terms: list[str] = []
        told = False
        for part in element.iter("dt", "dd"):
            text = phrase(part)
            if part.tag == "dt":
                terms = [text] if told else [*terms, text]
                told = False
            elif text:
                term = " / ".join(term.rstrip(" :") for term in terms if term)
                self._outline.add(BlockKind.PROSE, f"{term}: {text}" if term else text)
                told = True

    def _end_paragraph(self) -> None:
        text, self._text = "".join(self._text), []
        if not text.strip():
            return
        for line in paragraphs(text):
            self._outline.add(BlockKind.PROSE, line)


def paragraphs(text: str) -> list[str]:
    """Text with a line break for every `<br>` → paragraphs; lines that run on are joined."""
    found: list[str] = []
    runs_on = False
    for line in text.split("\n"):
        words = clean(line)
        if words and runs_on and _same_sentence(found[-1], words):
            found[-1] = f"{found[-1]} {words}"
        elif words:
            found.append(words)
        runs_on = bool(words)
    return found


def _same_sentence(before: str, line: str) -> bool:
    return len(before) > _SHORT and not _ENDS.search(before) and line[0].islower()


def _holds_structure(item: Element) -> bool:
    return next(item.iter(*HEADINGS, "table", "details"), None) is not None


def _nearest_item(element: Element) -> Element | None:
    return next(element.iterancestors("li"), None)


def _without(element: Element, child: Element) -> Element:
    tail, child.tail = child.tail, None
    element.remove(child)
    element.text = f"{element.text or ''} {tail or ''}"
    return element


def _digit(value: str) -> str:
    return value if value in "123456" and value else "2"
