"""What the benchmarks' pictures are drawn with: plain SVG, without scripts or fonts."""

from collections.abc import Sequence
from html import escape

WIDTH = 760
COLOURS = ("#0b5394", "#cc4125", "#6aa84f", "#8e63ce", "#7f6000")
INK, FAINT = "#222", "#ddd"


def dot(x: float, y: float, place: int) -> str:
    """A point in the colour of its place."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOURS[place % len(COLOURS)]}"/>'


def ring(x: float, y: float, colour: str) -> str:
    """A circle with nothing in it."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="{colour}" stroke-width="2"/>'
    )


def line(x: float, y: float, to: float, down: float, colour: str) -> str:
    """A line; thin where it is ink or faint."""
    width = 1 if colour in {INK, FAINT} else 2
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to:.1f}" y2="{down:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def text(x: float, y: float, said: str) -> str:
    """Words, from their left end."""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{INK}">{escape(said)}</text>'


def svg(height: int, parts: Sequence[str]) -> str:
    """The whole drawing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" '
        f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(parts)}</svg>\n"
    )
