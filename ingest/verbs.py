"""What `python -m ingest` does: one verb per command; results on stdout, the rest on stderr."""

import argparse
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from configs.settings import Settings, resolve
from ingest.comparing.comparing import compare_quickly
from ingest.domain import IngestError, LibraryBusy, Line, Source, SourceError, SyncReport
from ingest.printing import as_stored, opened, paper, put, show_rows
from ingest.reporting import keep, show
from ingest.sources import load_sources, overdue
from ingest.sync import sync

Verb = Callable[[Settings, argparse.Namespace], bool]
"""Gives whether the command did what was asked."""

log = logging.getLogger(__name__)


def sync_sources(settings: Settings, options: argparse.Namespace) -> bool:
    """Sync the named sources, or all; one that fails does not keep the others from it."""
    sources = _chosen(_load(settings, options.sources), options.names)
    reports: list[SyncReport] = []
    errors: dict[str, str] = {}
    with opened(settings, read_only=False) as library:
        if not options.names:
            _warn_of_orphans(set(library.sources()) - {source.name for source in sources})
        for source in sources:
            try:
                with _progress(source) as progress:
                    report = sync(
                        source, library, settings, confirmed=options.yes, progress=progress
                    )
            except IngestError as error:
                log.error("%s: %s", source.name, error)  # noqa: TRY400  one line, no traceback
                errors[source.name] = str(error)
                continue
            keep(report, settings.data)
            reports.append(report)
        if any(report.published for report in reports):
            compare_quickly(library, settings.data)
    if options.json:
        put({"reports": [_report(report) for report in reports], "errors": errors})
    else:
        show(reports, paper(), options.verbose)
    return not errors and not any(report.failed for report in reports)


def list_sources(settings: Settings, options: argparse.Namespace) -> bool:
    """The approved sources, with what the library holds of each."""
    sources = _load(settings, options.sources)
    today = datetime.now(UTC).date()
    held = _held(settings, [source.name for source in sources])
    rows = [
        {
            "name": source.name,
            "owner": source.owner,
            "kind": source.kind.value,
            "audience": source.audience.value,
            "review_by": source.review_by.isoformat(),
            "overdue": bool(overdue(source, today)),
            **held.get(source.name, {"pages": None, "passages": None}),
        }
        for source in sources
    ]
    show_rows("sources", rows, options.json)
    return True


def forget_pages(settings: Settings, options: argparse.Namespace) -> bool:
    """Erase a page, or all pages of a source, from every edition, at once."""
    with opened(settings, read_only=False) as library:
        urls = list(library.holdings(options.source)) if options.source else [options.url]
        count = sum(library.forget(url) or library.forget(as_stored(url)) for url in urls)
    if options.json:
        put({"url": options.url, "source": options.source, "passages": count})
    else:
        paper().print(f"{count} passages erased; take what they came from off the list as well")
    return count > 0


def roll_back(settings: Settings, options: argparse.Namespace) -> bool:
    """Publish an earlier edition again."""
    with opened(settings, read_only=False) as library:
        edition = library.rollback(options.to)
    if options.json:
        put(edition.model_dump(mode="json"))
    else:
        paper().print(f"edition {edition.number} is published")
    return True


def list_editions(settings: Settings, options: argparse.Namespace) -> bool:
    """The editions that are kept; the last one published is marked."""
    with opened(settings) as library:
        published = library.published
        rows = [
            {**edition.model_dump(mode="json"), "current": edition.number == published}
            for edition in library.editions()
        ]
    show_rows("editions", rows, options.json)
    return True


def _held(settings: Settings, names: Sequence[str]) -> dict[str, dict[str, int]]:
    """Pages and passages per source; nothing while another process has the library."""
    try:
        with opened(settings) as library:
            held = {name: library.holdings(name) for name in names}
    except LibraryBusy as error:
        log.warning("%s", error)
        return {}
    return {
        name: {"pages": len(pages), "passages": sum(len(ids) for ids in pages.values())}
        for name, pages in held.items()
    }


def _load(settings: Settings, given: Path | None) -> list[Source]:
    place = given or resolve(settings.ingest.sources)
    return load_sources(place, settings.ingest.allow_private_hosts)


def _warn_of_orphans(names: set[str]) -> None:
    """A source that left the list keeps answering until somebody decides."""
    for name in sorted(names):
        log.warning(
            "The library holds pages of %s, which is not on the list; "
            "erase them with: python -m ingest forget --source %s",
            name,
            name,
        )


def _chosen(sources: Sequence[Source], names: Sequence[str]) -> list[Source]:
    known = {source.name: source for source in sources}
    if unknown := [name for name in names if name not in known]:
        raise SourceError(f"There is no source {', '.join(unknown)}. Sources: {', '.join(known)}.")
    return [known[name] for name in dict.fromkeys(names)] if names else list(sources)


@contextmanager
def _progress(source: Source) -> Iterator[Callable[[Line], None]]:
    """A line on stderr that tells how far the sync is."""
    console, count = Console(stderr=True), 0
    with console.status(f"{source.name} …") as status:

        def tell(line: Line) -> None:
            nonlocal count
            count += 1
            status.update(escape(f"{source.name}: {count} · {line.status.value} {line.url}"))

        yield tell


def _report(report: SyncReport) -> dict[str, Any]:
    return {**report.model_dump(mode="json"), "counts": report.counts}
