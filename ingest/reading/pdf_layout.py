"""Printed lines → sections: margins dropped, headings found, paragraphs and rows put together."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from ingest.domain import CELL, Section
from ingest.reading.items import begin_unit
from ingest.reading.lines import BULLET, ENDED, STEP
from ingest.reading.units import Part, Unit, lay_out
from ingest.reading.wording import clean, join_lines, words_of_file

_NUMBERED = re.compile(r"^(?:(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-ZÀ-Ý]|(?:artikel|hoofdstuk|bijlage|paragraaf)\s+[\divx]+)", re.I)
_PAGE_NUMBER = re.compile(r"^(?:pagina|page|blad|p\.)?\s*\d{1,4}(?:\s*(?:van|of|/)\s*\d{1,4})?$", re.I)
_NO_TITLE = re.compile(r"^(?:microsoft word|untitled|document\d*|naamloos|titel|presentatie|powerpoint)|\.(?:docx?|indd|pdf|pptx?|odt)$", re.I)
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*\d*$")
_LISTED = re.compile(r"[^\W\d]\W*\s(\d{1,3})$")
_EDGE = 0.1
"""Share of the page's height that counts as its margin, above and below."""


@dataclass(frozen=True)
class PrintedLine:
    """A line on a page; `top` and `bottom` are shares of the page's height from above."""

    cells: tuple[str, ...]
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    tall: float = 0.0

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(self.cells)


@dataclass(frozen=True)
class Look:
    """What is usual in this document."""

    size: float
    right: dict[int, float]
    ranks: dict[float, int]
    outline: dict[str, int]
    markers: list[str] = field(default_factory=list)
    """The kinds of list marker met in the list that is being read."""


def title_of_pages(lines: list[PrintedLine], told: str, url: str) -> str:
    """The title in the document's properties, else the largest words of the first page."""
    told = clean(told)
    opening = " ".join(line.text for line in lines if line.page <= 2).casefold()
    present = [word for word in told.split() if word.casefold() in opening]
    if " " in told and not _NO_TITLE.search(told) and len(present) * 3 > len(told.split()) * 2:
        return told
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    largest = max((line.size for line in first), default=0)
    body = _body_size(lines)
    start = next((place for place, line in enumerate(first) if line.size == largest), 0)
    words: list[str] = []
    for line in first[start : start + 4]:
        if line.size != largest or largest < body * 1.15:
            break
        words.append(line.text)
    title = clean(" ".join(words))
    return title if 3 < len(title) <= 150 else words_of_file(url)


def lay_out_pages(lines: list[PrintedLine], outline: dict[str, int], title: str) -> tuple[Section, ...]:
    """The sections of the document, each with the number of the page it begins on."""
    kept = _without_contents(_without_margins(lines))
    kept = _with_telling_bold(kept)
    look = _usual(kept, outline)
    units: list[Unit] = []
    previous: PrintedLine | None = None
    for line in kept:
        _take(line, previous, units, look)
        previous = line
    return lay_out(_with_heads(units), title)


def _with_heads(units: list[Unit]) -> list[Unit]:
    """A bold first row names the columns of the rows below it that have as many cells."""
    kept: list[Unit] = []
    heads = ""
    for place, unit in enumerate(units):
        if unit.part is not Part.ROW:
            heads = ""
        elif unit.level and place + 1 < len(units) and units[place + 1].part is Part.ROW:
            heads = unit.text
            continue
        elif heads.count(CELL) == unit.text.count(CELL):
            unit.lead = heads
        kept.append(unit)
    return kept


def _with_telling_bold(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Bold says nothing where much is bold, or where a font only calls itself so."""
    bold = sum(len(line.text) for line in lines if line.bold)
    if bold * 3 <= sum(len(line.text) for line in lines):
        return lines
    return [replace(line, bold=False) for line in lines]


def _usual(lines: list[PrintedLine], outline: dict[str, int]) -> Look:
    body = _body_size(lines)
    larger = sorted({line.size for line in lines if line.size >= body * 1.12}, reverse=True)[:5]
    right: dict[int, float] = {}
    for line in lines:
        right[line.page] = max(right.get(line.page, 0.0), line.right)
    return Look(body, right, {size: rank for rank, size in enumerate(larger, 1)}, outline)


def _body_size(lines: list[PrintedLine]) -> float:
    weight: Counter[float] = Counter()
    for line in lines:
        weight[line.size] += len(line.text)
    return weight.most_common(1)[0][0] if weight else 0.0


def _without_margins(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Leave out page numbers, and what stands in the margin of page after page."""
    pages = len({line.page for line in lines})
    on: dict[str, set[int]] = {}
    for line in lines:
        if _in_margin(line):
            on.setdefault(_numberless(line), set()).add(line.page)
    enough = 2 if pages < 4 else max(3, round(pages * 0.25))
    running = {text for text, where in on.items() if len(where) >= enough}
    return [
        line
        for line in lines
        if not (_in_margin(line) and (_numberless(line) in running or _PAGE_NUMBER.match(line.text)))
    ]


def _without_contents(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Leave out the lines of a table of contents: page after page numbers, each larger."""
    listed: dict[int, list[int]] = {}
    for line in lines:
        if found := _LISTED.search(line.text):
            listed.setdefault(line.page, []).append(int(found[1]))
    count = Counter(line.page for line in lines)
    contents = {
        page
        for page, numbers in listed.items()
        if len(numbers) >= 4 and len(numbers) * 2 >= count[page] and numbers == sorted(numbers)
    }
    return [
        line
        for line in lines
        if not _LEADERS.search(line.text)
        and not (line.page in contents and _LISTED.search(line.text))
    ]


def _in_margin(line: PrintedLine) -> bool:
    return line.bottom < _EDGE or line.top > 1 - _EDGE


def _numberless(line: PrintedLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _take(line: PrintedLine, previous: PrintedLine | None, units: list[Unit], look: Look) -> None:
    level = _heading(line, look)
    last = units[-1] if units else None
    if level:
        same = previous is not None and previous.size == line.size and previous.bold == line.bold
        near = previous is not None and _gap(previous, line) < 1.0 and not _NUMBERED.match(line.text)
        if last is not None and last.part is Part.HEADING and same and near and len(last.text) < 150:
            last.text = join_lines(last.text, line.text)
        else:
            units.append(Unit(Part.HEADING, line.text, level, number=line.page))
    elif last is not None and previous is not None and _runs_on(previous, line, last, look):
        last.text = join_lines(last.text, line.text)
    elif len(line.cells) > 1 and not BULLET.match(line.text) and not STEP.match(line.text):
        units.append(Unit(Part.ROW, CELL.join(line.cells), int(line.bold), number=line.page))
    else:
        in_list = last is not None and last.part is Part.ITEM
        units.append(replace(begin_unit(line.text, look.markers, in_list=in_list), number=line.page))


def _heading(line: PrintedLine, look: Look) -> int:
    """Its level from 1, or 0 for ordinary text."""
    text = line.text
    if not any(sign.isalpha() for sign in text) or len(line.cells) > 2 or len(text) > 160:
        return 0
    if told := look.outline.get(clean(text)):
        return told
    if BULLET.match(text) or text.endswith((",", ";", "\u00ad")) or text[0].islower():
        return 0
    if line.size in look.ranks and not (text.endswith(".") and len(text) > 60):
        return look.ranks[line.size]
    if line.size < look.size - 0.5:
        return 0
    lowest = len(look.ranks) + 1
    if found := _NUMBERED.match(text):
        dots = (found[1] or "").count(".")
        plain = not re.search(r"[.:]$", text) and len(text) < 90
        return lowest + dots if plain and (line.bold or dots) else 0
    return lowest if line.bold and len(text) < 90 and not re.search(r"[.:]$", text) else 0


def _gap(previous: PrintedLine, line: PrintedLine) -> float:
    """White space between two lines, in heights of a letter; much, across pages."""
    if previous.page != line.page:
        return 9.0
    return (line.top - previous.bottom) / (line.tall or 0.01)


def _runs_on(previous: PrintedLine, line: PrintedLine, last: Unit, look: Look) -> bool:
    """Whether a line belongs to the paragraph, item or row before it."""
    if last.part is Part.HEADING or BULLET.match(line.text) or len(line.cells) > 1:
        return False
    if abs(previous.size - line.size) > 1 or (previous.bold != line.bold and ENDED.search(previous.text)):
        return False
    if len(previous.cells) > 1 and last.part is Part.ROW:
        return False
    ended = bool(ENDED.search(previous.text))
    gap = _gap(previous, line)
    if gap > 8 or gap < -1:  # the next page or column: only an unfinished sentence goes on
        return not ended and (line.text[0].islower() or previous.text.endswith(("\u00ad", "-")))
    if gap > 0.9:
        return not ended and line.text[0].islower()
    if STEP.match(line.text) and ended:
        return False
    width = look.right.get(line.page, 0.0) - previous.left
    share = (previous.right - previous.left) / width if width > 0 else 1.0
    if ended:
        return share > 0.7 or line.text[0].islower()
    return share > 0.45 or line.text[0].islower() or last.part is Part.ITEM
