"""`python -m ingest find` and `show`: what the library answers, and what it holds of a page."""

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.markup import escape

from configs.domain import Audience, ConfigurationError
from configs.settings import Settings, resolve
from ingest.domain import Hit, Search, SourceError
from ingest.printing import JOIN, as_stored, opened, paper, put
from ingest.sources import load_sources

log = logging.getLogger(__name__)


def show_page(settings: Settings, options: argparse.Namespace) -> bool:
    """The passages of one page, in the order of the page."""
    with opened(settings) as library:
        url = options.url
        at = options.edition
        passages = library.show(url, at) or library.show(as_stored(url), at)
    if options.json:
        shown = [{"id": p.id, **p.model_dump(mode="json")} for p in passages]
        put({"url": options.url, "passages": shown})
    else:
        console = paper()
        for passage in passages:
            trail = JOIN.join((passage.title, *passage.headings))
            console.print(f"[bold]{escape(trail)}[/]  [dim]{passage.read_at:%Y-%m-%d}[/]")
            console.print(escape(passage.text) + "\n", highlight=False)
    if not passages:
        log.error("The library holds no passages of %s.", options.url)
    return bool(passages)


def find_passages(settings: Settings, options: argparse.Namespace) -> bool:
    """Search for one query, or for each line of a file."""
    wanted = _wanted(settings, options)
    with opened(settings) as library:
        if options.queries:
            for entry in _queries(options.queries):
                search = wanted.model_copy(update={"text": entry["query"]})
                put({"id": entry["id"], "hits": _hits(library.find(search))}, indent=None)
            return True
        hits = library.find(wanted)
    if options.json:
        put({"hits": _hits(hits)})
        return True
    console = paper()
    for hit in hits:
        trail = JOIN.join((hit.passage.title, *hit.passage.headings))
        console.print(
            f"[bold]{hit.relevance:.2f}[/] {escape(trail)}\n     {escape(hit.passage.url)}"
        )
    return True


def _wanted(settings: Settings, options: argparse.Namespace) -> Search:
    """The search that the options ask for; `SourceError` for a collection without sources."""
    internal = options.audience is Audience.INTERNAL
    names: set[str] = set()
    if options.collection:
        chosen = settings.ingest
        sources = load_sources(resolve(chosen.sources), chosen.allow_private_hosts)
        names = {one.name for one in sources if one.collection == options.collection}
        if not names:
            raise SourceError(f"There is no source in the collection {options.collection!r}.")
    return Search(
        text=options.query or "",
        limit=options.limit,
        per_page=options.per_page,
        audiences=frozenset(Audience) if internal else frozenset({Audience.PUBLIC}),
        sources=frozenset(names),
        edition=options.edition,
    )


def _queries(file: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: can't be read ({error}).") from error
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line) if line.strip() else None
            if entry is not None:
                yield {"id": entry["id"], "query": str(entry["query"])}
        except (ValueError, LookupError, TypeError) as error:
            raise ConfigurationError(
                f'{file}: line {number} must be {{"id": …, "query": …}}.'
            ) from error


def _hits(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [
        {
            "url": hit.passage.url,
            "title": hit.passage.title,
            "headings": list(hit.passage.headings),
            "text": hit.passage.text,
            "score": hit.score,
            "relevance": hit.relevance,
        }
        for hit in hits
    ]
