"""The table of what was measured, under the name of the machine."""

import platform
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table


def machine() -> str:
    """Its processors, system and Python."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.is_file() else []
    models = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    name = f"{len(models)} x {models[0]}" if models else platform.processor()
    return f"{name}, {platform.system()}, Python {platform.python_version()}"


def show(rows: Sequence[tuple[str, str, str]]) -> None:
    """One table."""
    table = Table(title=machine(), title_justify="left")
    for head in ("what", "measured", "aim"):
        table.add_column(head)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
