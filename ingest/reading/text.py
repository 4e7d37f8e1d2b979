"""Plain text → `Content`: lines become paragraphs, items and headings again."""

import re

from ingest.reading.charset import decode
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.items import begin_unit
from ingest.reading.lines import (
    BULLET,
    ENDED,
    FOOTNOTE,
    STEP,
    Line,
    Shape,
    drop_marks,
    heading_level,
    lines_of,
    mark_footnotes,
    shape_of,
)
from ingest.reading.markdown import has_front_matter, read_markdown_text
from ingest.reading.units import Part, Unit, lay_out, title_of
from ingest.reading.wording import join_lines, words_of_file

_TELLING = 3
"""Words that a first line needs to be a better title than the name of the file."""
# Links as scrapers write them: a reader sees their words only.
_LINK = re.compile(r"\[(?:(?:PAGE )?LINK: ?)?([^\[\]\n]+)\]\((?:https?:|#|/)[^()\s]*\)")
_DASHED = re.compile(r"^[\u2013—-]\s+[a-z]")
"""A line that begins with a dash: an item, or the rest of a sentence after an aside."""
_DATED = re.compile(r"^(?:[A-ZÀ-Ý][\w' -]{1,30}, )?\d{1,2} [a-z]+ \d{4}$")
_LETTERHEAD = 25
"""Units at the beginning of a letter among which its date stands."""
_TITLE = re.compile(r"^[A-ZÀ-Ý](?=.*[a-z])")


def read_text(body: bytes, url: str, content_type: str) -> Content:
    """Never raises: any text is a text."""
    text = decode(body, content_type)
    if has_front_matter(text):
        return read_markdown_text(text, url)
    units = units_of(text)
    title = _title(units, url)
    dates = (first_date(unit.text) for unit in units[:_LETTERHEAD] if _DATED.match(unit.text))
    modified = next(filter(None, dates), None)
    return Content(title=title, sections=lay_out(units, title), modified=modified)


def read_markdown(body: bytes, url: str, content_type: str) -> Content:
    """Never raises: any text is Markdown."""
    return read_markdown_text(decode(body, content_type), url)


def _title(units: list[Unit], url: str) -> str:
    """The first heading where it says enough, else the name of the file."""
    first = title_of(units)
    telling = len(first.split()) >= _TELLING and _TITLE.match(first)
    return first if telling else words_of_file(url) or first


def units_of(text: str) -> list[Unit]:
    """Running text in its parts; footnotes come last."""
    lines = lines_of(_LINK.sub(r"\1", text))
    shape = shape_of(lines)
    if shape.wrapped:
        mark_footnotes(lines)
        drop_marks(lines)
    body = [line for line in lines if not line.footnote]
    units = _join(body, shape)
    notes = _join([line for line in lines if line.footnote], Shape(shape.width, True, False))
    if notes:
        units += [Unit(Part.PROSE, note.text) for note in notes]
    return units


def _join(lines: list[Line], shape: Shape) -> list[Unit]:
    units: list[Unit] = []
    markers: list[str] = []
    previous: Line | None = None
    headed = False
    for place, line in enumerate(lines):
        level = heading_level(lines, place, shape)
        if headed and _goes_on_heading(lines, place, shape):
            units[-1].text = f"{units[-1].text} {line.text}"
        elif level:
            units.append(Unit(Part.HEADING, line.text, level))
            headed, previous = True, None
            continue
        elif previous is not None and units and _continues(previous, line, shape):
            units[-1].text = join_lines(units[-1].text, line.text)
            headed = False
        else:
            units.append(
                begin_unit(line.text, markers, in_list=bool(units) and units[-1].part is Part.ITEM)
            )
            headed = False
        previous = None if headed else line
    return units


def _goes_on_heading(lines: list[Line], place: int, shape: Shape) -> bool:
    """A heading runs over short lines without a gap, at most four, up to a gap."""
    line = lines[place]
    if line.gap or not shape.wrapped or len(line.text) > 0.5 * shape.width:
        return False
    if BULLET.match(line.text):
        return False
    rest = lines[place : place + 4]
    short = [len(other.text) <= 0.5 * shape.width for other in rest]
    end = next((at for at, other in enumerate(rest) if at and other.gap), None)
    return (end is not None and all(short[:end])) or line.text[0].islower()


def _continues(previous: Line, line: Line, shape: Shape) -> bool:
    ended = bool(ENDED.search(previous.text))
    if not shape.wrapped or _begins_anew(line, ended=ended):
        return False
    full = len(previous.text) > 0.7 * shape.width
    if not ended:
        return not line.text[0].isupper() or (full and line.gap <= 1)
    if shape.loose:
        return full and line.gap <= 1
    return not line.gap and (full or previous.text[-1] not in ":;")


def _begins_anew(line: Line, *, ended: bool) -> bool:
    note = line.footnote and FOOTNOTE.match(line.text)
    step = (ended or line.gap) and STEP.match(line.text)
    bullet = BULLET.match(line.text) and (ended or not _DASHED.match(line.text))
    return bool(note or step or bullet)
