"""Complaints by reason and week (ISO 8601), as a table, as CSV, and as the bars of a plot."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from assistant.domain import Complaint
from assistant.records.accounting_domain import Day
from configs.domain import Noun

WIDTH, HEIGHT, FOOT = 720, 200, 24
"""Of the plot, and of its line of weeks below (pixels)."""


class Week(Noun):
    """What was said to be wrong in a week; `monday` is its first day."""

    monday: date
    answers: int
    counts: dict[Complaint, int]

    @property
    def name(self) -> str:
        """Such as `2026-W47`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    @property
    def total(self) -> int:
        """Complaints of all reasons."""
        return sum(self.counts.values())

    @property
    def rate(self) -> float | None:
        """Complaints per hundred answers; None without answers."""
        return 100 * self.total / self.answers if self.answers else None


class Bar(Noun):
    """A piece of a column, in pixels from the left and from above."""

    complaint: Complaint
    x: float
    y: float
    width: float
    height: float
    count: int
    week: str


def weeks(days: Iterable[Day], last: date, many: int) -> list[Week]:
    """The last weeks, up to that of `last`, also those without anything; oldest first."""
    answers: Counter[date] = Counter()
    counts: Counter[tuple[date, Complaint]] = Counter()
    for one in days:
        monday = _monday(one.day)
        answers[monday] += one.answers
        for complaint, count in one.complaints.items():
            counts[monday, complaint] += count
    mondays = [_monday(last) - timedelta(weeks=back) for back in reversed(range(many))]
    return [
        Week(
            monday=monday,
            answers=answers[monday],
            counts={complaint: counts[monday, complaint] for complaint in Complaint},
        )
        for monday in mondays
    ]


def bars(found: list[Week]) -> Iterator[Bar]:
    """Columns of a plot of `WIDTH` by `HEIGHT`, one per week, the reasons on top of each other."""
    most = max((week.total for week in found), default=0) or 1
    step = WIDTH / max(1, len(found))
    for place, week in enumerate(found):
        top = float(HEIGHT)
        for complaint, count in week.counts.items():
            if count:
                high = HEIGHT * count / most
                top -= high
                yield Bar(
                    complaint=complaint,
                    x=round(place * step + step * 0.15, 1),
                    y=round(top, 1),
                    width=round(step * 0.7, 1),
                    height=round(high, 1),
                    count=count,
                    week=week.name,
                )


def as_csv(found: Iterable[Week]) -> str:
    """One line per week; the heads are the names of the API (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["week", "monday", "answers", *Complaint, "total"])
    for week in found:
        counts = [week.counts[complaint] for complaint in Complaint]
        writer.writerow([week.name, week.monday, week.answers, *counts, week.total])
    return out.getvalue()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
