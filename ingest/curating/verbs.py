"""What `python -m ingest sources` does: check the list, propose a source for it."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from configs.settings import Settings, resolve
from ingest.curating.checking import check
from ingest.curating.proposing import propose
from ingest.curating.writing import as_yaml
from ingest.domain import SourceError
from ingest.printing import put, show_rows
from ingest.visits import write_whole


def check_sources(settings: Settings, options: argparse.Namespace) -> bool:
    """Every file and every problem of the list; false when there is one."""
    place = options.sources or resolve(settings.ingest.sources)
    today = datetime.now(UTC).date()
    found = check(place, settings, today, online=not options.offline)
    rows = [one.model_dump(mode="json") for one in found.sources]
    if options.json:
        put({"sources": rows, "problems": list(found.problems)})
    else:
        show_rows("sources", [_short(row) for row in rows], as_json=False)
    console = Console(stderr=True)
    for problem in found.problems:
        console.print(f"[bold red]{escape(problem)}[/]", soft_wrap=True, highlight=False)
    return not found.problems


def add_source(settings: Settings, options: argparse.Namespace) -> bool:
    """Propose a source file for a site; on stdout, or in a new file."""
    out: Path | None = options.out
    if out and out.exists():
        raise SourceError(f"{out}: exists already; name a new file with --out.")
    today = datetime.now(UTC).date()
    with Console(stderr=True).status(f"asking {escape(options.url)} what it has …"):
        proposal = propose(options.url, settings, today)
    text = as_yaml(proposal, today)
    if out:
        write_whole(out, text)
    if options.json:
        put({"file": str(out) if out else None, **proposal.model_dump(mode="json")})
    elif not out:
        sys.stdout.write(text)
    count = f"Of {proposal.seen} addresses seen so far {proposal.kept} would be read"
    said = f"{count}, and what they link to; nothing is read yet"
    where = f"{out}: check it, then take the line `proposed: true` away. " if out else ""
    Console(stderr=True).print(escape(f"{where}{said}."), soft_wrap=True, highlight=False)
    return True


def _short(row: dict[str, Any]) -> dict[str, Any]:
    """The same for a table: the name of the file, and the hour of the next run."""
    due = str(row["due_from"] or "by hand")[:16].replace("T", " ")
    return {**row, "file": Path(row["file"]).name, "due_from": due}
