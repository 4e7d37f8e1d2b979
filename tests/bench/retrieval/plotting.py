"""Two pictures as plain SVG: how well each set is found, and who is refused at which threshold."""

from collections.abc import Sequence
from html import escape

from tests.bench.retrieval.measuring import Measured
from tests.bench.retrieval.refusing import STEPS, Refusals

WIDTH, LEFT, RIGHT, ROW, TOP = 760, 190, 30, 15, 50
COLOURS = ("#0b5394", "#cc4125", "#6aa84f", "#8e63ce")
INK, FAINT = "#222", "#ddd"


def found(measured: Sequence[Measured], systems: Sequence[str], name: str) -> str:
    """A point with its 95 % interval for each set and system, as asked and with typing errors."""
    sets = list(dict.fromkeys(one.asked for one in measured))
    kinds = [(system, typos) for system in systems for typos in (False, True)]
    height = TOP + len(sets) * (len(kinds) * ROW + 14) + 40
    parts = [_axis(height, f"{name}, with 95 % intervals")]
    for place, (system, typos) in enumerate(kinds):
        x = 10 + (place % 2) * 370
        y = 30 + (place // 2) * 14
        told = f"{system}{', with typing errors' if typos else ''}"
        parts.append(_dot(x + 5, y - 4, place) + _text(x + 16, y, told))
    y = TOP + 20
    for one in sets:
        parts.append(_text(10, y + len(kinds) * ROW / 2, one))
        for place, (system, typos) in enumerate(kinds):
            row = next(
                (m for m in measured if (m.asked, m.system, m.typos) == (one, system, typos)), None
            )
            if row:
                low, high = (_x(value) for value in row.interval(name))
                parts.append(_line(low, y, high, y, COLOURS[place]))
                parts.append(_dot(_x(row.mean(name)), y, place))
            y += ROW
        y += 14
    return _svg(height, parts)


def refused(kinds: Sequence[Refusals], line: float) -> str:
    """The share that a line of evidence refuses, and, as rings at the line, in the end."""
    height = 400
    bottom, top, least, most = height - 50, 90, float(STEPS[0]), float(STEPS[-1])

    def x(value: float) -> float:
        return LEFT + (value - least) / (most - least) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return bottom - value * (bottom - top)

    told = "Refused, by the line of evidence (log-odds; curves) and after all checks (rings)"
    parts = [_text(10, 18, told)]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(_line(LEFT, y(share), WIDTH - RIGHT, y(share), FAINT))
        parts.append(_text(LEFT - 45, y(share) + 4, f"{share:.0%}"))
    parts += [
        _text(x(step) - 8, bottom + 18, f"{step:+d}")
        for step in range(int(least), int(most) + 1, 2)
    ]
    parts.append(_line(x(line), top, x(line), bottom, INK))
    parts.append(_text(x(line) + 10, top - 10, f"drawn by the library: {line:+.2f}"))
    for place, kind in enumerate(kinds):
        points = " ".join(f"{x(step):.1f},{y(kind.below(step)):.1f}" for step in STEPS)
        colour = COLOURS[place]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>'
        )
        parts.append(_ring(x(line), y(kind.share("refused")), colour))
        left, row = 15 + (place % 2) * 300, 40 + (place // 2) * 18
        parts.append(_dot(left, row, place) + _text(left + 11, row + 4, kind.name))
    return _svg(height, parts)


def _axis(height: int, title: str) -> str:
    lines = [_text(10, 14, title)]
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        lines.append(_line(x, TOP + 8, x, height - 30, FAINT))
        lines.append(_text(x - 8, height - 14, f"{tenth / 10:.1f}"))
    return "".join(lines)


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _dot(x: float, y: float, place: int) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{COLOURS[place % len(COLOURS)]}"/>'


def _ring(x: float, y: float, colour: str) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="{colour}" stroke-width="2"/>'
    )


def _line(x: float, y: float, to: float, down: float, colour: str) -> str:
    width = 1 if colour in {INK, FAINT} else 2
    return (
        f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to:.1f}" y2="{down:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def _text(x: float, y: float, said: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="12" fill="{INK}">{escape(said)}</text>'


def _svg(height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img" '
        f'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>'
        f"{''.join(parts)}</svg>\n"
    )
