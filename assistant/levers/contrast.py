"""How well a colour is read on another: WCAG 2.2, 1.4.3 and 1.4.11."""

from collections.abc import Mapping
from math import floor
from typing import NamedTuple

WHITE, INK = "#ffffff", "#1b2733"
"""The paper and the letters of `style.css`."""
WORDS, EDGES = 4.5, 3.0
"""The least contrast of words, and of what shows where the focus is."""
DARKEST = 0.04045
"""Up to this value a colour is linear (sRGB, IEC 61966-2-1)."""


class Pair(NamedTuple):
    """Two colours that meet on the page: the field they are chosen in, and what is needed."""

    name: str
    field: str
    ratio: float
    least: float

    @property
    def good(self) -> bool:
        """Whether the contrast is enough."""
        return self.ratio >= self.least


def ratio(one: str, other: str) -> float:
    """The contrast of two colours (`#rrggbb`), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(colours: Mapping[str, str]) -> tuple[Pair, ...]:
    """Every two that meet on a page, with what was measured."""
    brand, soft, focus = (colours[name] for name in ("brand", "brand_soft", "focus"))
    met = (
        ("white_on_brand", "brand", WHITE, brand, WORDS),
        ("brand_on_soft", "brand_soft", brand, soft, WORDS),
        ("ink_on_soft", "brand_soft", INK, soft, WORDS),
        ("focus_on_ink", "focus", focus, INK, EDGES),
    )
    return tuple(
        Pair(name, field, floor(ratio(one, other) * 100) / 100, least)
        for name, field, one, other, least in met
    )


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= DARKEST else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
