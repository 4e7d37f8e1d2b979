"""Sheets of cells → units: what stands above a table, its column heads, each row beside them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.domain import CELL
from ingest.reading.content import Content
from ingest.reading.units import Part, Unit, lay_out
from ingest.reading.wording import clean, words_of_file

MOST_ROWS = 10_000
"""Rows that are read of one document."""
MOST_COLUMNS = 100
_HEAD = 60
"""Characters of a column head, at most."""
_LABEL = 90
_MOST_HEADS = 3
"""Rows of column heads, at most."""
_LEAST_COLUMNS = 3
_UNNAMED = re.compile(r"(?:sheet|blad|tabel|table|werkblad|feuil|tabelle)\s*\d*", re.I)
_FIGURE = re.compile(r"\d")


@dataclass
class Sheet:
    """One sheet: `heads` rows of it are marked as column heads; 0 where nothing says so."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    heads: int = 0
    always_headed: bool = False  # data for machines: its first row names the columns


def content_of(sheets: list[Sheet], title: str, url: str, remarks: list[str]) -> Content:
    """All sheets that hold words, each under its name where it has one of its own."""
    filled = [sheet for sheet in sheets if any(any(row) for row in sheet.rows)]
    units: list[Unit] = []
    for sheet in filled:
        if len(filled) > 1 and not _UNNAMED.fullmatch(sheet.name):
            units.append(Unit(Part.HEADING, clean(sheet.name), 1))
        units += _units(sheet)
    title = title or words_of_file(url)
    return Content(title=title, sections=lay_out(units, title), remarks=tuple(remarks))


def _units(sheet: Sheet) -> Iterator[Unit]:
    """Rows without an empty row between them belong together."""
    region: list[list[str]] = []
    heads: list[str] = []
    marked = sheet.heads
    for row in [*sheet.rows, []]:
        if any(row):
            region.append(row)
            continue
        if region:
            units, heads = _region(region, marked, heads, always=sheet.always_headed)
            yield from units
            marked = 0
        marked = max(0, marked - 1)
        region = []


def _region(
    rows: list[list[str]], marked: int, heads: list[str], *, always: bool
) -> tuple[list[Unit], list[str]]:
    """Some words above, then a table; without heads of its own it has those of the one before."""
    if max(sum(map(bool, row)) for row in rows) <= 1:
        return [unit for row in rows for unit in _alone("".join(row), named=False)], heads
    start = next(at for at, row in enumerate(rows) if sum(map(bool, row)) > 1)
    units = [unit for row in rows[:start] for unit in _alone("".join(row), named=True)]
    table, marked = rows[start:], marked - start
    if not 0 < marked <= min(_MOST_HEADS, len(table) - 1):
        marked = int(_reads_as_heads(table, always=always))
    if marked or max(map(len, table)) > len(heads):
        heads = _heads(table, marked)
    return [*units, *_rows(table[marked:], heads)], heads


def _heads(rows: list[list[str]], marked: int) -> list[str]:
    """The name of every column: the words of all rows of heads above it."""
    heads = []
    for column in range(max(map(len, rows))):
        names = [row[column] for row in rows[:marked] if column < len(row)]
        heads.append(" ".join(dict.fromkeys(name for name in names if name)))
    return heads


def _rows(rows: list[list[str]], heads: list[str]) -> Iterator[Unit]:
    for place, row in enumerate(rows, 1):
        pairs = [(cell, heads[at]) for at, cell in enumerate(row) if cell]
        if len(pairs) == 1 and row[0] and place < len(rows):
            yield from _group(row[0])
        elif pairs:
            lead = CELL.join(head for _, head in pairs) if any(head for _, head in pairs) else ""
            yield Unit(Part.ROW, CELL.join(cell for cell, _ in pairs), lead=lead)


def _alone(text: str, *, named: bool) -> Iterator[Unit]:
    name = named and len(text) <= _LABEL and not text.endswith((".", ":", ";"))
    yield Unit(Part.HEADING, text, 2) if name else Unit(Part.PROSE, text)


def _group(text: str) -> Iterator[Unit]:
    """A row of one cell names the rows below it."""
    named = len(text) <= _LABEL and not text.endswith((".", ";"))
    yield Unit(Part.HEADING, text.rstrip(" :"), 3) if named else Unit(Part.PROSE, text)


def _reads_as_heads(rows: list[list[str]], *, always: bool) -> bool:
    """Short names, each once, and figures or enough columns below them."""
    first = [cell for cell in rows[0] if cell]
    if len(rows) <= 1 or len(set(first)) < len(first) or any(len(cell) > _HEAD for cell in first):
        return False
    if any(not any(sign.isalpha() for sign in cell) for cell in first):
        return False
    if always or (len(first) >= _LEAST_COLUMNS and not any(map(_FIGURE.search, first))):
        return True
    return any(
        cell and not _FIGURE.search(cell) and _of_figures([row[at : at + 1] for row in rows[1:]])
        for at, cell in enumerate(rows[0])
    )


def _of_figures(column: list[list[str]]) -> bool:
    """Whether every cell of a column that holds something holds a figure."""
    filled = [cell for cells in column for cell in cells if cell]
    return bool(filled) and all(_FIGURE.search(cell) for cell in filled)
