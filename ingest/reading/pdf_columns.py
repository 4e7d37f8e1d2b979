"""Printed lines whose halves are two columns of running text → the left column, then the right."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from statistics import median

from ingest.reading.pdf_lines import PrintedLine

_LEAST_LINES = 6
_SHARE = 0.5
"""Of the lines of a page that must stand in two columns."""
_LEAST_TEXT = 22
"""Characters of a line in a column, usually; cells of a table have fewer."""
_ALIGNED = 6.0
"""Points between the left edges of lines that stand in one column."""


def columns_apart(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines in the order of reading; a page without columns stays as it is."""
    found: list[PrintedLine] = []
    for _, page in groupby(lines, key=lambda line: line.page):
        own = list(page)
        edge = _edge(own)
        found += own if edge is None else _parted(own, edge)
    return found


def _edge(lines: list[PrintedLine]) -> float | None:
    """Where the second column begins, if there is one."""
    halved = [line for line in lines if len(line.cells) == len(("left", "right"))]
    if len(halved) < max(_LEAST_LINES, _SHARE * len(lines)):
        return None
    edge = median(line.starts[1] for line in halved)
    aligned = [line for line in halved if abs(line.starts[1] - edge) < _ALIGNED]
    long = all(median(len(line.cells[at]) for line in halved) >= _LEAST_TEXT for at in (0, 1))
    return edge if long and len(aligned) * 10 >= 9 * len(halved) else None


def _parted(lines: list[PrintedLine], edge: float) -> Iterator[PrintedLine]:
    """A line over both columns ends the columns above it."""
    right: list[PrintedLine] = []
    for line in lines:
        halved = len(line.cells) > 1 and abs(line.starts[1] - edge) < _ALIGNED
        if halved:
            yield replace(line, cells=line.cells[:1], starts=line.starts[:1], right=edge - _ALIGNED)
            right.append(
                replace(line, cells=line.cells[1:], starts=line.starts[1:], left=line.starts[1])
            )
        elif line.left > edge - _ALIGNED:
            right.append(line)
        elif line.right < edge:
            yield line
        else:
            yield from right
            right = []
            yield line
    yield from right
