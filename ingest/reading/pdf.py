"""PDF → lines with their place and size, by pypdfium2; `pdf_layout` makes paragraphs of them."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.domain import ReadError
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.pdf_layout import PrintedLine, lay_out_pages, title_of_pages
from ingest.reading.wording import clean

MOST_PAGES = 3_000
MOST_CHARACTERS = 12_000_000
_TINY = 1.5
"""Points; smaller text is not read by anyone."""
_UNPAINTED = 3
"""Text render mode in which nothing is drawn (ISO 32000-1, table 106)."""
_CELL_GAP = 1.3
"""White space between cells, in heights of a line."""
_PALE = 245
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff\ufffd]")
_SCANNED = 15
"""Words per page below which a document with pictures is taken for a scan."""


@dataclass
class Sign:
    """One character on a page, in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    bold: bool = False


@dataclass
class Reading:
    """What is gathered while pages are read."""

    lines: list[PrintedLine] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    pictures: int = 0


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
    if unseen := clean(" ".join(reading.unseen)):
        remarks.append(f"left out (invisible in the PDF): {unseen[:300]}")
    if unmapped := sum(len(_PRIVATE.findall(line.text)) for line in reading.lines):
        remarks.append(f"{unmapped} characters have no reading: the PDF does not say what they are")
    if 1 < len(document) and words < _SCANNED * len(document):
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
    reading.pictures += any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
    text = page.get_textpage()
    most = text.count_chars()
    if most > MOST_CHARACTERS:
        raise ReadError("The PDF holds more text than can be read.")
    ground = _Ground(page)
    width, height = page.get_size()
    line: list[Sign] = []
    for sign, seen in _signs(text, page, ground):
        if not seen:
            reading.unseen.append(sign.text)
        elif sign.text in "\r\n":
            _end_line(line, (number, width, height), reading)
            line = []
        else:
            line.append(sign)
    _end_line(line, (number, width, height), reading)
    text.close()


def _signs(text: pdfium.PdfTextPage, page: pdfium.PdfPage, ground: "_Ground") -> Iterator[tuple[Sign, bool]]:
    """Every character and whether a reader sees it; an ended line comes as a line feed."""
    box = raw.FS_RECTF()
    seen_of: dict[int | None, tuple[bool, bool, bool]] = {}
    left, bottom, right, top = page.get_cropbox()
    high = 0
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        sign = Sign("\u00ad" if code == 0x2 else chr(code), 0, 0, 0, 0)
        if sign.text in "\r\n" or not raw.FPDFText_GetLooseCharBox(text, place, box):
            yield sign, True
            continue
        sign.left, sign.bottom, sign.right, sign.top = box.left, box.bottom, box.right, box.top
        thing = raw.FPDFText_GetTextObject(text, place)
        key = ctypes.cast(thing, ctypes.c_void_p).value if thing else None
        if key not in seen_of:
            seen_of[key] = _look(text, place, thing)
        painted, pale, sign.bold = seen_of[key]
        inside = box.right > left and box.left < right and box.top > bottom and box.bottom < top
        blank = sign.text.isspace() or raw.FPDFText_IsGenerated(text, place) == 1
        big = box.top - box.bottom >= _TINY
        stands_out = not pale or ground.differs(sign)
        yield sign, blank or (painted and inside and big and stands_out)


def _look(text: pdfium.PdfTextPage, place: int, thing: object) -> tuple[bool, bool, bool]:
    """Whether this text is painted, whether it is nearly white, and whether it is bold."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = raw.FPDFText_GetFillColor(text, place, red, green, blue, alpha)
    mode = raw.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
    painted = mode != _UNPAINTED and not (told and alpha.value == 0)
    pale = bool(told) and min(red.value, green.value, blue.value) >= _PALE and mode == 0
    bold = raw.FPDFText_GetFontWeight(text, place) >= 600 or "bold" in _font(text, place)
    return painted, pale, bold


def _font(text: pdfium.PdfTextPage, place: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, place, buffer, 128, flags)
    return buffer.value.decode("utf-8", "replace").lower() if 0 < length <= 128 else ""


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
        for row in range(max(0, height - int(sign.top) - 1), min(height, height - int(sign.bottom))):
            start = row * bitmap.stride
            if any(shade < _PALE - 5 for shade in bytes(bitmap.buffer[start + left : start + right])):
                return True
        return False


def _end_line(signs: list[Sign], page: tuple[int, float, float], reading: Reading) -> None:
    """Characters of one line → its words; a gap as wide as two letters parts two cells."""
    inked = [sign for sign in signs if not sign.text.isspace()]
    if not inked:
        return
    number, width, height = page
    sizes = sorted(sign.top - sign.bottom for sign in inked)
    size = sizes[len(sizes) // 2]
    cells, previous = [""], inked[0]
    for sign in signs:
        blank = sign.text.isspace()
        if not blank and sign.left - previous.right > _CELL_GAP * size and sign.left > previous.left:
            cells.append("")
        cells[-1] += sign.text
        previous = previous if blank else sign
    reading.lines.append(
        PrintedLine(
            cells=tuple(cell for cell in map(clean_keeping_hyphen, cells) if cell),
            page=number,
            left=min(sign.left for sign in inked),
            right=max(sign.right for sign in inked),
            top=(height - max(sign.top for sign in inked)) / height if height else 0.0,
            bottom=(height - min(sign.bottom for sign in inked)) / height if height else 1.0,
            size=round(size * 2) / 2,
            bold=sum(sign.bold for sign in inked) * 2 > len(inked),
            tall=size / height if height else 0.0,
        )
    )


def clean_keeping_hyphen(text: str) -> str:
    """Clean words; a soft hyphen at the very end says that the word goes on in the next line."""
    words = clean(text)
    return f"{words}\u00ad" if text.rstrip().endswith("\u00ad") else words
