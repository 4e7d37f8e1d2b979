"""Lines of plain text: pages, gaps, bullets, footnotes and headings told apart."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from ingest.reading.wording import clean

BULLET = re.compile(
    r"^(?:[•·▪●◦○■□‣➢➤✓✔*\u2013—»\uf000-\uf0ff-]|[o¢]|e(?=\s+[A-ZÀ-Ý\d'\u2018]))\s+(?=\S)"
)
"""A list marker; `e`, `o` and `¢` are what optical recognition makes of one."""
STEP = re.compile(r"^(?:\d{1,2}|[a-z])[.)]\s+(?=\S)")
ENDED = re.compile(r"[.!?:;…][\"'”\u2019)\]]*(?:\d{1,2}|[*®¹²³⁴-⁹])?$")
FOOTNOTE = re.compile(r"^(?:\d{1,2}|>|[¹²³⁴-⁹])\s+[A-Z\u2018“(]")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+[A-ZÀ-Ý\u2018“']")
_NAMED = re.compile(
    r"^(?:hoofdstuk|artikel|bijlage|paragraaf|afdeling|titel|deel|chapter|article|annex|section)"
    r"\s+(?:[\divxlc]+[a-z]?(?:[.:]\d+)*)\b",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"^(?:[¹²³⁴-⁹\d]{1,3}\s+)?<?https?://\S+>?$|^[-\u2013—]?\s*\d{1,4}\s*[-\u2013—]?$"
    r"|^(?:X Noot|(?:Terug n|N)aar boven)$"
)
"""Bare addresses and page numbers, and buttons of officielebekendmakingen.nl."""
_PAGE_LINE = re.compile(r"^(\d{1,4})(?=[^\d\s.,)])|(?<=[^\d.,(€] )(\d{1,4})$")
_MARK = re.compile(r"(?<=[a-zà-ÿ)\u2019”][.,;:?!])(?:(\d{1,2})|[>®*])(?=\s|$)")

_PAGES = 3
"""Pages on which something must stand to be a running header."""
_SHORT = 20
_FEW = 4
_COLUMN = range(30, 141)
"""Widths in characters of text that was wrapped for print."""
_LONGEST_HEADING = 110
_WORDS_OF_HEADING = 14


@dataclass
class Line:
    """A line of text: the blank lines before it, and what it looks like."""

    text: str
    gap: int
    indent: int = 0
    page: int = 1
    footnote: bool = False


@dataclass(frozen=True)
class Shape:
    """How a text is laid out: `width` in characters; `loose` when every line has a gap."""

    width: int
    wrapped: bool
    loose: bool


def lines_of(text: str) -> list[Line]:
    """Lines that hold words, without bare addresses, running headers and page numbers."""
    lines: list[Line] = []
    gap, page = 1, 1
    raw_lines = re.sub(r"\r\n?|[\u2028\u0085]", "\n", text).split("\n")
    page_starts = _page_starts(raw_lines)
    for place, raw in enumerate(raw_lines):
        if place in page_starts or "\f" in raw:
            page, gap = page + 1, max(gap, 1)
        words = clean(raw)
        if not words:
            gap += 1
        elif not _NO_TEXT.match(words):
            expanded = raw.expandtabs(4)
            lines.append(Line(words, gap, len(expanded) - len(expanded.lstrip()), page))
            gap = 0
    lines = _without_page_lines(lines)
    return _without_running(lines) if page >= _PAGES else lines


def _without_page_lines(lines: list[Line]) -> list[Line]:
    """Leave out lines that say the same again and again, but for an ever higher page number."""
    numbers: dict[str, list[int]] = {}
    for line in lines:
        if len(line.text) > _SHORT and (found := _PAGE_LINE.search(line.text)):
            told = _PAGE_LINE.sub("", line.text).strip()
            numbers.setdefault(told, []).append(int(found[1] or found[2]))
    running = {
        told
        for told, on in numbers.items()
        if len(on) >= _PAGES and all(before < after for before, after in pairwise(on))
    }
    if not running:
        return lines
    return [line for line in lines if _PAGE_LINE.sub("", line.text).strip() not in running]


def _page_starts(raw_lines: list[str]) -> frozenset[int]:
    """Text taken from a PDF often begins a page with one space, right behind the last line."""
    if any("\f" in raw for raw in raw_lines):
        return frozenset()
    spaced = [place for place, raw in enumerate(raw_lines) if re.match(r" \S", raw) and place]
    few = len(spaced) * 12 < sum(1 for raw in raw_lines if raw.strip())
    return frozenset(place for place in spaced if few and not re.match(r" [-*] ", raw_lines[place]))


def _without_running(lines: list[Line]) -> list[Line]:
    """Leave out what stands at the top or bottom of page after page, and bare page numbers."""
    pages = {line.page for line in lines}
    edges: dict[str, set[int]] = {}
    by_page = {page: [line for line in lines if line.page == page] for page in pages}
    for page, own in by_page.items():
        for line in {id(line): line for line in own[:2] + own[-2:]}.values():
            edges.setdefault(_numberless(line.text), set()).add(page)
    running = {text for text, on in edges.items() if len(on) >= max(3, len(pages) * 0.4)}
    kept: list[Line] = []
    for line in lines:
        own = by_page[line.page]
        edge = any(line is other for other in own[:2] + own[-2:])
        if not (edge and _numberless(line.text) in running):
            kept.append(line)
    return kept


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def shape_of(lines: list[Line]) -> Shape:
    """Measure the width of the column, and whether gaps mean anything."""
    lengths = [len(line.text) for line in lines if len(line.text) > _SHORT]
    width = int(quantiles(lengths, n=10)[8]) if len(lengths) > _FEW else max(lengths, default=80)
    pairs = list(pairwise(lines))
    running = [(a, b) for a, b in pairs if not ENDED.search(a.text) and b.text[0].islower()]
    spaced = sum(1 for _, after in running if after.gap)
    wrapped = width in _COLUMN and len(running) * 8 > len(lines)
    return Shape(width, wrapped, loose=len(running) > _FEW and spaced * 2 > len(running))


def mark_footnotes(lines: list[Line]) -> None:
    """A footnote begins after a gap with its number, and runs on to the next gap."""
    inside = False
    for line in lines:
        if line.gap:
            inside = bool(FOOTNOTE.match(line.text))
        line.footnote = inside


def drop_marks(lines: list[Line]) -> None:
    """Take out the numbers in the text that point at the footnotes that were found."""
    notes = {found[0] for line in lines if line.footnote and (found := re.match(r"\d+", line.text))}
    for line in lines if notes else ():
        line.text = _MARK.sub(
            lambda mark: "" if mark[1] is None or mark[1] in notes else mark[0], line.text
        )


def heading_level(lines: list[Line], place: int, shape: Shape) -> int:
    """1 and up when the line at `place` is a heading, else 0."""
    line = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    before = lines[place - 1] if place else None
    if len(line.text) > _LONGEST_HEADING or BULLET.match(line.text) or not _may_begin(line, before):
        return 0
    if _NAMED.match(line.text) and not line.text.endswith((".", ",", ";")):
        return 0 if _runs_on(line, after) else 1
    if found := _NUMBERED.match(line.text):
        return _numbered(line, after, found[1], shape)
    return _unnumbered(line, before, after, shape)


def _may_begin(line: Line, before: Line | None) -> bool:
    return before is None or bool(line.gap) or bool(ENDED.search(before.text)) or before.footnote


def _runs_on(line: Line, after: Line | None) -> bool:
    """Whether a line that begins as a heading is the first of a sentence: "Hoofdstuk 3 gaat …"."""
    return line.text.endswith("-") or (after is not None and after.text[0].islower())


def _numbered(line: Line, after: Line | None, number: str, shape: Shape) -> int:
    depth = number.count(".") + 1
    ends_open = not re.search(r"[.,;:]$", line.text)
    if depth > 1:
        return depth if ends_open else 0
    follows = after is not None and re.match(rf"^{int(number) + 1}[.)]\s", after.text)
    plain = "." in line.text[: len(number) + 1] and ends_open and not follows
    return 1 if plain and after is not None and len(line.text) < 0.75 * shape.width else 0


def _unnumbered(line: Line, before: Line | None, after: Line | None, shape: Shape) -> int:
    if after is None or not line.gap or not line.text[0].isupper():
        return 0
    if re.search(r"[.,;:!\d-]$", line.text) or len(line.text.split()) > _WORDS_OF_HEADING:
        return 0
    if before is not None and not ENDED.search(before.text) and not _closes(before, shape):
        return 0
    most = shape.width * (0.9 if line.text.endswith("?") else 0.8) if shape.wrapped else 100
    long_after = len(after.text) > (0.5 * shape.width if shape.wrapped else 70)
    follows = bool(BULLET.match(after.text)) or (long_after and not after.text[0].islower())
    return 2 if follows and len(line.text) <= most and (after.gap or shape.wrapped) else 0


def _closes(before: Line, shape: Shape) -> bool:
    """A line without a full stop that still ends its paragraph: in unwrapped text, every line."""
    return not shape.wrapped or len(before.text) < 0.6 * shape.width
