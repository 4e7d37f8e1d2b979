"""The reports of earlier syncs as they were kept, newest first."""

import logging
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from ingest.domain import SyncReport

FOLDER = "reports"
log = logging.getLogger(__name__)


def reports(data: Path, source: str) -> Iterator[SyncReport]:
    """The kept reports of a source, newest first, read one by one; a damaged one is left out."""
    folder = data / FOLDER
    # a file is named by its time, in UTC, with or without a folder for its source
    files = [*folder.glob(f"{source}_*.json"), *folder.glob(f"{source}/*.json")]
    for file in sorted(files, key=lambda file: file.stem.removeprefix(f"{source}_"), reverse=True):
        try:
            yield SyncReport.model_validate_json(file.read_text(encoding="utf-8"))
        except (OSError, ValueError, ValidationError):
            log.warning("%s can't be read; it is left out.", file)


def last_report(data: Path, source: str) -> SyncReport | None:
    """The newest report of a source."""
    return next(reports(data, source), None)


def last_walk(data: Path, source: str) -> SyncReport | None:
    """The newest report of a source that tells of pages; one that failed at once tells of none."""
    return next((report for report in reports(data, source) if report.lines), None)


def synced_sources(data: Path) -> list[str]:
    """The names of the sources of which a report was kept."""
    folder = data / FOLDER
    names = {file.stem.rpartition("_")[0] for file in folder.glob("*_*.json")}
    return sorted(names | {file.parent.name for file in folder.glob("*/*.json")})
