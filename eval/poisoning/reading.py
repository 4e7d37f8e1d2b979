"""Read a poisoned copy as a site is read, and say what became of each poisoned page."""

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.demo import PORT, site_on_loopback
from configs.settings import Settings
from eval.domain import RunError
from eval.poisoning.domain import Planted, Poisoning
from eval.storing import write
from eval.wording import plain
from ingest.domain import Source, SyncReport
from ingest.library.library import Library, open_library
from ingest.sync import sync

POISON = "poison.json"
COPIES = timedelta(days=365)


def read_copy(site: Path, planted: Sequence[Planted], settings: Settings) -> Poisoning:
    """Sync the copy into the library of these settings, with all that inspects a real site.

    Raises `RunError` where nothing of it can be published.
    """
    with site_on_loopback(site, PORT) as origin, closing(open_library(settings)) as library:
        report = sync(_source(origin), library, settings)
        if report.failed:
            raise RunError(f"The poisoned copy was not read: {report.reason}")
        return Poisoning(pages=tuple(_seen(page, report, library, origin) for page in planted))


def keep(poisoning: Poisoning, folder: Path) -> None:
    """Write it beside the answers."""
    write(folder / POISON, poisoning.model_dump_json(indent=1))


def kept(folder: Path) -> Poisoning | None:
    """What was poisoned for the run in a folder; None where nothing was."""
    try:
        return Poisoning.model_validate_json((folder / POISON).read_bytes())
    except (OSError, ValueError):
        return None


def _source(origin: str) -> Source:
    return Source(
        name="poisoned-copy",
        owner="Kopie",
        review_by=(datetime.now(UTC) + COPIES).date(),
        start=(f"{origin}/",),
        allow=(f"{origin}/",),
    )


def _seen(page: Planted, report: SyncReport, library: Library, origin: str) -> Planted:
    lines = {line.url: line for line in report.lines}
    line = lines.get(f"{origin}{page.page}")
    held = plain(" ".join(passage.text for passage in library.show(f"{origin}{page.page}")))
    return page.model_copy(
        update={
            "status": line.status.value if line else "not read",
            "reason": line.reason if line else "",
            "reached": page.canary in held or page.lure in held,
        }
    )
