"""Plots as inline SVG: without scripts or fonts, said in words to who can't see them."""

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from eval.domain import Score
from eval.report.words import Words

BARS, TALL, GAP = 20, 100.0, 0.4
"""Bars of the histogram, their height, and the room between them (units of the drawing)."""
FEWEST = 2
"""Weeks that a course needs."""
SLOWEST = 99.0
"""From this percentile on answers count for the last bar."""

_TRACK = Markup(
    '<svg class="track" role="img" width="100%" height="24" aria-label="{}">'
    '<line x1="0" x2="100%" y1="12" y2="12" class="axis"/>{}{}'
    '<line x1="{:.1f}%" x2="{:.1f}%" y1="12" y2="12" class="span"/>'
    '<circle cx="{:.1f}%" cy="12" r="6" class="dot"/></svg>'
)
_QUARTER = Markup('<line x1="{0}%" x2="{0}%" y1="4" y2="20" class="quarter"/>')
_RING = Markup('<circle cx="{:.1f}%" cy="12" r="5" class="ring"/>')
_BARS = Markup(
    '<svg class="bars" role="img" aria-label="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">'
    "{}</svg>"
)
_BAR = Markup('<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"><title>{}</title></rect>')
_LENGTH = Markup(
    '<svg class="length" aria-hidden="true" width="100%" height="20">'
    '<rect x="0" y="3" width="{:.1f}%" height="14"/></svg>'
)
_COURSE = Markup(
    '<svg class="course" role="img" aria-label="{}" viewBox="0 0 100 24" width="120" height="28" '
    'preserveAspectRatio="none"><polyline points="{}"/></svg>'
)
_NOTHING = Markup("")


def track(score: Score, others: Sequence[Score | None], words: Words) -> Markup:
    """A share from 0 to 100 %: a dot, its interval, and a ring for each baseline."""
    if score.value is None or score.low is None or score.high is None:
        return _NOTHING
    rings = (_RING.format(100 * one.value) for one in others if one and one.value is not None)
    numbers = [words.number(one, "share") for one in (score.value, score.low, score.high)]
    between = words.say("report", "interval", low=numbers[1], high=numbers[2])
    return _TRACK.format(
        f"{words.metric(score.metric)[0]}: {numbers[0]} ({between})",
        _NOTHING.join(_QUARTER.format(at) for at in (0, 25, 50, 75, 100)),
        _NOTHING.join(rings),
        100 * score.low,
        100 * score.high,
        100 * score.value,
    )


def lean(score: Score, most: float, words: Words) -> Markup:
    """A difference that may go either way: a dot and its interval; 0 is in the middle."""
    if score.value is None or score.low is None or score.high is None:
        return _NOTHING
    at = [50.0 + 50.0 * max(-1.0, min(1.0, one / (most or 1.0))) for one in _ends(score)]
    numbers = [words.number(one, "") for one in _ends(score)]
    between = words.say("report", "interval", low=numbers[1], high=numbers[2])
    label = f"{numbers[0]} ({between})"
    return _TRACK.format(label, _QUARTER.format(50), _NOTHING, at[1], at[2], at[0])


def _ends(score: Score) -> tuple[float, float, float]:
    return score.value or 0.0, score.low or 0.0, score.high or 0.0


def bar(count: int, of: int) -> Markup:
    """How many of all, as the length of a bar; the figure stands beside it."""
    return _LENGTH.format(100.0 * count / max(1, of))


def histogram(seconds: Sequence[float], words: Words) -> tuple[Markup, list[str]]:
    """How many answers took how long, and what stands below: begin, middle and end."""
    if not seconds:
        return _NOTHING, []
    longest = float(np.percentile(seconds, SLOWEST)) or max(seconds) or 1.0
    counts, edges = np.histogram([min(one, longest) for one in seconds], BARS, (0.0, longest))
    said = [
        words.say(
            "report",
            "times_label",
            count=int(count),
            low=words.number(float(edges[place]), ""),
            high=words.number(float(edges[place + 1]), ""),
        )
        for place, count in enumerate(counts)
    ]
    heights = counts * TALL / counts.max()
    bars = (
        _BAR.format(place * TALL / BARS, TALL - height, TALL / BARS - GAP, height, said[place])
        for place, height in enumerate(heights.tolist())
    )
    label = "; ".join(line for line, count in zip(said, counts, strict=True) if count)
    drawn = _BARS.format(label, TALL, TALL, _NOTHING.join(bars))
    return drawn, [words.number(at * longest, "seconds") for at in (0.0, 0.5, 1.0)]


def course(points: Sequence[tuple[str, float]], title: str, words: Words, unit: str) -> Markup:
    """How something went from week to week, between its own least and most."""
    if len(points) < FEWEST:
        return _NOTHING
    values = [value for _, value in points]
    least, room = min(values), (max(values) - min(values)) or 1.0
    drawn = " ".join(
        f"{place * TALL / (len(points) - 1):.1f},{22 - 20 * (value - least) / room:.1f}"
        for place, value in enumerate(values)
    )
    said = "; ".join(f"{week} {words.number(value, unit)}" for week, value in points)
    return _COURSE.format(f"{title}: {said}", drawn)
