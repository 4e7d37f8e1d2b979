"""A small picture of the last syncs of a source, as SVG."""

from markupsafe import Markup

from ingest.domain import Status
from ingest.editor.domain import Past, SourceState

WIDTH, HEIGHT, FOOT = 640, 130, 18
GOOD = (Status.CREATED, Status.CHANGED, Status.UNCHANGED)
BAD = (Status.STALE, Status.QUARANTINED)
MOST = 20
BAR = 24


def plot(source: SourceState, told: str) -> Markup:
    """Stacked bars, oldest first: pages in order, and on top of them those that are not."""
    past = list(reversed(source.past[:MOST]))
    top = max((good(one) + bad(one) for one in past), default=0) or 1
    step = min(WIDTH / len(past), BAR * 2) if past else 0
    bars = "".join(_bar(one, number * step, step, top) for number, one in enumerate(past))
    return Markup(  # noqa: S704
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT + FOOT}" width="{WIDTH}" height="{HEIGHT + FOOT}" '
        f'role="img" aria-label="{Markup.escape(told)}">'
        f'<line x1="0" y1="{HEIGHT}" x2="{WIDTH}" y2="{HEIGHT}" stroke="#6b7a87"/>{bars}</svg>'
    )


def good(past: Past) -> int:
    """Pages that were read, or had not changed."""
    return sum(past.counts.get(status, 0) for status in GOOD)


def bad(past: Past) -> int:
    """Pages that gave no answer, or were kept apart."""
    return sum(past.counts.get(status, 0) for status in BAD)


def _bar(past: Past, left: float, step: float, top: int) -> str:
    room = HEIGHT - 16
    low, high = good(past) / top * room, bad(past) / top * room
    width = max(step - 6, 3)
    x = left + 3
    parts = [
        f'<rect x="{x:.1f}" y="{HEIGHT - low:.1f}" width="{width:.1f}" height="{low:.1f}" '
        'fill="#154273"/>',
        f'<rect x="{x:.1f}" y="{HEIGHT - low - high:.1f}" width="{width:.1f}" '
        f'height="{high:.1f}" fill="#b26b00"/>',
    ]
    if step >= BAR:
        middle = x + width / 2
        parts.append(
            f'<text x="{middle:.1f}" y="{HEIGHT - low - high - 4:.1f}" font-size="12" '
            f'text-anchor="middle" fill="#1b2733">{good(past) + bad(past)}</text>'
            f'<text x="{middle:.1f}" y="{HEIGHT + 14}" font-size="11" text-anchor="middle" '
            f'fill="#4d5b68">{past.at:%d-%m}</text>'
        )
    return "".join(parts)
