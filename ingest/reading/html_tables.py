"""Tables → rows whose cells stand beside their column heads."""

import re
from dataclasses import dataclass

from ingest.domain import CELL, BlockKind
from ingest.reading.grids import HEAD, LEAST_COLUMNS
from ingest.reading.html_words import phrase
from ingest.reading.outline import Outline
from ingest.reading.tree import Element, count_words, raw_words

MOST_SPAN = 60
MOST_ROWS = 5_000
ARRANGED, MOST = 40, 0.8
"""A cell with so many words that they are such a share of its table's is the page itself."""
HEADS = " / "
"""Between the heads of the columns that one cell covers."""
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Cell:
    """A cell where it stands in the grid; `own` is False where a span repeats it."""

    text: str
    head: bool
    own: bool = True


Grid = list[list[Cell]]


def is_data(table: Element) -> bool:
    """Whether a table holds data; one that only arranges the page is read as running text."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table"), None) is not None or _arranges(table):
        return False
    if any(True for _ in table.iter("h1", "h2", "ul", "ol", "form")) and not any(table.iter("th")):
        return False
    return any(len(row.findall("td") + row.findall("th")) > 1 for row in _rows(table))


def _arranges(table: Element) -> bool:
    """Whether one cell of a table without heads or caption holds nearly all its text."""
    if any(True for _ in table.iter("th", "caption")):
        return False
    words = sorted(count_words(cell) for cell in table.iter("td"))
    return len(words) > 1 and words[-1] >= ARRANGED and words[-1] >= MOST * sum(words)


def lay_table(table: Element, outline: Outline) -> None:
    """Put the rows of a data table into the outline, under its caption if it has one."""
    mark = outline.mark()
    caption = table.find("caption")
    name = phrase(caption) if caption is not None else ""
    if name:
        outline.under(name, table.get("id"))
    grid = _grid(table)
    heads, body = _split_heads(grid, _head_rows(table))
    inner = outline.mark()
    for row in body:
        if group := _group(row):
            outline.go_back(inner)
            outline.under(group)
        else:
            _lay_row(row, heads, outline)
    outline.go_back(mark)


def _lay_row(row: list[Cell], heads: list[str], outline: Outline) -> None:
    cells: list[str] = []
    names: list[str] = []
    previous = ""
    for column, cell in enumerate(row):
        name = heads[column] if column < len(heads) else ""
        repeated = column > 0 and not cell.own and row[column - 1].text == cell.text
        if cell.text and repeated and name not in ("", previous):
            names[-1] = HEADS.join(filter(None, (names[-1], name)))
        if cell.text and not repeated:
            cells.append(cell.text)
            names.append(name if name != previous else "")
            previous = name
    lead = CELL.join(names) if any(names) else ""
    outline.add(BlockKind.ROW, CELL.join(cells), lead)


def _rows(table: Element) -> list[Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _head_rows(table: Element) -> int:
    """How many rows at the top are column heads by their markup."""
    count = 0
    for row in _rows(table):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        in_head = next(row.iterancestors("thead", "table")).tag == "thead"
        if not in_head and not (len(cells) > 1 and all(_is_head(cell) for cell in cells)):
            break
        count += 1
    return count


def _is_head(cell: Element) -> bool:
    """A `<th>`, or a cell in which every word is bold."""
    if cell.tag == "th":
        return cell.get("scope") not in ("row", "rowgroup")
    words = raw_words(cell).strip()
    bold = "".join(raw_words(part) for part in cell.iter("b", "strong")).strip()
    return bool(words) and words == bold


def _grid(table: Element) -> Grid:
    """Every row with a cell in every column; spans are written out."""
    grid: Grid = []
    waiting: dict[int, tuple[Cell, int]] = {}
    for row in _rows(table)[:MOST_ROWS]:
        line: list[Cell] = []
        for element in row:
            if element.tag not in ("td", "th"):
                continue
            _fill_from_above(line, waiting)
            cell = Cell(phrase(element), element.tag == "th")
            down, right = _span(element, "rowspan"), _span(element, "colspan")
            for place in range(right):
                if down > 1:
                    waiting[len(line)] = (Cell(cell.text, cell.head, own=False), down - 1)
                line.append(cell if not place else Cell(cell.text, cell.head, own=False))
        _fill_from_above(line, waiting)
        grid.append(line)
    return grid


def _fill_from_above(line: list[Cell], waiting: dict[int, tuple[Cell, int]]) -> None:
    while (column := len(line)) in waiting:
        cell, rows = waiting.pop(column)
        line.append(cell)
        if rows > 1:
            waiting[column] = (cell, rows - 1)


def _span(element: Element, name: str) -> int:
    value = (element.get(name) or "1").strip()
    return min(MOST_SPAN, max(1, int(value))) if value.isascii() and value.isdigit() else 1


def _split_heads(grid: Grid, marked: int) -> tuple[list[str], Grid]:
    if marked >= len(grid):
        marked = 0 if len(grid) > 1 else marked
    if not marked and _reads_as_heads(grid):
        marked = 1
    heads: list[str] = []
    for column in range(max((len(row) for row in grid), default=0)):
        names = [row[column].text for row in grid[:marked] if column < len(row)]
        heads.append(" ".join(dict.fromkeys(name for name in names if name)))
    return heads, grid[marked:]


def _reads_as_heads(grid: Grid) -> bool:
    """Three columns or more, no figures in the first row, figures in a column below it."""
    if len(grid) <= 1 or len(grid[0]) < LEAST_COLUMNS:
        return False
    first = grid[0]
    if any(_FIGURE.search(cell.text) or len(cell.text) > HEAD or cell.head for cell in first):
        return False
    below = grid[1:]
    return any(
        all(column < len(row) and _FIGURE.search(row[column].text) for row in below)
        for column in range(len(first))
    )


def _group(row: list[Cell]) -> str:
    """The name of the rows that follow, where one cell spans the table."""
    spans = len(row) > 1 and all(not cell.own for cell in row[1:]) and row[0].own
    name = row[0].text
    short = len(name) <= 2 * HEAD and (row[0].head or not name.endswith((".", ":")))
    return name if spans and short else ""
