"""Two pictures as plain SVG: how well each set is found, and who is refused at which threshold."""

from collections.abc import Sequence

from tests.bench.retrieval.measuring import Measured
from tests.bench.retrieval.refusing import STEPS, Refusals
from tests.bench.svg import COLOURS, FAINT, INK, WIDTH, dot, line, ring, svg, text

LEFT, RIGHT, ROW, TOP = 190, 30, 15, 50


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
        parts.append(dot(x + 5, y - 4, place) + text(x + 16, y, told))
    y = TOP + 20
    for one in sets:
        parts.append(text(10, y + len(kinds) * ROW / 2, one))
        for place, (system, typos) in enumerate(kinds):
            row = next(
                (m for m in measured if (m.asked, m.system, m.typos) == (one, system, typos)), None
            )
            if row:
                low, high = (_x(value) for value in row.interval(name))
                parts.append(line(low, y, high, y, COLOURS[place]))
                parts.append(dot(_x(row.mean(name)), y, place))
            y += ROW
        y += 14
    return svg(height, parts)


def refused(kinds: Sequence[Refusals], drawn: float) -> str:
    """The share that a line of evidence refuses, and, as rings at the line, in the end."""
    height = 400
    bottom, top, least, most = height - 50, 90, float(STEPS[0]), float(STEPS[-1])

    def x(value: float) -> float:
        return LEFT + (value - least) / (most - least) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return bottom - value * (bottom - top)

    told = "Refused, by the line of evidence (log-odds; curves) and after all checks (rings)"
    parts = [text(10, 18, told)]
    for share in (0, 0.25, 0.5, 0.75, 1):
        parts.append(line(LEFT, y(share), WIDTH - RIGHT, y(share), FAINT))
        parts.append(text(LEFT - 45, y(share) + 4, f"{share:.0%}"))
    parts += [
        text(x(step) - 8, bottom + 18, f"{step:+d}") for step in range(int(least), int(most) + 1, 2)
    ]
    parts.append(line(x(drawn), top, x(drawn), bottom, INK))
    parts.append(text(x(drawn) + 10, top - 10, f"drawn by the library: {drawn:+.2f}"))
    for place, kind in enumerate(kinds):
        points = " ".join(f"{x(step):.1f},{y(kind.below(step)):.1f}" for step in STEPS)
        colour = COLOURS[place]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>'
        )
        parts.append(ring(x(drawn), y(kind.share("refused")), colour))
        left, row = 15 + (place % 2) * 300, 40 + (place // 2) * 18
        parts.append(dot(left, row, place) + text(left + 11, row + 4, kind.name))
    return svg(height, parts)


def _axis(height: int, title: str) -> str:
    lines = [text(10, 14, title)]
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        lines.append(line(x, TOP + 8, x, height - 30, FAINT))
        lines.append(text(x - 8, height - 14, f"{tenth / 10:.1f}"))
    return "".join(lines)


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)
