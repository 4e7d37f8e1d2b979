"""Colours of style rules as red, green, blue; enough to see whether two can be told apart."""

import re
from colorsys import hls_to_rgb

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_NAMES: dict[str, Colour] = {
    "white": WHITE,
    "black": BLACK,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "navy": (0, 0, 128),
    "orange": (255, 165, 0),
    "floralwhite": (255, 250, 240),
    "mintcream": (245, 255, 250),
    "azure": (240, 255, 255),
    "aliceblue": (240, 248, 255),
    "seashell": (255, 245, 238),
    "lightyellow": (255, 255, 224),
    "gainsboro": (220, 220, 220),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
}
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(
    r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\s*\)"
)
_HSL = re.compile(r"hsla?\(\s*(-?[\d.]+)(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%")
_HWB = re.compile(r"hwb\(\s*-?[\d.]+(?:deg)?[\s,]+([\d.]+)%[\s,]+([\d.]+)%")
_LIGHTNESS = re.compile(r"\b(ok)?(?:lab|lch)\(\s*([\d.]+)(%?)\s+-?[\d.]+%?\s+-?[\d.]+")
_SPACE = re.compile(r"\bcolor\(\s*[a-z][\w-]*\s+([\d.]+%?)\s+([\d.]+%?)\s+([\d.]+%?)")
_ALPHA = re.compile(r"(?:rgba?|hsla?|hwb|(?:ok)?(?:lab|lch)|color)\([^()]*[,/]\s*(0?\.?\d+%?)\s*\)")
_EACH = re.compile(r"#[0-9a-f]{3,8}\b|[a-z]+\([^()]*\)|[a-z]+")
_WAYS = re.compile(r"to|at|from|in|deg|turn|left|right|top|bottom|center|circle|ellipse|px")
"""Words of a gradient that are no colour."""
_FIGURE = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)")
_FAINT = 0.05
_PARTS = 3
"""Commas in a colour that has an alpha."""
_CLOSE = 20
"""Two colours that differ less in each part cannot be told apart."""


def colour(value: str) -> Colour | None:
    """The first colour in a value; None when there is none that is known."""
    for pattern, of in _WRITTEN.items():
        if found := pattern.search(value):
            return of(found)
    return next((_NAMES[word] for word in re.findall(r"[a-z]+", value) if word in _NAMES), None)


def gradient(value: str) -> Colour | None:
    """The colour of a gradient that is everywhere nearly the same; None for any other."""
    if "gradient(" not in value or "url(" in value:
        return None
    parts = _EACH.findall(value.split("gradient(", 1)[1])
    first, *others = [colour(part) for part in parts if not _WAYS.fullmatch(part)] or [None]
    return first if first and all(one and alike(first, one) for one in others) else None


def transparent(value: str) -> bool:
    """Whether a colour lets everything through."""
    if value == "transparent" or re.fullmatch(r"#(?:[0-9a-f]{3}0|[0-9a-f]{6}0[0-9a-f])", value):
        return True
    found = _ALPHA.search(value)
    if not found or not (len(re.findall(r"[,/]", found[0])) == _PARTS or "/" in found[0]):
        return False
    return _share(found[1]) <= _FAINT


def alike(one: Colour, other: Colour) -> bool:
    """Whether text in one colour on the other cannot be seen."""
    return all(abs(a - b) < _CLOSE for a, b in zip(one, other, strict=True))


def _of_hex(found: re.Match[str]) -> Colour | None:
    digits = found[1]
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    if len(digits) not in (6, 8):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _of_parts(found: re.Match[str]) -> Colour:
    red, green, blue = (_part(found[place]) for place in (1, 2, 3))
    return red, green, blue


def _of_hue(found: re.Match[str]) -> Colour:
    hue, full, light = (_number(found[place]) for place in (1, 2, 3))
    red, green, blue = hls_to_rgb(hue / 360 % 1, min(light, 100) / 100, min(full, 100) / 100)
    return round(red * 255), round(green * 255), round(blue * 255)


def _of_white_and_black(found: re.Match[str]) -> Colour:
    """Nearly: as for the lightness, only white, grey and black matter here."""
    white, black = (_number(found[place]) / 100 for place in (1, 2))
    return _grey(white / (white + black) if white + black >= 1 else (white + 1 - black) / 2)


def _of_lightness(found: re.Match[str]) -> Colour:
    light = _number(found[2])
    return _grey(light if found[1] and not found[3] else light / 100)


def _of_space(found: re.Match[str]) -> Colour:
    red, green, blue = (round(255 * min(1.0, _share(found[place]))) for place in (1, 2, 3))
    return red, green, blue


def _grey(share: float) -> Colour:
    part = round(255 * min(1.0, share))
    return part, part, part


def _share(value: str) -> float:
    return _number(value) / (100 if value.endswith("%") else 1)


def _number(value: str) -> float:
    found = _FIGURE.match(value)
    return float(found[0]) if found else 0.0


def _part(value: str) -> int:
    number = _number(value) * (2.55 if value.endswith("%") else 1)
    return min(255, round(number))


_WRITTEN = {
    _HEX: _of_hex,
    _RGB: _of_parts,
    _HSL: _of_hue,
    _HWB: _of_white_and_black,
    _LIGHTNESS: _of_lightness,
    _SPACE: _of_space,
}
"""The ways to write a colour down (CSS Color 4), in the order in which they are looked for."""
