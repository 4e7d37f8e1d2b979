"""The parts of a document that has no tree: headings, paragraphs, items and rows in a sequence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ingest.domain import BlockKind, Section
from ingest.reading.outline import Outline, lead_of
from ingest.reading.wording import clean

_CONTENTS = re.compile(r"inhoud(?:sopgave)?|(?:table of )?contents", re.IGNORECASE)


class Part(StrEnum):
    """What a unit is."""

    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    ROW = "row"


@dataclass
class Unit:
    """One part: `level` is a heading's from 1, or an item's depth from 0; `number` a page's."""

    part: Part
    text: str
    level: int = 0
    lead: str = ""
    number: int | None = None


def lay_out(units: Iterable[Unit], title: str = "") -> tuple[Section, ...]:
    """Sections of the units; a heading that is the title again is left out."""
    outline = Outline()
    parents: list[str] = []
    for unit in units:
        text = clean(unit.text)
        if unit.number is not None:
            outline.turn_to(unit.number)
        if unit.part is Part.ITEM:
            parents = parents[: unit.level + 1] or [outline.lead_in()]
            outline.add(BlockKind.ITEM, text, " ".join(parent for parent in parents if parent))
            parents.append(lead_of(text))
            continue
        parents = []
        if unit.part is Part.HEADING:
            _begin(outline, unit.level, text, title)
        else:
            kind = BlockKind.ROW if unit.part is Part.ROW else BlockKind.PROSE
            outline.add(kind, text, clean(unit.lead))
    return outline.sections()


def _begin(outline: Outline, level: int, text: str, title: str) -> None:
    if text and (text == title or _CONTENTS.fullmatch(text)):
        outline.title(None)
    elif text:
        outline.heading(level, text)


def title_of(units: list[Unit]) -> str:
    """The first heading, if it stands at the very beginning."""
    return clean(units[0].text) if units and units[0].part is Part.HEADING else ""
