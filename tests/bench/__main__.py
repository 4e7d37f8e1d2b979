"""Measure, and print one table."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench.editor import comparing, inspecting
from tests.bench.load import serving
from tests.bench.machine import machine
from tests.bench.measures import asking, finding, masking, reading, town
from tests.bench.pins import pinning
from tests.bench.printing import show
from tests.bench.resyncing import resyncing
from tests.bench.scoring import evaluating


def main() -> int:
    """All measurements, in their order."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    options = parser.parse_args()
    console = Console(stderr=True)
    rows = []
    with tempfile.TemporaryDirectory() as place:
        measures = (reading, inspecting, comparing, masking, pinning, resyncing, evaluating)
        for measure in measures:
            with console.status(f"{measure.__name__} …"):
                rows += measure()
        with console.status("20,000 passages …"), town(Path(place)) as settings:
            for measure in (finding, asking, serving):
                rows += measure(settings)
    show(rows)
    if options.json:
        options.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2))
    return 0


sys.exit(main())
