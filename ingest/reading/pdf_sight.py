"""What of a PDF page can be seen: painted, large enough, on the page, apart from its ground."""

import ctypes
from dataclasses import dataclass
from typing import TypeAlias

import pypdfium2 as pdfium
from pypdfium2 import raw

from ingest.reading.pdf_lines import Sign

Handle: TypeAlias = "ctypes._Pointer[ctypes.Structure] | None"
"""What pdfium gives to point at a thing on a page, if it does."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""
_TINY = 1.5
"""Points; smaller text is not read by anyone."""
_UNPAINTED = (3, 7)
"""Text render modes in which nothing is drawn (ISO 32000-1, table 106)."""
_BOLD = 600
_FONT_NAME = 128
_PALE = 245
_CONTRAST = 24
"""Least difference in shade between letters and what they stand on, of 255."""
_LEAST_WIDE, _LEAST_TALL, _MOST_SHAPES = 6.0, 4.0, 400
_CLEAR = 200
"""Opacity, of 255, below which a shape shows what is under it."""


@dataclass(frozen=True)
class Shape:
    """Something filled: its place in the order of painting, and its shade (-1: a picture)."""

    box: Box
    order: int
    shade: int

    def may_hide(self, box: Box, order: int, shade: int) -> bool:
        """Whether text of this shade in this place may be lost on it or under it."""
        one = self.box
        apart = one[0] >= box[2] or one[2] <= box[0] or one[1] >= box[3] or one[3] <= box[1]
        told = self.order < order and self.shade >= 0 and abs(self.shade - shade) >= _CONTRAST
        return not apart and not told

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies on it."""
        return self.box[0] <= x <= self.box[2] and self.box[1] <= y <= self.box[3]


@dataclass(frozen=True)
class Ink:
    """How one piece of text is painted, and which filled shapes it may lie on or under."""

    painted: bool
    pale: bool
    bold: bool
    shapes: tuple[Shape, ...]


class Sight:
    """One page, looked at; drawn only where white text or a filled shape asks for it."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._page, self._text = page, text
        self._crop: Box = page.get_cropbox()
        self._inks: dict[int, Ink] = {}
        self._drawn: tuple[bytes, int, int, int] | None = None
        self._order: dict[int, int] = {}
        self._shapes: list[Shape] = []
        self.pictures = False
        self._survey()

    def ink(self, place: int) -> Ink:
        """How the character at `place` is painted."""
        thing = raw.FPDFText_GetTextObject(self._text, place)
        key = _key(thing)
        if key not in self._inks:
            self._inks[key] = self._look(place, thing)
        return self._inks[key]

    def sees(self, sign: Sign, ink: Ink) -> bool:
        """Whether a reader sees this character."""
        left, bottom, right, top = self._crop
        inside = sign.right > left and sign.left < right and sign.top > bottom and sign.bottom < top
        if not (ink.painted and inside and sign.top - sign.bottom >= _TINY):
            return False
        if not ink.pale and not ink.shapes:
            return True
        x, y = (sign.left + sign.right) / 2, (sign.bottom + sign.top) / 2
        doubt = ink.pale or any(shape.holds(x, y) for shape in ink.shapes)
        return not doubt or self._stands_out(sign)

    def _survey(self) -> None:
        """Note what is painted, in order: the place of each text, the filled shapes, pictures."""
        for order, thing in enumerate(self._page.get_objects(max_depth=3)):
            if thing.type == raw.FPDF_PAGEOBJ_TEXT:
                self._order[_key(thing.raw)] = order
                continue
            picture = thing.type == raw.FPDF_PAGEOBJ_IMAGE
            self.pictures = self.pictures or picture
            shade = -1 if picture else _shade_of(thing.raw)
            if (picture or shade >= 0) and (box := _bounds(thing.raw)) and _large(box):
                self._shapes.append(Shape(box, order, shade))
        del self._shapes[_MOST_SHAPES:]

    def _look(self, place: int, thing: Handle) -> Ink:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        told = raw.FPDFText_GetFillColor(self._text, place, red, green, blue, alpha)
        mode = raw.FPDFTextObj_GetTextRenderMode(thing) if thing else 0
        painted = mode not in _UNPAINTED and not (told and alpha.value == 0)
        pale = bool(told) and min(red.value, green.value, blue.value) >= _PALE and mode == 0
        heavy = raw.FPDFText_GetFontWeight(self._text, place) >= _BOLD
        bold = heavy or "bold" in self._font(place)
        box = (_bounds(thing) if thing else None) or self._crop
        order, shade = self._order.get(_key(thing), -1), _shade(red, green, blue) if told else 0
        shapes = tuple(s for s in self._shapes if s.may_hide(box, order, shade))
        return Ink(painted, pale, bold, shapes)

    def _font(self, place: int) -> str:
        buffer = ctypes.create_string_buffer(_FONT_NAME)
        flags = ctypes.c_int()
        length = raw.FPDFText_GetFontInfo(self._text, place, buffer, _FONT_NAME, flags)
        known = 0 < length <= _FONT_NAME
        return buffer.value.decode("utf-8", "replace").lower() if known else ""

    def _stands_out(self, sign: Sign) -> bool:
        """Whether more than one shade is to be seen where this character stands."""
        if self._drawn is None:
            bitmap = self._page.render(scale=1, grayscale=True, rotation=-self._page.get_rotation())
            self._drawn = (bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height)
        shades, stride, width, height = self._drawn
        x, y = self._crop[0], self._crop[1]
        left, right = max(0, int(sign.left - x)), min(width, int(sign.right - x) + 1)
        first = max(0, height - int(sign.top - y) - 1)
        last = min(height, height - int(sign.bottom - y))
        rows = [shades[at * stride + left : at * stride + right] for at in range(first, last)]
        seen = [shade for row in rows if row for shade in (min(row), max(row))]
        return bool(seen) and max(seen) - min(seen) >= _CONTRAST


def _key(thing: Handle) -> int:
    return ctypes.addressof(thing.contents) if thing else 0


def _shade_of(path: object) -> int:
    """How light a filled shape is, from 0 to 255; -1 where nothing is filled, or it is clear."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(path, fill, stroke) or not fill.value:
        return -1
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha)
    return _shade(red, green, blue) if told and alpha.value >= _CLEAR else -1


def _shade(red: ctypes.c_uint, green: ctypes.c_uint, blue: ctypes.c_uint) -> int:
    """Luma by ITU-R BT.601."""
    return (299 * red.value + 587 * green.value + 114 * blue.value) // 1000


def _bounds(thing: object) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _large(box: Box) -> bool:
    return box[2] - box[0] >= _LEAST_WIDE and box[3] - box[1] >= _LEAST_TALL
