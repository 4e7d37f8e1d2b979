"""Printed lines → sections: headings found, paragraphs, items and rows put together."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from ingest.domain import CELL, Section
from ingest.reading.items import begin_unit
from ingest.reading.lines import BULLET, ENDED, STEP
from ingest.reading.pdf_columns import columns_apart
from ingest.reading.pdf_lines import PrintedLine
from ingest.reading.pdf_margins import running_text
from ingest.reading.units import Part, Unit, lay_out
from ingest.reading.wording import clean, join_lines, words_of_file

_NUMBERED = re.compile(
    r"^(?:(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[A-ZÀ-Ý]"
    r"|(?:artikel|hoofdstuk|bijlage|paragraaf)\s+[\divx]+)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*|naamloos|titel|presentatie|powerpoint)"
    r"|\.(?:docx?|indd|pdf|pptx?|odt)$",
    re.IGNORECASE,
)
_LONGEST_HEADING, _LONG_HEADING, _LONGEST_TITLE = 160, 90, 150
_LARGER = 1.12
"""How much larger than the text a heading's letters are, at least."""
_NEXT_LINE = 0.9
"""White space between lines of one paragraph, in heights of a letter, at most."""
_ELSEWHERE = 8.0
"""So much white space is another column or another page."""
_FULL, _HALF = 0.7, 0.45
"""Shares of the column's width."""


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
    """The title in the properties, if it is the document's own; else the largest words at first."""
    told = clean(told)
    opening = " ".join(line.text for line in lines if line.page in (1, 2)).casefold()
    present = [word for word in told.split() if word.casefold() in opening]
    if " " in told and not _NO_TITLE.search(told) and len(present) * 3 > len(told.split()) * 2:
        return told
    first = [line for line in lines if line.page == lines[0].page] if lines else []
    largest = max((line.size for line in first), default=0)
    start = next((place for place, line in enumerate(first) if line.size == largest), 0)
    words: list[str] = []
    for line in first[start : start + 4]:
        if line.size != largest or largest < _body_size(lines) * _LARGER:
            break
        words.append(line.text)
    title = clean(" ".join(words))
    return title if title and len(title) <= _LONGEST_TITLE else words_of_file(url)


def lay_out_pages(
    lines: list[PrintedLine], outline: dict[str, int], title: str
) -> tuple[Section, ...]:
    """The sections of the document, each with the number of the page it begins on."""
    kept = _with_telling_bold(columns_apart(running_text(lines)))
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
    larger = sorted({line.size for line in lines if line.size >= body * _LARGER}, reverse=True)[:5]
    right: dict[int, float] = {}
    for line in lines:
        right[line.page] = max(right.get(line.page, 0.0), line.right)
    return Look(body, right, {size: rank for rank, size in enumerate(larger, 1)}, outline)


def _body_size(lines: list[PrintedLine]) -> float:
    weight: Counter[float] = Counter()
    for line in lines:
        weight[line.size] += len(line.text)
    return weight.most_common(1)[0][0] if weight else 0.0


def _take(line: PrintedLine, previous: PrintedLine | None, units: list[Unit], look: Look) -> None:
    level = _heading(line, look)
    last = units[-1] if units else None
    if level and last is not None and previous is not None and _same_heading(previous, line, last):
        last.text = join_lines(last.text, line.text)
    elif level:
        units.append(Unit(Part.HEADING, line.text, level, number=line.page))
    elif last is not None and previous is not None and _runs_on(previous, line, last, look):
        last.text = join_lines(last.text, line.text)
    elif len(line.cells) > 1 and not BULLET.match(line.text) and not STEP.match(line.text):
        row = Unit(Part.ROW, CELL.join(line.cells), int(line.bold), number=line.page)
        units.append(row)
    elif _asks(line, previous):
        units.append(Unit(Part.HEADING, line.text, len(look.ranks) + 2, number=line.page))
    else:
        in_list = last is not None and last.part is Part.ITEM
        unit = begin_unit(line.text, look.markers, in_list=in_list)
        units.append(replace(unit, number=line.page))


def _heading(line: PrintedLine, look: Look) -> int:
    """Its level from 1, or 0 for ordinary text."""
    text = line.text
    if told := look.outline.get(clean(text)):
        return told
    if not _may_be_heading(line):
        return 0
    if line.size in look.ranks:
        return look.ranks[line.size]
    closed = len(text) >= _LONG_HEADING or text[-1] in ".:"
    found = _NUMBERED.match(text)
    dots = (found[1] or "").count(".") if found else 0
    told_so = line.bold or (dots and line.size >= look.size - 0.5)
    return len(look.ranks) + 1 + dots if told_so and not closed else 0


def _may_be_heading(line: PrintedLine) -> bool:
    text = line.text
    worded = any(sign.isalpha() for sign in text) and not text[0].islower()
    open_end = text.endswith((",", ";", "\u00ad")) or (
        text[-1] == "." and len(text) > _LONG_HEADING
    )
    fits = len(text) <= _LONGEST_HEADING and len(line.cells) <= len(("number", "words"))
    return worded and fits and not open_end and not BULLET.match(text)


def _same_heading(previous: PrintedLine, line: PrintedLine, last: Unit) -> bool:
    """Whether a heading runs over two lines."""
    alike = previous.size == line.size and previous.bold == line.bold
    near = _gap(previous, line) < 1.0 and not _NUMBERED.match(line.text)
    return alike and near and last.part is Part.HEADING and len(last.text) < _LONGEST_HEADING


def _asks(line: PrintedLine, previous: PrintedLine | None) -> bool:
    """A short question on a line of its own is a heading."""
    apart = previous is None or _gap(previous, line) > _NEXT_LINE
    return apart and line.text.endswith("?") and len(line.text) < _LONG_HEADING


def _gap(previous: PrintedLine, line: PrintedLine) -> float:
    """White space between two lines, in heights of a letter; much, across pages."""
    if previous.page != line.page:
        return 2 * _ELSEWHERE
    return (line.top - previous.bottom) / (line.tall or 0.01)


def _runs_on(previous: PrintedLine, line: PrintedLine, last: Unit, look: Look) -> bool:
    """Whether a line belongs to the paragraph or item before it."""
    ended = bool(ENDED.search(previous.text))
    if _stands_alone(previous, line, last, ended=ended):
        return _stretched(previous, line, last)
    lower = line.text[0].islower()
    gap = _gap(previous, line)
    if not -1 <= gap <= _NEXT_LINE:
        broken = abs(gap) > _ELSEWHERE and previous.text.endswith(("\u00ad", "-"))
        return not ended and (lower or broken)
    width = look.right.get(line.page, 0.0) - previous.left
    share = (previous.right - previous.left) / width if width > 0 else 1.0
    if ended:
        return share > _FULL or (lower and previous.text[-1] not in ":;")
    return lower or share > _HALF or last.part is Part.ITEM


def _stretched(previous: PrintedLine, line: PrintedLine, last: Unit) -> bool:
    """Whether wide gaps only fill out a line of running text: single words, as wide as before."""
    goes_on = last.part in (Part.PROSE, Part.ITEM) and not ENDED.search(previous.text)
    single = len(line.cells) > len(("name", "value")) and all(
        " " not in cell for cell in line.cells
    )
    return goes_on and single and abs(line.right - previous.right) < line.size


def _stands_alone(previous: PrintedLine, line: PrintedLine, last: Unit, *, ended: bool) -> bool:
    """Whether it can only be the beginning of something."""
    starts = BULLET.match(line.text) or (ended and STEP.match(line.text)) or len(line.cells) > 1
    other = abs(previous.size - line.size) > 1 or (ended and previous.bold != line.bold)
    return bool(starts or other or last.part in (Part.HEADING, Part.ROW))
