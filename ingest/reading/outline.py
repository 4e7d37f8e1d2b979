"""Builds the sections of a document from its headings and blocks, in reading order."""

import re

from ingest.domain import Block, BlockKind, Section
from ingest.sentences import sentences

Mark = list[tuple[int, str, str | None]]

_LONGEST_LEAD = 400
_SHORT_LEAD = 160
_ANNOUNCES = re.compile(r"\b(?:volgende|onderstaande|hieronder|following|below)\b", re.I)


class Outline:
    """A stack of headings; a block belongs to the section of the headings above it."""

    def __init__(self) -> None:
        self._trail: Mark = []
        self._blocks: list[Block] = []
        self._sections: list[Section] = []
        self._top: str | None = None
        self.number: int | None = None
        self.language: str | None = None

    def title(self, anchor: str | None) -> None:
        """The page's own title is no heading, but its anchor serves the text under it."""
        self._close()
        self._trail, self._top = [], anchor

    def heading(self, level: int, text: str, anchor: str | None = None) -> None:
        """Begin a section; headings of this level and below it end."""
        self._close()
        self._trail = [part for part in self._trail if part[0] < level]
        self._trail.append((level, text, anchor))

    def under(self, text: str, anchor: str | None = None) -> None:
        """Begin a section one level deeper than here, such as a caption or a summary."""
        self.heading(self._trail[-1][0] + 1 if self._trail else 2, text, anchor)

    def mark(self) -> Mark:
        """Where we are, to `go_back` to."""
        return list(self._trail)

    def go_back(self, mark: Mark) -> None:
        """End the sections begun since the mark."""
        if mark != self._trail:
            self._close()
            self._trail = list(mark)

    def turn_to(self, number: int) -> None:
        """A new page of a document that has pages."""
        if number != self.number:
            self._close()
            self.number = number

    def speak(self, language: str | None) -> None:
        """Text in a language that is marked as another than the page's, or as the page's again."""
        if language != self.language:
            self._close()
            self.language = language

    def add(self, kind: BlockKind, text: str, lead: str = "") -> None:
        """A block of the current section; an empty one is left out."""
        if text:
            self._blocks.append(Block(kind=kind, text=text, lead=lead))

    def lead_in(self) -> str:
        """The sentence that introduces the list that comes now, or nothing."""
        if not self._blocks or self._blocks[-1].kind is not BlockKind.PROSE:
            return ""
        text = self._blocks[-1].text[-600:]
        start, end = (sentences(text, "nl") or [(0, len(text))])[-1]
        last = text[start:end]
        announces = last.endswith(":") or _ANNOUNCES.search(last) or last[-1].isalnum()
        return last if announces and len(last) <= _LONGEST_LEAD else ""

    def sections(self) -> tuple[Section, ...]:
        """All sections that hold text."""
        self._close()
        return tuple(self._sections)

    def _close(self) -> None:
        if self._blocks:
            anchors = [anchor for _, _, anchor in self._trail if anchor]
            self._sections.append(
                Section(
                    headings=tuple(text for _, text, _ in self._trail),
                    anchor=anchors[-1] if anchors else self._top,
                    number=self.number,
                    blocks=tuple(self._blocks),
                    language=self.language,
                )
            )
        self._blocks = []


def lead_of(text: str) -> str:
    """What the items under an item need of it: all of it, or the sentence that announces them."""
    if len(text) <= _SHORT_LEAD:
        return text
    found = sentences(text, "nl")
    start, end = found[-1] if re.search(r":\W?$", text) else found[0]
    return text[start:end] if end - start <= _LONGEST_LEAD else ""
