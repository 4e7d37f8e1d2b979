"""Colours of style rules as red, green, blue; enough to see whether two can be told apart."""

import re

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
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
}
_HEX = re.compile(r"#([0-9a-f]{3,8})\b")
_RGB = re.compile(
    r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)(?:[\s,/]+([\d.]+%?))?\s*\)"
)
_CLOSE = 16
"""Two colours that differ less in each part cannot be told apart."""


def colour(value: str) -> Colour | None:
    """The first colour in a value; None when there is none that is known."""
    if found := _HEX.search(value):
        return _of_hex(found[1])
    if found := _RGB.search(value):
        red, green, blue = (_part(found[place]) for place in (1, 2, 3))
        return red, green, blue
    for word in re.findall(r"[a-z]+", value):
        if word in _NAMES:
            return _NAMES[word]
    return None


def transparent(value: str) -> bool:
    """Whether a colour lets everything through."""
    found = _RGB.search(value)
    clear = bool(found and found[4] and float(found[4].rstrip("%")) == 0)
    return (
        value == "transparent"
        or clear
        or bool(re.fullmatch(r"#(?:[0-9a-f]{3}0|[0-9a-f]{6}00)", value))
    )


def alike(one: Colour, other: Colour) -> bool:
    """Whether text in one colour on the other cannot be seen."""
    return all(abs(a - b) < _CLOSE for a, b in zip(one, other, strict=True))


def _of_hex(digits: str) -> Colour | None:
    if len(digits) in (3, 4):
        digits = "".join(2 * digit for digit in digits)
    if len(digits) not in (6, 8):
        return None
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _part(value: str) -> int:
    number = float(value.rstrip("%")) * (2.55 if value.endswith("%") else 1)
    return min(255, round(number))
