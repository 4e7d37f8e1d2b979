"""From scored answers and complaints to the figures of each week, and what drifted."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assistant.quality import Drift, Figure, Live, Week, file_of, read_live
from assistant.records.records import Records
from configs.settings import Settings
from eval.comparing import REAL
from eval.live.drifting import LEAST, Faulty, Shift, Values, above, below, chance, shift, values
from eval.live.sampling import Scored, forget, read_scored
from eval.live.scoring import RELEASE, Parts, known, parts
from eval.measuring import Metric, Part
from eval.resampling import figure, holm, interval
from eval.storing import Folder, write

Reference = Mapping[str, Values]
COUNTED = frozenset({"live_answered", "live_complete"})
"""Of an answer these are yes or no."""
MEANS = frozenset({"passive_share"})
"""Of this a part is usual."""


def figures(settings: Settings, records: Records, now: datetime) -> Live:
    """All figures, and written down; those of weeks whose texts are gone are taken over."""
    kept = now.date() - timedelta(days=settings.records.statistics_days)
    forget(settings.data, kept)
    scored = read_scored(settings.data)
    release = _release(Path(settings.live.release)) if settings.live.release else {}
    live = Live(
        made_at=now,
        release=Folder(Path(settings.live.release)).run.name if release else "",
        weeks=tuple(_weeks(scored, records, read_live(settings.data), kept)),
        drifts=tuple(_drifts(scored, release)),
        release_figures={name: float(found.mean()) for name, found in release.items()},
        units={name: metric.unit for name, metric in known().items()},
    )
    write(file_of(settings.data), live.model_dump_json(indent=1))
    return live


def week_of(day: date) -> str:
    """Such as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _release(path: Path) -> Reference:
    """The release's answers, measured as real ones are. Raises `RunError` where it is no run."""
    folder = Folder(path)
    if not folder.run.cases:
        return {}
    answers = [one for one in folder.answers.values() if not one.error]
    made = parts(answers)
    return {
        name: found
        for name in RELEASE
        if len(found := values([one[name] for one in made if name in one])) >= LEAST
    }


def _weeks(
    scored: Sequence[Scored], records: Records, before: Live | None, kept: date
) -> Iterator[Week]:
    by_week: dict[str, list[Parts]] = defaultdict(list)
    for one in scored:
        by_week[week_of(one.day)].append({name: Part(*part) for name, part in one.parts.items()})
    answered: Counter[str] = Counter()
    for day, count in records.samples.answered(kept).items():
        answered[week_of(day)] += count
    complaints: dict[str, Counter[str]] = defaultdict(Counter)
    since = datetime.combine(kept, datetime.min.time(), UTC)
    for at, complaint in records.samples.complaints(since):
        complaints[week_of(at.date())][complaint] += 1
    old = {one.week: one for one in before.weeks} if before else {}
    first = week_of(kept)
    for week in sorted({*by_week, *answered, *complaints, *old}):
        if week >= first:
            earlier = old.get(week, Week(week=week))
            yield Week(
                week=week,
                answered=max(answered[week], earlier.answered),
                sampled=len(by_week[week]),
                complaints=_most(complaints[week], earlier.complaints),
                figures=_figures(by_week[week]),
            )


def _most(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    """Complaints go with their answers, their number stays."""
    return {name: max(now.get(name, 0), before.get(name, 0)) for name in sorted({*now, *before})}


def _figures(found: Sequence[Parts]) -> dict[str, Figure]:
    made = {}
    for name, metric in known().items():
        ours = [one[name] for one in found if name in one]
        if ours:
            share = metric.unit == "share"
            value, low, high = interval(ours, figure(metric.percentile), 1, share=share)
            made[name] = Figure(value=value, low=low, high=high, count=len(ours))
    return made


def _drifts(scored: Sequence[Scored], release: Reference) -> Iterator[Drift]:
    days: dict[str, dict[date, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for one in scored:
        for name, part in one.parts.items():
            days[name][one.day].append(Part(*part))
    for name, metric in known().items():
        ours = {day: values(found) for day, found in days[name].items()}
        found = shift(ours, release.get(name), _faulty(metric)) if ours else None
        if found:
            yield _shifted(metric, found)
    yield from _against_release(days, release)


def _faulty(metric: Metric) -> Faulty | None:
    """Shares that should be whole, or nothing, are counted; all else is a mean."""
    if metric.unit != "share":
        return None
    if metric.name in COUNTED or metric.better == "higher":
        return below
    return above if metric.better == "lower" and metric.name not in MEANS else None


def _shifted(metric: Metric, found: Shift) -> Drift:
    return Drift(
        metric=metric.name,
        why="cusum",
        since=str(found.since),
        seen=str(found.seen),
        before=found.before,
        now=found.now,
        worse=_worse(metric, found.before, found.now),
    )


def _against_release(
    days: Mapping[str, Mapping[date, Sequence[Part]]], release: Reference
) -> Iterator[Drift]:
    """The newest week against the release, corrected for how many metrics are looked at."""
    last = max((day for found in days.values() for day in found), default=None)
    if last is None:
        return
    week = week_of(last)
    ours = {
        name: values(
            [part for day in days[name] if week_of(day) == week for part in days[name][day]]
        )
        for name in release
    }
    tested = [name for name in release if len(ours[name]) >= LEAST]
    chances = holm([chance(release[name], ours[name]) for name in tested])
    for name, found in zip(tested, chances, strict=True):
        before, now = float(release[name].mean()), float(ours[name].mean())
        if found <= REAL and before != now:
            worse = _worse(known()[name], before, now)
            yield Drift(
                metric=name, why="release", since=week, seen=str(last),
                before=before, now=now, worse=worse, chance=found,
            )  # fmt: skip


def _worse(metric: Metric, before: float, now: float) -> bool:
    return metric.better != "neither" and (now < before) == (metric.better == "higher")
