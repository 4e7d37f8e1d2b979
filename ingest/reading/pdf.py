"""PDF → lines with their place and size, by pypdfium2; `pdf_layout` makes paragraphs of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.domain import ReadError
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.pdf_layout import lay_out_pages, title_of_pages
from ingest.reading.pdf_lines import PrintedLine, Sign, line_of
from ingest.reading.pdf_sight import Sight
from ingest.reading.wording import clean, shortened

MOST_PAGES = 3_000
MOST_CHARACTERS = 12_000_000
_FIRST_HALVES, _SECOND_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""Code units of UTF-16 that stand for one character together."""
_BROKEN_OFF = "\x02"
"""What pdfium makes of the hyphen at the end of a line."""
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd]")
_QUARTER, _THREE_QUARTERS = 90, 270
_SCANNED = 15
"""Words per page below which a document with pictures is taken for a scan."""


@dataclass
class Reading:
    """What is gathered while pages are read."""

    lines: list[PrintedLine] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    pictures: int = 0
    pictured: list[int] = field(default_factory=list)
    """Pages with a picture and no text."""

    def end_line(self, signs: list[Sign], number: int, height: float) -> None:
        """Keep the line that these characters make."""
        line = line_of(signs, number, height)
        if line is not None and line.cells:
            self.lines.append(line)


def read_pdf(body: bytes, url: str) -> Content:
    """Raises `ReadError`: encrypted, damaged, too long, or scanned without text."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        raise ReadError(_why(error)) from error
    try:
        return _read_document(document, url)
    except pdfium.PdfiumError as error:
        raise ReadError("The PDF is damaged and cannot be read.") from error
    finally:
        document.close()


def _why(error: pdfium.PdfiumError) -> str:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return "The PDF is encrypted; it needs a password."
    return "The PDF is damaged and cannot be read."


def _read_document(document: pdfium.PdfDocument, url: str) -> Content:
    if len(document) > MOST_PAGES:
        raise ReadError(f"The PDF has more than {MOST_PAGES} pages.")
    reading = Reading()
    for number in range(len(document)):
        page = document[number]
        _read_page(page, number + 1, reading)
        page.close()
    words = sum(len(line.text.split()) for line in reading.lines)
    if not words or (words < _SCANNED * len(document) / 4 and reading.pictures >= len(document)):
        raise ReadError("The PDF has no text: it is scanned or holds only pictures.")
    outline = {clean(item.get_title()): item.level + 1 for item in document.get_toc(max_depth=6)}
    told = document.get_metadata_dict(skip_empty=True)
    title = title_of_pages(reading.lines, told.get("Title", ""), url)
    remarks = []
    if unseen := clean("".join(reading.unseen)):
        remarks.append(f"left out (invisible in the PDF): {unseen[:300]}")
    if unmapped := sum(len(_PRIVATE.findall(line.text)) for line in reading.lines):
        remarks.append(f"{unmapped} characters have no reading: the PDF does not say what they are")
    if reading.pictured:
        told_pages = ", ".join(map(str, reading.pictured))
        remarks.append(f"pages without text, probably scanned: {shortened(told_pages)}")
    return Content(
        title=title,
        sections=lay_out_pages(reading.lines, outline, title),
        modified=first_date(_as_iso(told.get("ModDate") or told.get("CreationDate") or "")),
        remarks=tuple(remarks),
    )


def _as_iso(stamp: str) -> str:
    """`D:20250312101500+01'00'` → `2025-03-12`."""
    digits = stamp.removeprefix("D:")[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}" if digits.isdigit() else ""


def _read_page(page: pdfium.PdfPage, number: int, reading: Reading) -> None:
    text = page.get_textpage()
    if text.count_chars() > MOST_CHARACTERS:
        raise ReadError("The PDF holds more text than can be read.")
    sight = Sight(page, text)
    height = page.get_height()
    before = len(reading.lines)
    line: list[Sign] = []
    for sign, seen in _signs(text, page, sight):
        if not seen or (sign.text.isspace() and reading.unseen):
            reading.unseen.append(sign.text)
        if not seen:
            continue
        if sign.text in "\r\n":
            reading.end_line(line, number, height)
            line = []
        else:
            line.append(sign)
    reading.end_line(line, number, height)
    if sight.pictures and len(reading.lines) == before:
        reading.pictured.append(number)
    reading.pictures += sight.pictures
    text.close()


def _signs(
    text: pdfium.PdfTextPage, page: pdfium.PdfPage, sight: Sight
) -> Iterator[tuple[Sign, bool]]:
    """Every character and whether a reader sees it; an ended line comes as a line feed."""
    box = raw.FS_RECTF()
    turn = _turn(page)
    for place, letter in _letters(text):
        sign = Sign(letter, 0, 0, 0, 0)
        if letter in "\r\n" or not raw.FPDFText_GetLooseCharBox(text, place, box):
            yield sign, True
            continue
        sign.left, sign.bottom, sign.right, sign.top = box.left, box.bottom, box.right, box.top
        ink = sight.ink(place)
        sign.bold = ink.bold
        blank = letter.isspace() or raw.FPDFText_IsGenerated(text, place) == 1
        seen = blank or sight.sees(sign, ink)
        if turn:
            turn(sign)
        yield sign, seen


def _turn(page: pdfium.PdfPage) -> Callable[[Sign], None] | None:
    """How characters come to stand as the reader sees them, on a page that is turned."""
    degrees = page.get_rotation()
    left, bottom, right, top = page.get_cropbox()

    def turned(sign: Sign) -> None:
        x, y = (sign.left, sign.right), (sign.bottom, sign.top)
        if degrees in (90, 270):
            x, y = y, x
        if degrees in (180, 270):
            edge = top + bottom if degrees == _THREE_QUARTERS else right + left
            x = (edge - x[1], edge - x[0])
        if degrees in (90, 180):
            edge = right + left if degrees == _QUARTER else top + bottom
            y = (edge - y[1], edge - y[0])
        (sign.left, sign.right), (sign.bottom, sign.top) = x, y

    return turned if degrees else None


def _letters(text: pdfium.PdfTextPage) -> Iterator[tuple[int, str]]:
    """Characters by place; halves of a pair are joined, a broken-off line ends in U+00AD."""
    waiting = b""
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        unit = (code & 0xFFFF).to_bytes(2, "little")
        if code in _FIRST_HALVES:
            waiting = unit
            continue
        letter = (
            chr(code)
            if code not in _SECOND_HALVES
            else (waiting + unit).decode("utf-16-le", "replace")
        )
        waiting = b""
        yield place, "\u00ad" if letter == _BROKEN_OFF else letter
