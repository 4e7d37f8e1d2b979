"""What `python -m ingest` does: one verb per command; results on stdout, the rest on stderr."""

import argparse
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from configs.settings import Settings, resolve
from ingest.domain import LibraryBusy, Source
from ingest.printing import as_stored, opened, paper, put, show_rows
from ingest.reporting import show
from ingest.review import overdue, standing
from ingest.scheduling.domain import Asked
from ingest.scheduling.handing import hand_over, is_served
from ingest.scheduling.running import chosen, run
from ingest.scheduling.telling import as_json, complain, relayed, shown
from ingest.sources import load_sources

Verb = Callable[[Settings, argparse.Namespace], bool]
"""Gives whether the command did what was asked."""

log = logging.getLogger(__name__)


def sync_sources(settings: Settings, options: argparse.Namespace) -> bool:
    """Sync the named sources, or all, or those that are due; by the server where one has the data.

    One that fails does not keep the others from it.
    """
    asked = Asked(
        names=tuple(options.names),
        sources=(options.sources or resolve(settings.ingest.sources)).absolute(),
        confirmed=options.yes,
        due=options.due,
    )
    if settings.library.engine == "embedded" and is_served(settings.data):
        chosen(_load(settings, options.sources), asked, settings)
        with relayed() as tell:
            outcome = hand_over(asked, settings.data, tell)
        for name, error in outcome.errors.items():
            log.error("%s: %s", name, error)
    else:
        with opened(settings, read_only=False) as library:
            outcome = run(asked, library, settings, shown)
    if options.json:
        put(as_json(outcome))
    else:
        show(outcome.reports, paper(), options.verbose)
    complain(outcome, brief=options.due)
    return outcome.good


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
            "collection": source.collection,
            "review_by": source.review_by.isoformat(),
            "overdue": bool(overdue(source, today)),
            "standing": standing(source, today, settings.ingest.review_grace).value,
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
