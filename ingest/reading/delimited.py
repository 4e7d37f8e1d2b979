"""CSV and tab-separated values (RFC 4180, with whatever delimiter) → `Content`."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from ingest.domain import ReadError
from ingest.reading.charset import decode
from ingest.reading.content import Content
from ingest.reading.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, content_of
from ingest.reading.wording import clean

_DELIMITERS = ";,\t|"
_SAMPLE = 50
"""Lines by which the delimiter is told."""
LONGEST_CELL = 100_000
"""Characters."""


def read_csv(body: bytes, url: str, content_type: str) -> Content:
    """Raises `ReadError` when it is no table or a cell in it has no end."""
    text = decode(body, content_type).replace("\x00", "")
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        lines = _rows(text, _delimiter(text))
        rows = [[clean(cell) for cell in row[:MOST_COLUMNS]] for row in islice(lines, MOST_ROWS)]
        rest = sum(1 for _ in lines)
    except csv.Error as error:
        raise ReadError(f"The table cannot be read: {error}.") from error
    remarks = [f"only the first {MOST_ROWS:,} of {MOST_ROWS + rest:,} rows were read"]
    sheet = Sheet("", rows, always_headed=True)
    return content_of([sheet], "", url, remarks if rest else [])


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The one that parts most lines into equally many cells; Excel may name it in a first line."""
    head = text[:1_000_000]
    if head[:4].lower() == "sep=" and len(head) > len("sep="):
        return head[len("sep=")]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(head, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    counts = [len(row) for row in islice(_rows(text, delimiter), _SAMPLE) if row]
    usual = max(set(counts), key=counts.count, default=0)
    return (counts.count(usual) / len(counts) if usual > 1 else 0.0), usual
