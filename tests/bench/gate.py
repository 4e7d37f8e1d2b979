"""Is a worsened assistant caught by the gate, and an unchanged one not? Ten real runs of each.

Run as `python -m tests.bench.gate [RUNS]`. Each run asks all cases of the demo again, of a service
that is built anew; the first run of the unchanged one is the release before.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import process_time

from rich.console import Console
from rich.table import Table

from assistant.build import build
from assistant.service import Service
from eval.commands.compare import THRESHOLDS
from eval.comparing import compare
from eval.endpoints.assistant import InProcess
from eval.gating import judge, read_thresholds
from eval.scoring import Scoring, read_scores
from eval.storing import Folder
from tests.assistant.town import town
from tests.eval.scripted import ran
from tests.eval.worsening import DEMO, WORSENED, older_site, unchanged

RUNS = 10
CONSOLE = Console(stderr=True, highlight=False)
NAMES = 4
"""So many of the metrics that gave it away are shown."""


@contextmanager
def opened(folder: Path, *, older: bool) -> Iterator[Service]:
    with town(folder / "town", *([older_site(folder)] if older else [])) as service:
        yield service


def scored(path: Path, service: Service) -> Path:
    ran(path, InProcess(service), DEMO)
    Scoring()(Folder(path))
    return path


def failed(run: Path, before: Path, seed: int) -> tuple[str, ...]:
    """Why the gate lets this run not pass; nothing where it does."""
    found = judge(read_scores(run), read_thresholds(THRESHOLDS), compare(before, run, seed))
    return found.failed


def measured(name: str, change: Callable[[Service], Service], before: Path, runs: int) -> list:
    """Of so many runs of one assistant: why each did not pass."""
    found = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with opened(folder, older=name == "an older edition") as town:
            for seed in range(1, runs + 1):
                service = build(town.settings, library=town.library)
                with closing(service.records):
                    run = scored(folder / str(seed), change(service))
                found.append(failed(run, before, seed))
                done = sum(bool(lines) for lines in found)
                CONSOLE.print(f"{name}: {seed} runs, {done} stopped")
    return found


def main(arguments: list[str]) -> int:
    """0 where every worsened run was caught, and no unchanged one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.gate", description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=RUNS)
    runs = parser.parse_args(arguments).runs
    table = Table("assistant", "runs", "stopped", "by", "cpu s/run", box=None)
    good = True
    with tempfile.TemporaryDirectory() as made:
        before = {}
        for key, change in (("quote", unchanged), ("generate", WORSENED["lying, checked"])):
            with opened(Path(made) / key, older=False) as service:
                before[key] = scored(Path(made) / key / "run", change(service))
        for name, change in {"unchanged": unchanged, **WORSENED}.items():
            key = "generate" if "lying" in name else "quote"
            began = process_time()
            found = measured(name, change, before[key], runs)
            each = (process_time() - began) / runs
            stopped = [lines for lines in found if lines]
            # What lies and is checked is the release before of what lies and is not.
            calm = name in {"unchanged", "lying, checked"}
            fine = not any("before" in line for lines in stopped for line in lines) if calm else (
                len(stopped) == runs
            )  # fmt: skip
            good = good and fine
            named = dict.fromkeys(line.split(":")[0] for lines in stopped for line in lines)
            by = ", ".join(list(named)[:NAMES])
            table.add_row(name, str(runs), str(len(stopped)), by, f"{each:.1f}")
    Console(highlight=False).print(table)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
