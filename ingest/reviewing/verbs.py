"""`python -m ingest review`: what waits for a person, and what they decide."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from configs.domain import ConfigurationError
from configs.settings import Settings
from ingest.domain import IngestError
from ingest.history import last_report, synced_sources
from ingest.printing import as_stored, paper, put
from ingest.reviewing.domain import Decision, Verdict, Waiting
from ingest.reviewing.quarantine import Quarantine

LIST, SHOW, APPROVE, REJECT = "list", "show", "approve", "reject"
ACTIONS = (LIST, SHOW, APPROVE, REJECT)
VERDICTS = {APPROVE: Verdict.APPROVED, REJECT: Verdict.REJECTED}
AFTER = {
    Verdict.APPROVED: "it is taken as it is at the next sync",
    Verdict.REJECTED: "it stays out, until it changes again",
}
SHOWN = 8
"""Lines of changes that the list shows of each page."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `review`."""
    parser.add_argument("action", nargs="?", choices=ACTIONS, default=LIST)
    parser.add_argument("urls", nargs="*", metavar="URL")
    parser.add_argument("--source", metavar="NAME", help="only this source; for all its pages")
    parser.add_argument("--note", default="", help="why, for who looks later")
    parser.add_argument("--by", default="", help="who decides (default: the user of this machine)")
    parser.add_argument("--all", action="store_true", help="list what was decided as well")


def review(settings: Settings, options: argparse.Namespace) -> bool:
    """List, show, approve or reject the pages that were kept apart."""
    quarantine = Quarantine(settings.data)
    if options.action == LIST:
        return _list(settings.data, quarantine, options)
    if not options.urls and not (options.source and options.action in VERDICTS):
        raise ConfigurationError(f"review {options.action}: name a URL; `review` lists them.")
    chosen = _chosen(quarantine, options)
    if options.action == SHOW:
        return _show(chosen, options.json)
    return _decide(quarantine, chosen, options)


def held_back(data: Path) -> list[dict[str, Any]]:
    """Publications that wait for `sync --yes`, or failed: per source, with why and since when."""
    rows = []
    for source in synced_sources(data):
        report = last_report(data, source)
        if report and report.failed:
            row = {"source": source, "reason": report.reason, "at": report.started_at.isoformat()}
            if "--yes" in report.reason:
                row["command"] = f"python -m ingest sync {source} --yes"
            rows.append(row)
    return rows


def _list(data: Path, quarantine: Quarantine, options: argparse.Namespace) -> bool:
    every = list(quarantine.all(options.source or "*"))
    waiting = [one for one in every if options.all or one.decision is None]
    held = [row for row in held_back(data) if options.source in {None, row["source"]}]
    if options.json:
        content = [one.model_dump(mode="json", exclude={"text"}) for one in waiting]
        put({"waiting": content, "held_back": held})
        return True
    console = paper()
    for one in waiting:
        _print(console, one, SHOWN)
    for row in held:
        text = f"{row['source']}: the last sync was not published: {row['reason']}"
        console.print(f"[bold yellow]{escape(text)}[/]", soft_wrap=True)
        if command := row.get("command"):
            console.print(f"  {escape(command)}", highlight=False)
    console.print(_summary(waiting, held))
    return True


def _summary(waiting: Sequence[Waiting], held: Sequence[object]) -> str:
    if not waiting and not held:
        return "Nothing waits."
    if not waiting:
        return "No page waits."
    undecided = sum(one.decision is None for one in waiting)
    pages = "1 page waits" if undecided == 1 else f"{undecided} pages wait"
    return (
        f"{pages}. Look with `review show URL`, then `review approve URL` or `review reject URL`."
    )


def _print(console: Console, one: Waiting, most: int) -> None:
    console.print(f"[bold]{escape(one.url)}[/]", soft_wrap=True, highlight=False)
    old = "; the old text keeps answering" if one.held else "; not in the library"
    told = f"  {one.source}, since {one.since:%Y-%m-%d %H:%M} UTC{old}\n  {one.reason}"
    console.print(escape(told), soft_wrap=True, highlight=False)
    for line in one.changes[:most]:
        colour = {"-": "red", "+": "green"}.get(line[:1], "dim")
        console.print(f"    [{colour}]{escape(line)}[/]", soft_wrap=True, highlight=False)
    if (more := len(one.changes) - most) > 0:
        console.print(f"    [dim]\u2026 {more} more lines: review show URL[/]")
    if decision := one.decision:
        said = f"  {decision.verdict.value} by {decision.by} on {decision.at:%Y-%m-%d}"
        console.print(escape(f"{said}: {decision.note}" if decision.note else said))


def _show(chosen: Sequence[Waiting], as_json: bool) -> bool:
    if as_json:
        put({"waiting": [one.model_dump(mode="json") for one in chosen]})
        return True
    console = paper()
    for one in chosen:
        _print(console, one, sys.maxsize)
        console.print(f"\n[bold]{escape(one.title)}[/]\n{escape(one.text)}\n", highlight=False)
    return True


def _decide(quarantine: Quarantine, chosen: Sequence[Waiting], options: argparse.Namespace) -> bool:
    decision = Decision(
        verdict=VERDICTS[options.action],
        by=options.by or getpass.getuser(),
        at=datetime.now(UTC),
        note=options.note,
    )
    for one in chosen:
        quarantine.keep(one.model_copy(update={"decision": decision}))
    if options.json:
        decided = [{"url": one.url, "source": one.source, "digest": one.digest} for one in chosen]
        put({"decision": decision.model_dump(mode="json"), "pages": decided})
        return True
    for one in chosen:
        text = f"{one.url}: {decision.verdict.value}; {AFTER[decision.verdict]}"
        paper().print(escape(text), soft_wrap=True, highlight=False)
    return True


def _chosen(quarantine: Quarantine, options: argparse.Namespace) -> list[Waiting]:
    """What was named; a URL as it stands on the list, or as somebody types it."""
    every = list(quarantine.all(options.source or "*"))
    if not options.urls:
        return [one for one in every if one.decision is None]
    wanted = {url: {url, as_stored(url)} for url in options.urls}
    if unknown := [url for url, forms in wanted.items() if not any(o.url in forms for o in every)]:
        raise IngestError(f"Nothing waits at {', '.join(unknown)}; `review` lists what does.")
    return [one for one in every if any(one.url in forms for forms in wanted.values())]
