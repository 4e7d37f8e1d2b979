"""What the commands share: an open library, JSON on stdout, a table for people."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from configs.settings import Settings
from ingest.addresses import normalise
from ingest.domain import FetchRefused
from ingest.library.library import Library, open_library
from ingest.space import require_space

WIDTH = 160  # characters, in a file or a pipe
JOIN = " > "
"""Between the headings of a trail."""


def paper() -> Console:
    """A console on stdout; wide enough for a table where there is no terminal."""
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH
    return console


@contextmanager
def opened(settings: Settings, *, read_only: bool = True) -> Iterator[Library]:
    """The library, closed afterwards."""
    require_space(settings, writing=not read_only)
    library = open_library(settings, read_only=read_only)
    try:
        yield library
    finally:
        library.close()


def as_stored(url: str) -> str:
    """The form in which the library knows an address that somebody typed."""
    try:
        return normalise(url)
    except FetchRefused:
        return url


def put(content: object, indent: int | None = 2) -> None:
    """Write one JSON document to stdout; `indent=None` gives one line."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=indent) + "\n")


def show_rows(title: str, rows: list[dict[str, Any]], as_json: bool) -> None:
    """Rows with the same keys, as JSON or as a table."""
    if as_json:
        put({title: rows})
        return
    table = Table(title=title)
    for name in rows[0] if rows else ():
        table.add_column(name)
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row.values()))
    paper().print(table)
