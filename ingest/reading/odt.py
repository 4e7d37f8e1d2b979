"""OpenDocument text → units: headings by outline level, nested lists, tables."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.reading.grids import rows_as_units
from ingest.reading.units import Part, Unit
from ingest.reading.wording import clean, shortened

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SKIPPED = frozenset(
    f"{_TEXT}{name}"
    for name in [
        "note",
        "annotation",
        "tracked-changes",
        "table-of-content",
        "alphabetical-index",
        "sequence-decls",
        "bibliography",
        "user-index",
        "illustration-index",
        "table-index",
        "hidden-text",
        "hidden-paragraph",
    ]
) | {f"{_OFFICE}annotation"}
_REPORTED = {
    "comments": (f"{_OFFICE}annotation",),
    "deleted text": (f"{_TEXT}deletion",),
    "hidden text": (f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph"),
}
_MOST_REPEATED = 60


def odt_units(content: Element, styles: Element | None) -> tuple[list[Unit], str, list[str]]:
    """The parts of the document, its title where a style says so, and remarks; notes come last."""
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    reader = _Reader([tree for tree in (content, styles) if tree is not None])
    units = list(reader.read(body)) if body is not None else []
    for note in body.iter(f"{_TEXT}note-body") if body is not None else ():
        units += [Unit(Part.PROSE, unit.text) for unit in reader.read(note)]
    told = {name: _told(body, tags) for name, tags in _REPORTED.items()} if body is not None else {}
    told["hidden text"] = clean(f"{told.get('hidden text', '')} {' '.join(reader.hidden)}")
    remarks = [f"left out ({why}): {shortened(words, 300)}" for why, words in told.items() if words]
    return units, reader.title, remarks


def _told(body: Element, tags: tuple[str, ...]) -> str:
    found = (element for element in body.iter() if element.tag in tags)
    return clean(" ".join(text for element in found for text in element.itertext()))


class _Reader:
    """Knows the styles of one document."""

    def __init__(self, trees: list[Element]) -> None:
        self.title = ""
        self.hidden: list[str] = []
        self._hidden: set[str] = set()
        self._parents: dict[str, str] = {}
        self._levels: dict[str, int] = {}
        for style in (style for tree in trees for style in tree.iter(f"{_STYLE}style")):
            name = style.get(f"{_STYLE}name") or ""
            self._parents[name] = style.get(f"{_STYLE}parent-style-name") or ""
            level = style.get(f"{_STYLE}default-outline-level") or ""
            if level.isdigit():
                self._levels[name] = int(level)
            look = style.find(f"{_STYLE}text-properties")
            if look is not None and _unseen(look):
                self._hidden.add(name)

    def read(self, parent: Element, depth: int = -1) -> Iterator[Unit]:
        """Paragraphs, lists and tables in order; `depth` counts the lists around."""
        for element in parent:
            if element.tag in _SKIPPED:
                continue
            if element.tag in (f"{_TEXT}h", f"{_TEXT}p"):
                yield from self._paragraph(element, depth)
            elif element.tag == f"{_TABLE}table":
                yield from self._table(element)
            elif element.tag == f"{_TEXT}list":
                yield from self._list(element, depth + 1)
            else:
                yield from self.read(element, depth)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Unit]:
        style = element.get(f"{_TEXT}style-name") or ""
        if style in self._hidden:
            self.hidden.append(" ".join(element.itertext()))
            return
        text = self._words(element)
        level = element.get(f"{_TEXT}outline-level") or ""
        told = int(level) if level.isdigit() else 0
        told = (
            told or self._levels.get(style) or self._levels.get(self._parents.get(style, "")) or 0
        )
        if {style, self._parents.get(style)} & {"Title", "Titel"} and not self.title:
            self.title = clean(text)
        elif element.tag == f"{_TEXT}h" or told:
            yield Unit(Part.HEADING, clean(text), told or 1)
        elif depth >= 0:
            yield Unit(Part.ITEM, clean(text), depth)
        else:
            for line in text.split("\n"):
                if words := clean(line):
                    yield Unit(Part.PROSE, words)

    def _list(self, element: Element, depth: int) -> Iterator[Unit]:
        for item in element:
            parts = [unit for unit in self.read(item, depth) if unit.text]
            for place, unit in enumerate(parts):
                second = place and unit.part is Part.ITEM and unit.level == depth
                if second and parts[place - 1].level == depth:
                    parts[place - 1].text += f" {unit.text}"
                    unit.text = ""
            yield from (unit for unit in parts if unit.text)

    def _table(self, table: Element) -> Iterator[Unit]:
        heads = table.find(f"{_TABLE}table-header-rows")
        marked = len(heads.findall(f"{_TABLE}table-row")) if heads is not None else 0
        grid = [self._row(row) for row in table.iter(f"{_TABLE}table-row")]
        yield from rows_as_units(grid, marked)

    def _row(self, row: Element) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            repeated = cell.get(f"{_TABLE}number-columns-repeated") or "1"
            times = min(_MOST_REPEATED, int(repeated)) if repeated.isdigit() else 1
            cells += [clean(" ".join(self._words(part) for part in cell))] * times
        return cells

    def _words(self, element: Element) -> str:
        parts = [element.text or ""]
        for child in element:
            if child.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
                parts.append(" ")
            elif child.tag == f"{_TEXT}line-break":
                parts.append("\n")
            elif (child.get(f"{_TEXT}style-name") or "") in self._hidden:
                self.hidden.append(" ".join(child.itertext()))
            elif child.tag not in _SKIPPED:
                parts.append(self._words(child))
            parts.append(child.tail or "")
        return "".join(parts)


def _unseen(look: Element) -> bool:
    white = (look.get(f"{_FO}color") or "").lower() == "#ffffff"
    ground = look.get(f"{_FO}background-color") or "transparent"
    tiny = (look.get(f"{_FO}font-size") or "") in ("0pt", "1pt", "0.5pt")
    return (
        look.get(f"{_TEXT}display") == "none"
        or tiny
        or (white and ground in ("transparent", "#ffffff"))
    )
