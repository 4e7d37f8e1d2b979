"""OpenDocument sheets → sheets of cells, as they are shown; what is hidden is left out and told."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.packed import open_document, part
from ingest.reading.sheets import MOST_COLUMNS, MOST_ROWS, Sheet, content_of
from ingest.reading.wording import clean, shortened

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{http://purl.org/dc/elements/1.1/}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_UNREAD = frozenset((f"{_OFFICE}annotation", f"{_TEXT}note"))


def read_ods(body: bytes, url: str) -> Content:
    """Raises `ReadError`: damaged, encrypted, or larger than any honest document."""
    archive, content = open_document(body, "ODS")
    book = _Book(content)
    sheets = [book.read(table) for table in content.iter(f"{_TABLE}table")]
    meta = part(archive, "meta.xml")
    told = {element.tag: element.text or "" for element in meta.iter()} if meta is not None else {}
    read = content_of(sheets, clean(told.get(f"{_META}title", "")), url, book.remarks())
    return read.model_copy(update={"modified": first_date(told.get(f"{_META}date", ""))})


class _Book:
    """One pass over the sheets of one document."""

    def __init__(self, content: Element) -> None:
        self._left = MOST_ROWS
        self._hidden: dict[str, list[str]] = {}
        self._cut: list[str] = []
        self._unshown = {
            style.get(f"{_STYLE}name")
            for style in content.iter(f"{_STYLE}style")
            for look in style.iter(f"{_STYLE}table-properties")
            if look.get(f"{_TABLE}display") == "false"
        }

    def remarks(self) -> list[str]:
        """What was left out."""
        told = [f"left out ({why}): {' '.join(words)}" for why, words in self._hidden.items()]
        return [shortened(remark, 300) for remark in told] + self._cut

    def read(self, table: Element) -> Sheet:
        """One sheet; an empty one when it is hidden."""
        found = Sheet(table.get(f"{_TABLE}name") or "")
        if table.get(f"{_TABLE}style-name") in self._unshown:
            self._hidden.setdefault("hidden sheet", []).append(found.name)
            return found
        hidden = _hidden_columns(table)
        marked = {id(row) for part in table.iter(f"{_TABLE}table-header-rows") for row in part}
        for row in table.iter(f"{_TABLE}table-row"):
            if not self._left:
                self._cut.append(f"only the first {MOST_ROWS:,} rows were read")
                break
            cells = self._row(row, hidden)
            if cells is None:
                continue
            found.heads += id(row) in marked
            times = _times(row, f"{_TABLE}number-rows-repeated", self._left) if any(cells) else 1
            found.rows += [cells] * times
            self._left -= times
        return found

    def _row(self, row: Element, hidden: frozenset[int]) -> list[str] | None:
        cells = list(_cells(row))
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self._note("hidden row", cells)
            return None
        self._note("hidden column", [cell for at, cell in enumerate(cells) if at in hidden])
        return ["" if at in hidden else cell for at, cell in enumerate(cells)]

    def _note(self, why: str, cells: list[str]) -> None:
        if words := " ".join(filter(None, cells)):
            self._hidden.setdefault(why, []).append(words)


def _cells(row: Element) -> Iterator[str]:
    """The cells up to the last that holds something; a repeated one as often as it stands there."""
    waiting = count = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        text = clean(" ".join(_words(part) for part in cell.findall(f"{_TEXT}p")))
        times = _times(cell, f"{_TABLE}number-columns-repeated", MOST_COLUMNS - count - waiting)
        if not text:
            waiting += times
            continue
        yield from [""] * waiting
        yield from [text] * times
        count, waiting = count + waiting + times, 0


def _words(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("" if child.tag in _UNREAD else _words(child) or " ")
        parts.append(child.tail or "")
    return "".join(parts)


def _hidden_columns(table: Element) -> frozenset[int]:
    hidden: set[int] = set()
    place = 0
    for column in table.iter(f"{_TABLE}table-column"):
        times = _times(column, f"{_TABLE}number-columns-repeated", MOST_COLUMNS - place)
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            hidden |= set(range(place, place + times))
        place += times
    return frozenset(hidden)


def _times(element: Element, name: str, most: int) -> int:
    told = element.get(name) or "1"
    return max(0, min(most, int(told))) if told.isascii() and told.isdigit() else 1
