"""The shares of one table as a picture: a point with its 95 % interval for each way."""

from collections.abc import Sequence

from eval.domain import Score
from tests.bench.answers.asking import Asked
from tests.bench.answers.reporting import ALWAYS, SHOWN, Part
from tests.bench.svg import COLOURS, FAINT, WIDTH, dot, line, svg, text

LEFT, RIGHT, ROW, GAP, TOP = 250, 30, 13, 12, 60
KEY = 240
"""Room for one entry of the key."""
DRAWN = frozenset(
    ("right_page", "recall_5", "wrong_refusals", "unanswerable_held_back", "outcome_right")
) | {"citation_validity", "fact_fidelity"}


def drawn(part: Part) -> str:
    """All shares of `DRAWN` that the table holds."""
    names = [way.name for way in part.ways]
    panels = [
        (one, metric)
        for one in part.asked
        for metric in (*SHOWN[one.name], *ALWAYS)
        if metric in DRAWN and any(_shares(one, metric))
    ]
    tall = len(names) * ROW + GAP
    height = TOP + len(panels) * tall + 40
    parts = [text(10, 16, f"{part.title}, with 95 % intervals"), *_axis(height)]
    for place, name in enumerate(names):
        x, y = 15 + place % 3 * KEY, 34 + place // 3 * 16
        parts.append(dot(x, y - 4, place) + text(x + 10, y, name))
    y = TOP + 20.0
    for one, metric in panels:
        parts.append(text(10, y + tall / 2 - GAP, f"{one.name} ({one.cases}): {metric}"))
        for place, score in enumerate(_shares(one, metric)):
            parts += _point(score, y, place) if score else []
            y += ROW
        y += GAP
    return svg(height, parts)


def _shares(one: Asked, metric: str) -> Sequence[Score | None]:
    found = [scores.score(metric) if scores else None for scores in one.scores]
    return [score if score and score.value is not None else None for score in found]


def _point(score: Score, y: float, place: int) -> list[str]:
    low, value, high = (_x(share or 0.0) for share in (score.low, score.value, score.high))
    return [line(low, y, high, y, COLOURS[place]), dot(value, y, place)]


def _axis(height: int) -> list[str]:
    parts = []
    for tenth in range(0, 11, 2):
        x = _x(tenth / 10)
        parts += [
            line(x, TOP + 6, x, height - 30, FAINT),
            text(x - 12, height - 14, f"{tenth * 10} %"),
        ]
    return parts


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)
