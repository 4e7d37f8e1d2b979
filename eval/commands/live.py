"""`python -m eval live`: score a sample of real answers, beside the server that gave them."""

import argparse
import os
import sys
import time
from contextlib import closing
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.quality import Live
from assistant.records.build import open_records
from configs.settings import Settings
from eval.commands.score import written
from eval.live.figures import figures
from eval.live.sampling import sample

MINUTE = 60.0
WEEKS = 4
"""So many weeks are shown."""


def add_live(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its options."""
    command = commands.add_parser("live", help="score a sample of real answers; say what drifts")
    command.add_argument("--watch", action="store_true", help="go on until stopped")
    command.add_argument("--every", type=float, default=15.0, help="minutes between two rounds")
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    command.add_argument("--profile", default=os.environ.get("VRAAGBAAK_PROFILE", "default"))
    command.set_defaults(verb=_live)


def _live(settings: Settings, options: argparse.Namespace) -> bool:
    """False where something got worse: a timer's unit fails then, and somebody looks."""
    console = Console(stderr=True, highlight=False)
    while True:
        now = datetime.now(UTC)
        with closing(open_records(settings)) as records:
            count = sample(records, settings.data, settings.live, now)
            live = figures(settings, records, now)
        console.print(f"{now:%H:%M}: {count} answers scored.")
        if not options.watch:
            break
        time.sleep(max(1.0, options.every * MINUTE))
    if options.json:
        sys.stdout.write(f"{live.model_dump_json(indent=1)}\n")
    else:
        _print(Console(highlight=False), live)
    return not any(one.worse for one in live.drifts)


def _print(console: Console, live: Live) -> None:
    weeks = live.weeks[-WEEKS:]
    table = Table("metric", "release", *(week.week for week in weeks), box=None)
    for name in dict.fromkeys(name for week in weeks for name in week.figures):
        unit = live.units.get(name, "number")
        release = live.release_figures.get(name)
        cells = (week.figures.get(name) for week in weeks)
        shown = (written(one.value, unit) if one else "-" for one in cells)
        table.add_row(name, "-" if release is None else written(release, unit), *shown)
    for name in ("answered", "sampled", "reported"):
        table.add_row(name, "", *(str(getattr(week, name)) for week in weeks))
    console.print(table)
    for one in live.drifts:
        unit = live.units.get(one.metric, "number")
        how = "[red]worse[/]" if one.worse else "changed"
        change = f"{written(one.before, unit)} to {written(one.now, unit)}"
        why = f"seen {one.seen}" if one.why == "cusum" else f"chance {one.chance:.2g}"
        console.print(f"{escape(one.metric)}: {how} since {one.since}: {change} ({why})")
    if not live.drifts:
        console.print("No change that is more than chance.")
