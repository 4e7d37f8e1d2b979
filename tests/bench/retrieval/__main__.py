"""`python -m tests.bench.retrieval`: measure how well the library finds, and print the tables."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from configs.settings import load_settings
from ingest.library.opening import embedder_of
from tests.bench.retrieval.asked import sets
from tests.bench.retrieval.corpora import CORPORA, pages
from tests.bench.retrieval.measuring import measure
from tests.bench.retrieval.refusing import refusals, service
from tests.bench.retrieval.reporting import Report, show, write
from tests.bench.retrieval.systems import DENSE, FULL, VARIANTS

WIDE = 200


def main() -> int:
    """All measurements, with progress; some minutes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.retrieval", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=Path("bench-results/retrieval"), help="folder for the report"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the typing errors")
    parser.add_argument(
        "--quick", action="store_true", help="only what needs no other index; a third of the time"
    )
    parser.add_argument("--embedder", type=Path, help="folder of an embedder to weigh as well")
    parser.add_argument(
        "--query-prefix", default="", help="before a question; none: as its card says"
    )
    parser.add_argument(
        "--passage-prefix", default="", help="before a passage; none: as its card says"
    )
    options = parser.parse_args()
    errors = Console(stderr=True)
    if not CORPORA.is_dir():
        errors.print(f"{CORPORA} is absent; put the Dutch corpora there.")
        return 2
    with tempfile.TemporaryDirectory() as place, errors.status("reading …") as status:
        report = measured(Path(place), options, lambda what: status.update(f"{what} …"))
    console = Console()
    show(report, console if console.is_terminal else Console(width=WIDE))
    write(report, options.out)
    errors.print(f"Written to {options.out}: report.md, report.json, found.svg, refused.svg")
    return 0


def measured(folder: Path, options: argparse.Namespace, progress: Callable[[str], None]) -> Report:
    """Build the libraries below `folder`, and ask."""
    known = pages(lambda name: progress(f"reading {name}"))
    asked = sets(known)
    variants = [one for one in VARIANTS if one.indexed == FULL.indexed or not options.quick]
    embedder = None
    if options.embedder:
        prefixes = {"query_prefix": options.query_prefix, "passage_prefix": options.passage_prefix}
        chosen = {"embedder": str(options.embedder), **prefixes}
        embedder = embedder_of(load_settings("demo", library=chosen))
        variants += DENSE
    found = measure(
        known, asked, folder, progress, seed=options.seed, variants=variants, embedder=embedder
    )
    with service(known, folder / "service", None) as made:
        calibration = made.library.calibration()
        assert calibration is not None
        refused = refusals(made, asked, progress)
        passages = made.library.count()
    addresses = len({one.page.url for one in known})
    sources = len({one.source.name for one in known})
    told = (
        f"{len(known)} pages at {addresses} addresses, {passages:,} passages, {sources} sources, "
        "public and internal, in one library."
    )
    return Report(told, asked, found, refused, calibration)


sys.exit(main())
