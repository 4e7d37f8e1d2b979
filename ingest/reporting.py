"""Reports of syncs: as JSON below the data folder, and as tables for people."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ingest.domain import Line, Status, SyncReport
from ingest.visits import write_whole

KEPT = 10  # reports per source
SHOWN = 20  # lines shown without --verbose
NOTABLE = (Status.QUARANTINED, Status.STALE, Status.REMOVED, Status.SKIPPED)
OFF_LIST = "outside the allow-list"


def keep(report: SyncReport, data: Path) -> Path:
    """Write the report as `<data>/reports/<source>.json`, the last one, and among the last ten.

    Those stand in `<data>/reports/<source>/<UTC time>.json`; both are the SyncReport as JSON.
    """
    folder = data / "reports" / report.source
    text = report.model_dump_json(indent=2)
    file = folder / f"{report.started_at:%Y%m%dT%H%M%S%f}Z.json"
    write_whole(file, text)
    write_whole(folder.with_name(f"{report.source}.json"), text)
    for old in sorted(folder.glob("*.json"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return file


def kept(data: Path, source: str) -> list[SyncReport]:
    """The reports of a source that are kept, oldest first; a damaged one is left out."""
    found = []
    for file in sorted((data / "reports" / source).glob("*.json")):
        try:
            found.append(SyncReport.model_validate_json(file.read_text(encoding="utf-8")))
        except (OSError, ValidationError):
            continue
    return found


def show(reports: Sequence[SyncReport], console: Console, verbose: bool) -> None:
    """A table with one row per source; below it the lines that an editor should see."""
    table = Table(title="Sync")
    for name in ("source", "edition", *Status, "requests", "read", "seconds"):
        table.add_column(name, justify="left" if name == "source" else "right")
    for report in reports:
        counts = (str(report.counts.get(status, 0)) for status in Status)
        edition = str(report.edition) if report.published else "-"
        size = f"{report.bytes_read / 1024:,.0f} kB"
        table.add_row(
            report.source, edition, *counts, str(report.requests), size, f"{report.seconds:.1f}"
        )
    if reports:
        console.print(table)
    for report in reports:
        _explain(report, console, verbose)


def _explain(report: SyncReport, console: Console, verbose: bool) -> None:
    for remark in report.remarks:
        console.print(f"[yellow]{escape(remark)}[/]", soft_wrap=True)
    if report.reason:
        text = f"{report.source}: not published: {report.reason}"
        console.print(f"[bold red]{escape(text)}[/]", soft_wrap=True)
    elif not report.published:
        console.print(f"{escape(report.source)}: nothing has changed; no new edition is needed")
    notable = notable_lines(report)
    for line in notable if verbose else notable[:SHOWN]:
        text = f"{line.status.value:12} {line.url}  {line.reason}"
        console.print(escape(text), soft_wrap=True, highlight=False)
    if len(notable) > SHOWN and not verbose:
        console.print(f"… and {len(notable) - SHOWN} more; see them with --verbose")


def notable_lines(report: SyncReport) -> list[Line]:
    """What needs an eye first: quarantined, stale, removed, skipped, and remarks on good pages."""
    ranks = {status: rank for rank, status in enumerate(NOTABLE)}
    lines = [line for line in report.lines if line.status in ranks or line.reason]
    return sorted(
        lines,
        key=lambda line: (OFF_LIST in line.reason, ranks.get(line.status, len(ranks)), line.url),
    )
