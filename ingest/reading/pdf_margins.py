"""Printed lines, and which of them are not part of the text: margins, page numbers, contents."""

import re
from collections import Counter

from ingest.reading.pdf_lines import PrintedLine

_PAGE_NUMBER = re.compile(
    r"^(?:pagina|page|blad|p\.)?\s*\d{1,4}(?:\s*(?:van|of|/)\s*\d{1,4})?$", re.I
)
_LEADERS = re.compile(r"(?:\s?\.){4,}\s*\d*$")
_LISTED = re.compile(r"[^\W\d]\W*\s(\d{1,3})$")
_EDGE = 0.1
"""Share of the page's height that counts as its margin, above and below."""
_SHARE_OF_PAGES = 0.25
_FEW_PAGES = 3
_LEAST_LISTED = 4


def running_text(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines without running headers and footers, page numbers and tables of contents."""
    return _without_contents(_without_margins(lines))


def _without_margins(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Leave out page numbers, and what stands in the margin of page after page."""
    pages = len({line.page for line in lines})
    on: dict[str, set[int]] = {}
    for line in lines:
        if _in_margin(line):
            on.setdefault(_numberless(line), set()).add(line.page)
    enough = 2 if pages <= _FEW_PAGES else max(_FEW_PAGES, round(pages * _SHARE_OF_PAGES))
    running = {text for text, where in on.items() if len(where) >= enough}
    return [
        line
        for line in lines
        if not _in_margin(line)
        or not (_numberless(line) in running or _PAGE_NUMBER.match(line.text))
    ]


def _in_margin(line: PrintedLine) -> bool:
    return line.bottom < _EDGE or line.top > 1 - _EDGE


def _numberless(line: PrintedLine) -> str:
    return re.sub(r"\d+", "#", line.text)


def _without_contents(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Leave out the lines of a table of contents: page numbers at the end, ever larger."""
    listed: dict[int, list[int]] = {}
    for line in lines:
        if found := _LISTED.search(line.text):
            listed.setdefault(line.page, []).append(int(found[1]))
    count = Counter(line.page for line in lines)
    contents = {
        page
        for page, numbers in listed.items()
        if len(numbers) >= max(_LEAST_LISTED, count[page] / 2) and numbers == sorted(numbers)
    }
    return [
        line
        for line in lines
        if not _LEADERS.search(line.text)
        and not (line.page in contents and _LISTED.search(line.text))
    ]
