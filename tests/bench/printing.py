"""The table of what was measured, under the name of the machine."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.bench.machine import machine


def show(rows: Sequence[tuple[str, str, str]]) -> None:
    """One table."""
    table = Table(title=machine(), title_justify="left")
    for head in ("what", "measured", "aim"):
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
