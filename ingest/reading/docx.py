"""WordprocessingML → units: headings by style or outline level, items by numbering, rows."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from ingest.reading.grids import rows_as_units
from ingest.reading.units import Part, Unit
from ingest.reading.wording import clean, shortened

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|kop|berschrift|titre)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|titel)$", re.IGNORECASE)
_LONGEST_HEADING = 200
_BODY_TEXT = 9
"""The outline level that says: no heading."""
_MOST_SPAN = 60
_LIST = re.compile(r"list|lijst|opsomming|bullet", re.IGNORECASE)


def docx_units(parts: dict[str, Element | None]) -> tuple[list[Unit], str, list[str]]:
    """The parts of the document, its title where a style says so, and remarks.

    `parts` holds the roots of document, styles, numbering, footnotes, endnotes and comments.
    Footnotes come last; headers and footers are not read: they say the same on every page.
    """
    reader = _Reader(parts["styles"], parts["numbering"])
    document = parts["document"]
    body = document.find(f"{_W}body") if document is not None else None
    units = list(reader.read(body)) if body is not None else []
    for kind in ("footnote", "endnote"):
        notes = parts[f"{kind}s"]
        for note in notes.iter(f"{_W}{kind}") if notes is not None else ():
            if text := clean(reader.words.of(note)):
                units.append(Unit(Part.PROSE, text))
    left_out = reader.words.left_out
    comments = parts["comments"]
    if comments is not None and (told := clean(" ".join(comments.itertext()))):
        left_out["comments"] = [told]
    remarks = [f"left out ({why}): {shortened(' '.join(w), 300)}" for why, w in left_out.items()]
    return units, reader.title, remarks


_TEXT_OF = {
    f"{_W}t": "",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": " ",
    f"{_W}noBreakHyphen": "-",
}
"""What the parts of a run stand for; empty for the text that they hold."""


class _Reader:
    """Knows the styles of one document."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self.title = ""
        self.words = Words(_hidden_styles(styles))
        self._has_numbering = numbering is not None
        self._styles: dict[str, tuple[str, int, bool, str]] = {}
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            name = _value(style.find(f"{_W}name"))
            level = _level_of(style.find(f"{_W}pPr"))
            if not level and (found := _HEADING.search(name)):
                level = int(found[1])
            listed = style.find(f"{_W}pPr/{_W}numPr") is not None or bool(_LIST.search(name))
            based = _value(style.find(f"{_W}basedOn"))
            self._styles[style.get(f"{_W}styleId") or ""] = (name, level, listed, based)

    def read(self, parent: Element) -> Iterator[Unit]:
        """Paragraphs and tables in order, also those inside content controls."""
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
                yield from self.read(element)

    def _paragraph(self, element: Element) -> Iterator[Unit]:
        yield from self._own_words(element)
        for box in _boxes(element):
            yield from self.read(box)

    def _own_words(self, element: Element) -> Iterator[Unit]:
        lines = [clean(line) for line in self.words.of(element).split("\n")]
        text = clean(" ".join(lines))
        if not text:
            return
        settings = element.find(f"{_W}pPr")
        name, level, listed = self._style(settings)
        level = _level_of(settings) or level
        numbered = settings.find(f"{_W}numPr") if settings is not None else None
        if _TITLE.match(name) and not self.title:
            self.title = text
        elif level and len(text) < _LONGEST_HEADING:
            yield Unit(Part.HEADING, text, level)
        elif (numbered is not None and _value(numbered.find(f"{_W}numId")) != "0") or listed:
            depth = _value(numbered.find(f"{_W}ilvl")) if numbered is not None else "0"
            yield Unit(Part.ITEM, text, int(depth) if depth.isdigit() else 0)
        elif not name.lower().startswith(("toc", "inhopg")):
            for line in lines:
                yield Unit(Part.PROSE, line)

    def _style(self, settings: Element | None) -> tuple[str, int, bool]:
        key = _value(settings.find(f"{_W}pStyle")) if settings is not None else ""
        name, level, listed, based = self._styles.get(key, (key, 0, False, ""))
        for _ in range(5):  # styles inherit; a chain is never this long
            if level or listed or based not in self._styles:
                break
            _, level, listed, based = self._styles[based]
        return name, level, listed

    def _table(self, table: Element) -> Iterator[Unit]:
        rows = list(table.iter(f"{_W}tr"))
        if all(len(row.findall(f"{_W}tc")) <= 1 for row in rows):
            for cell in table.iter(f"{_W}tc"):
                yield from self.read(cell)
            return
        marked = sum(1 for row in rows if row.find(f"{_W}trPr/{_W}tblHeader") is not None)
        grid: list[list[str]] = []
        for row in rows:
            grid.append(self._row(row, grid[-1] if grid else []))
        bold = bool(rows) and _all_bold(rows[0])
        yield from rows_as_units(grid, marked or int(bold))

    def _row(self, row: Element, above: list[str]) -> list[str]:
        """A cell for every column: a merged one holds what stands above it, or nothing."""
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            settings = cell.find(f"{_W}tcPr")
            span = _value(settings.find(f"{_W}gridSpan")) if settings is not None else ""
            merged = settings.find(f"{_W}vMerge") if settings is not None else None
            text = clean(self.words.of(cell))
            if merged is not None and _value(merged) != "restart" and len(cells) < len(above):
                text = text or above[len(cells)]
            cells += [text, *[""] * (min(int(span), _MOST_SPAN) - 1 if span.isdigit() else 0)]
        return cells


class Words:
    """Gathers the text that is shown, and notes what is not."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        self.left_out: dict[str, list[str]] = {}
        self._hidden_styles = hidden_styles

    def of(self, element: Element) -> str:
        """The words of an element; deleted and hidden runs are left out."""
        parts: list[str] = []
        for run in self._runs(element):
            parts += [_TEXT_OF[part.tag] or part.text or "" for part in run if part.tag in _TEXT_OF]
            if run.tag == f"{_W}p":
                parts.append("\n")
        return "".join(parts)

    def _runs(self, element: Element) -> Iterator[Element]:
        for child in element:
            if child.tag in (f"{_W}del", f"{_W}moveFrom"):
                self._note("deleted text", child.itertext())
            elif child.tag == f"{_W}r":
                if self._hidden(child):
                    self._note("hidden text", (part.text or "" for part in child.findall(f"{_W}t")))
                else:
                    yield child
            else:
                yield from self._runs(child)
        if element.tag == f"{_W}p":
            yield Element(f"{_W}p")

    def _hidden(self, run: Element) -> bool:
        settings = run.find(f"{_W}rPr")
        if settings is None:
            return False
        style = _value(settings.find(f"{_W}rStyle"))
        return style in self._hidden_styles or _hidden(settings)

    def _note(self, why: str, texts: Iterable[str]) -> None:
        if words := clean(" ".join(texts)):
            self.left_out.setdefault(why, []).append(words)


def _hidden(settings: Element) -> bool:
    size = _value(settings.find(f"{_W}sz"))
    white = _value(settings.find(f"{_W}color")).upper() == "FFFFFF"
    plain = settings.find(f"{_W}shd") is None and settings.find(f"{_W}highlight") is None
    return settings.find(f"{_W}vanish") is not None or size in ("1", "2") or (white and plain)


def _boxes(element: Element) -> Iterator[Element]:
    """Text boxes, once: what stands in a fallback is the same for older programs."""
    for child in element:
        if child.tag == f"{_W}txbxContent":
            yield child
        elif child.tag != _FALLBACK:
            yield from _boxes(child)


def _hidden_styles(styles: Element | None) -> frozenset[str]:
    found = styles.iter(f"{_W}style") if styles is not None else ()
    return frozenset(
        style.get(f"{_W}styleId") or ""
        for style in found
        if style.find(f"{_W}rPr/{_W}vanish") is not None
    )


def _all_bold(row: Element) -> bool:
    runs = [run for run in row.iter(f"{_W}r") if "".join(run.itertext()).strip()]
    return bool(runs) and all(run.find(f"{_W}rPr/{_W}b") is not None for run in runs)


def _level_of(settings: Element | None) -> int:
    told = _value(settings.find(f"{_W}outlineLvl")) if settings is not None else ""
    return int(told) + 1 if told.isdigit() and int(told) < _BODY_TEXT else 0


def _value(element: Element | None) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""
