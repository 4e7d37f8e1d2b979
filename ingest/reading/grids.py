"""Rows of plain cells → row units beside their column heads."""

import re
from collections.abc import Iterator

from ingest.domain import CELL
from ingest.reading.units import Part, Unit

LEAST_COLUMNS = 3
"""With fewer, an unmarked first row is more likely a row than column heads."""
HEAD = 40
"""Characters of a column head, at most."""


def rows_as_units(grid: list[list[str]], marked: int) -> Iterator[Unit]:
    """`marked` rows at the top are heads; without any, the first may read as such."""
    marked = marked if marked < len(grid) else 0
    if not marked and _first_reads_as_heads(grid):
        marked = 1
    heads = grid[marked - 1] if marked else []
    for row in grid[marked:]:
        pairs = [
            (cell, heads[at] if at < len(heads) else "") for at, cell in enumerate(row) if cell
        ]
        lead = CELL.join(head for _, head in pairs) if any(head for _, head in pairs) else ""
        if len(pairs) == 1 and not lead:
            yield Unit(Part.PROSE, pairs[0][0])
        elif pairs:
            yield Unit(Part.ROW, CELL.join(cell for cell, _ in pairs), lead=lead)


def _first_reads_as_heads(grid: list[list[str]]) -> bool:
    """Three columns or more, all named in a few words, without figures."""
    if len(grid) <= 1 or len(grid[0]) < LEAST_COLUMNS:
        return False
    return all(cell and len(cell) <= HEAD and not re.search(r"\d", cell) for cell in grid[0])
