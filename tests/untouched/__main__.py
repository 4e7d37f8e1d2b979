"""`python -m tests.untouched`: the table of what askers got, per body of text."""

import tempfile
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.untouched.bodies import REAL, body
from tests.untouched.scoring import counted, questions

VERDICTS = (
    *("right", "shown", "half", "refused", "beside", "wrong"),
    *("rightly refused", "reserve on the unanswerable", "answered the unanswerable"),
)


def main() -> None:
    """Print a row for each body of text, those that were looked at and those that were not."""
    table = Table("questions", "n", *VERDICTS)
    total = {True: Counter[str](), False: Counter[str]()}
    for name in ("waterveen", *REAL):
        with tempfile.TemporaryDirectory() as data, body(name, Path(data)) as service:
            for seen in (True, False):
                counts = counted(service, [one for one in questions(name) if one.seen is seen])
                total[seen] += counts
                _row(table, f"{name}, {'seen' if seen else 'untouched'}", counts)
    for seen, counts in total.items():
        _row(table, f"all, {'seen' if seen else 'untouched'}", counts)
    Console().print(table)


def _row(table: Table, name: str, counts: Counter[str]) -> None:
    table.add_row(name, str(counts.total()), *(str(counts[verdict]) for verdict in VERDICTS))


if __name__ == "__main__":
    main()
