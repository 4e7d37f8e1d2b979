"""XLSX → sheets of cells as they are shown, by openpyxl; what is hidden is left out and told."""

import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.cell.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from ingest.domain import ReadError
from ingest.reading.content import Content
from ingest.reading.figures import as_shown
from ingest.reading.packed import unpack
from ingest.reading.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, content_of
from ingest.reading.wording import clean, shortened

LARGE = 30_000_000
"""Bytes of a sheet's XML; a larger one is read as a stream, which has no merged cells."""
MOST_CELLS = 400_000
"""The same for a sheet that reaches far."""
_WHITE = "FFFFFFFF"
_TINY = 1.5
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    ParseError,
    DefusedXmlException,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What openpyxl raises, or lets through, on a file that is not as it should be."""


def read_xlsx(body: bytes, url: str) -> Content:
    """Raises `ReadError`: damaged, encrypted, or larger than any honest document."""
    large = any(part.file_size > LARGE for part in unpack(body).infolist())
    try:
        book = _load(body, large=large)
        if not large and any(_reach(sheet) > MOST_CELLS for sheet in book.worksheets):
            book, large = _load(body, large=True), True
        return _Book(book, large=large).content(url)
    except _DAMAGED as error:
        raise ReadError("The document is damaged: it is not a sheet that can be read.") from error


def _load(body: bytes, *, large: bool) -> Workbook:
    return openpyxl.load_workbook(
        io.BytesIO(body), read_only=large, data_only=True, keep_links=False
    )


def _reach(sheet: Worksheet) -> int:
    """Cells from the first to the last that is used: one stray cell far away makes it many."""
    rows, columns = int(sheet.max_row or 0), int(sheet.max_column or 0)
    return min(rows, MOST_ROWS) * min(columns, MOST_COLUMNS)


class _Book:
    """One pass over the sheets of one document."""

    def __init__(self, book: Workbook, *, large: bool) -> None:
        self._book = book
        self._large = large
        self._left = MOST_ROWS
        self._hidden: dict[str, list[str]] = {}
        self._remarks: list[str] = []

    def content(self, url: str) -> Content:
        """Everything that is shown, and remarks about the rest."""
        sheets = [self._read(sheet) for sheet in self._book.worksheets]
        told = [
            f"left out ({why}): {shortened(' '.join(words), 300)}"
            for why, words in self._hidden.items()
        ]
        properties = self._book.properties
        title = clean(properties.title or "")
        read = content_of(sheets, title, url, [*told, *self._remarks])
        changed = properties.modified
        return read.model_copy(update={"modified": changed.date() if changed else None})

    def _read(self, sheet: Worksheet) -> Sheet:
        found = Sheet(str(sheet.title))
        if sheet.sheet_state != "visible":
            self._note("hidden sheet", found.name)
            return found
        lines = sheet.iter_rows(max_col=min(sheet.max_column or MOST_COLUMNS, MOST_COLUMNS))
        kept = list(islice(lines, self._left))
        found.rows = [[clean(as_shown(cell.value, _code(cell))) for cell in row] for row in kept]
        self._left -= len(kept)
        if not self._left and next(lines, None) is not None:
            self._remarks.append(f"only the first {len(kept):,} rows of {found.name} were read")
        if not self._large:
            found.heads = _marked(sheet)
            self._without_unseen(sheet, found, kept)
            _spread(sheet, found)
            _drop_rows(found, _hidden_rows(sheet))
        return found

    def _without_unseen(self, sheet: Worksheet, found: Sheet, kept: list[tuple[Cell, ...]]) -> None:
        rows, columns = _hidden_rows(sheet), _hidden_columns(sheet)
        for number, (line, row) in enumerate(zip(kept, found.rows, strict=True), 1):
            for place, cell in enumerate(line):
                if cell.comment is not None:
                    self._note("comment", clean(cell.comment.text or ""))
                hidden = "hidden row" if number in rows else ""
                hidden = hidden or ("hidden column" if place + 1 in columns else "")
                if row[place] and (why := hidden or _unseen(cell)):
                    self._note(why, row[place])
                    row[place] = ""

    def _note(self, why: str, words: str) -> None:
        if words:
            self._hidden.setdefault(why, []).append(words)


def _code(cell: Cell) -> str:
    return str(getattr(cell, "number_format", None) or "General")


def _unseen(cell: Cell) -> str:
    """Why the text of a cell cannot be seen; empty when it can."""
    if not cell.has_style:
        return ""
    font = cell.font
    if (font.sz or _TINY + 1) <= _TINY:
        return "tiny text"
    white = font.color is not None and font.color.type == "rgb" and font.color.rgb == _WHITE
    return "text in the colour of its background" if white and not cell.fill.fill_type else ""


def _hidden_rows(sheet: Worksheet) -> frozenset[int]:
    return frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    spans = [column for column in sheet.column_dimensions.values() if column.hidden]
    return frozenset(
        number for span in spans for number in range(span.min, min(span.max, MOST_COLUMNS) + 1)
    )


def _drop_rows(found: Sheet, hidden: frozenset[int]) -> None:
    found.heads -= sum(1 for number in hidden if number <= found.heads)
    found.rows = [row for number, row in enumerate(found.rows, 1) if number not in hidden]


def _marked(sheet: Worksheet) -> int:
    """Rows of column heads, as the sheet marks them: a table, a filter, a frozen or bold row."""
    spans = [table.ref for table in sheet.tables.values()] + [sheet.auto_filter.ref or ""]
    for span in filter(None, spans):
        return int("".join(filter(str.isdigit, span.split(":")[0])) or 0)
    frozen = sheet.freeze_panes or ""
    rows = int("".join(filter(str.isdigit, frozen)) or 1) - 1
    return rows or next(_bold_rows(sheet), 0)


def _bold_rows(sheet: Worksheet) -> Iterator[int]:
    """The first row of several cells, where all of them are bold."""
    for number, line in enumerate(islice(sheet.iter_rows(max_col=MOST_COLUMNS), 10), 1):
        filled = [cell for cell in line if cell.value is not None]
        if len(filled) > 1:
            if all(cell.has_style and cell.font.b for cell in filled):
                yield number
            return


def _spread(sheet: Worksheet, found: Sheet) -> None:
    """A merged cell stands in every row it covers, and in every column where it is a head."""
    for span in sheet.merged_cells.ranges:
        left, top, right, bottom = span.bounds
        if top > len(found.rows) or left > len(found.rows[top - 1]):
            continue
        text = found.rows[top - 1][left - 1]
        for number in range(top, min(bottom, len(found.rows)) + 1):
            row = found.rows[number - 1]
            last = right if number <= found.heads else left
            for column in range(left, min(last, len(row)) + 1):
                row[column - 1] = text
