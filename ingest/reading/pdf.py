"""PDF → lines with their place and size, by pypdfium2; `pdf_layout` makes paragraphs of them."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.domain import ReadError
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.pdf_layout import lay_out_pages, title_of_pages
from ingest.reading.pdf_lines import PrintedLine, Sign, line_of
from ingest.reading.wording import clean

MOST_PAGES = 3_000
MOST_CHARACTERS = 12_000_000
_TINY = 1.5
"""Points; smaller text is not read by anyone."""
_UNPAINTED = 3
"""Text render mode in which nothing is drawn (ISO 32000-1, table 106)."""
_FIRST_HALVES, _SECOND_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
"""Code units of UTF-16 that stand for one character together."""
_BROKEN_OFF = "\x02"
"""What pdfium makes of the hyphen at the end of a line."""
_BOLD = 600
_FONT_NAME = 128
_PALE = 245
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd]")
_SCANNED = 15
"""Words per page below which a document with pictures is taken for a scan."""


@dataclass
class Reading:
    """What is gathered while pages are read."""

    lines: list[PrintedLine] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    pictures: int = 0

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
    if len(document) > 1 and words < _SCANNED * len(document):
        remarks.append("hardly any text: pages may be scanned")
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
    reading.pictures += any(
        True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    )
    text = page.get_textpage()
    most = text.count_chars()
    if most > MOST_CHARACTERS:
        raise ReadError("The PDF holds more text than can be read.")
    ground = _Ground(page)
    height = page.get_height()
    line: list[Sign] = []
    for sign, seen in _signs(text, page, ground):
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
    text.close()


def _signs(
    text: pdfium.PdfTextPage, page: pdfium.PdfPage, ground: "_Ground"
) -> Iterator[tuple[Sign, bool]]:
    """Every character and whether a reader sees it; an ended line comes as a line feed."""
    box = raw.FS_RECTF()
    look_of: dict[int | None, tuple[bool, bool, bool]] = {}
    left, bottom, right, top = page.get_cropbox()
    for place, letter in _letters(text):
        sign = Sign(letter, 0, 0, 0, 0)
        if letter in "\r\n" or not raw.FPDFText_GetLooseCharBox(text, place, box):
            yield sign, True
            continue
        sign.left, sign.bottom, sign.right, sign.top = box.left, box.bottom, box.right, box.top
        thing = raw.FPDFText_GetTextObject(text, place)
        key = ctypes.cast(thing, ctypes.c_void_p).value if thing else None
        if key not in look_of:
            look_of[key] = _look(text, place, thing)
        painted, pale, sign.bold = look_of[key]
        inside = box.right > left and box.left < right and box.top > bottom and box.bottom < top
        blank = letter.isspace() or raw.FPDFText_IsGenerated(text, place) == 1
        big = box.top - box.bottom >= _TINY
        yield sign, blank or (painted and inside and big and (not pale or ground.differs(sign)))


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


def _look(text: pdfium.PdfTextPage, place: int, thing: object) -> tuple[bool, bool, bool]:
    """Whether this text is painted, whether it is nearly white, and whether it is bold."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = raw.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
    mode = raw.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
    painted = mode != _UNPAINTED and not (told and alpha.value == 0)
    pale = bool(told) and min(red.value, green.value, blue.value) >= _PALE and mode == 0
    bold = raw.FPDFText_GetFontWeight(text, place) >= _BOLD or "bold" in _font(text, place)
    return painted, pale, bold


def _font(text: pdfium.PdfTextPage, place: int) -> str:
    buffer = ctypes.create_string_buffer(_FONT_NAME)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, place, buffer, _FONT_NAME, flags)
    return buffer.value.decode("utf-8", "replace").lower() if 0 < length <= _FONT_NAME else ""


class _Ground:
    """The page as it looks, drawn only when there is white text on it."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        self._bitmap: pdfium.PdfBitmap | None = None

    def differs(self, sign: Sign) -> bool:
        """Whether anything but white is to be seen where this character stands."""
        if self._bitmap is None:
            self._bitmap = self._page.render(scale=1, grayscale=True)
        bitmap = self._bitmap
        height = bitmap.height
        left, right = max(0, int(sign.left)), min(bitmap.width, int(sign.right) + 1)
        for row in range(
            max(0, height - int(sign.top) - 1), min(height, height - int(sign.bottom))
        ):
            start = row * bitmap.stride
            if any(
                shade < _PALE - 5 for shade in bytes(bitmap.buffer[start + left : start + right])
            ):
                return True
        return False
