"""Check the list of sources: every file, every problem, when each review is due."""

from datetime import UTC, date, datetime
from pathlib import Path

from configs.domain import Noun
from configs.settings import Settings
from ingest.addresses import normalise, origin
from ingest.domain import Source
from ingest.fetching import Fetcher
from ingest.reporting import kept
from ingest.review import Standing, rests_from, standing
from ingest.robots import Robots, RobotsUnreachable
from ingest.scheduling.due import next_run
from ingest.sources import examine
from ingest.visits import Visits

OPEN = "open"


class Checked(Noun):
    """How one source of the list stands."""

    name: str
    file: str
    kind: str
    audience: str
    collection: str
    standing: Standing
    review_by: date
    rests_from: date
    rhythm: str
    due_from: datetime | None
    """When the next run is due, from now on; None for a source that is read by hand."""
    robots: str
    """Empty for files and where nothing was asked."""


class Check(Noun):
    """The sources that are right, by the day of their review, and every problem."""

    sources: tuple[Checked, ...] = ()
    problems: tuple[str, ...] = ()


def check(place: Path, settings: Settings, today: date, *, online: bool) -> Check:
    """Look at every source; `online` also asks every site for its robots.txt, and no more."""
    found, problems = examine(place, settings.ingest.allow_private_hosts)
    asked: dict[str, str] = {}
    if online:
        with Fetcher(settings.ingest) as fetcher:
            robots = Robots(fetcher, Visits(settings.data / "visits" / "none.json", ""))
            asked = {source.name: _robots(source, robots) for source in found}
    wrong = [f"{found[one]}: {said}" for one in found if _is_wrong(said := asked.get(one.name, ""))]
    checked = [_checked(source, file, asked, settings, today) for source, file in found.items()]
    return Check(
        sources=tuple(sorted(checked, key=lambda one: (one.review_by, one.name))),
        problems=(*problems, *wrong),
    )


def _is_wrong(said: str) -> bool:
    return said not in ("", OPEN)


def _robots(source: Source, robots: Robots) -> str:
    """What the robots.txt of its sites say of its starts: open, or the first that is not."""
    starts = [normalise(start) for start in source.start if "://" in start]
    for start in starts:
        try:
            if robots.forbid(start):
                return f"robots.txt of {origin(start)} forbids {start}"
        except RobotsUnreachable as error:
            return str(error)
    return OPEN if starts else ""


def _checked(
    source: Source, file: Path, asked: dict[str, str], settings: Settings, today: date
) -> Checked:
    grace = settings.ingest.review_grace
    due = next_run(source, kept(settings.data, source.name))
    due = max(due, datetime.now(UTC)) if due else None
    return Checked(
        name=source.name,
        file=str(file),
        kind=source.kind.value,
        audience=source.audience.value,
        collection=source.collection,
        standing=standing(source, today, grace),
        review_by=source.review_by,
        rests_from=rests_from(source, grace),
        rhythm=source.rhythm.value,
        due_from=due,
        robots=asked.get(source.name, ""),
    )
