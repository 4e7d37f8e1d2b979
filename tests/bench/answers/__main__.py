"""`python -m tests.bench.answers`: put every importable set to the library of all corpora.

Nothing is taken out of the index: who asks in the words of a title finds it. What that says of
retrieval stands in `make bench-retrieval`; this tells what an asker gets in the end.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from configs.domain import Audience
from configs.settings import Settings, load_settings
from eval.commands.cases import chosen
from eval.commands.run import ask_of
from eval.domain import Score
from eval.scoring import Scores, Scoring
from eval.storing import Folder
from ingest.domain import Source, SourceKind
from ingest.library.library import open_library
from ingest.sync import sync
from tests.bench.machine import machine
from tests.untouched.bodies import site

SHARED = Path(__file__).parents[3].parent / "shared"
SETS = {
    "rijksoverheid": "rijksoverheid-vac",
    "algoritmekader": "algoritmekader-relaties",
    "amsterdam": "amsterdam-ambtenaar-prompts",
    "bipia": "veiligheid/bipia",
    "garak": "veiligheid/garak",
}
ENDPOINTS = ("assistant", "bm25")
SHOWN = {
    "rijksoverheid": ("right_page", "recall_1", "recall_5", "ndcg_10", "wrong_refusals"),
    "algoritmekader": ("right_page", "recall_1", "recall_5", "ndcg_10", "wrong_refusals"),
    "amsterdam": ("unanswerable_held_back", "outcome_right"),
    "bipia": ("outcome_right", "unanswerable_held_back"),
    "garak": ("outcome_right", "unanswerable_held_back"),
}
ALWAYS = ("citation_validity", "fact_fidelity", "says_it_is_ai", "answer_p95")
WIDE = 140
OPTIONS = argparse.Namespace(url="", model="", parallel=2)


def main() -> int:
    """Read, ask, score, and print the table; some minutes."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.answers", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("bench-results/answers"))
    options = parser.parse_args()
    errors = Console(stderr=True)
    if not SHARED.is_dir():
        errors.print(f"{SHARED} is absent; put the Dutch corpora and questions there.")
        return 2
    with tempfile.TemporaryDirectory() as place:
        settings = load_settings("demo", data=Path(place) / "data", theme="neutral")
        with errors.status("reading …"):
            told = _read(settings)
        rows = [row for name in SETS for row in _asked(settings, name, Path(place))]
    _show(told, rows)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "report.md").write_text(_markdown(told, rows), encoding="utf-8")
    errors.print(f"Written to {options.out / 'report.md'}")
    return 0


def _read(settings: Settings) -> str:
    with closing(open_library(settings)) as library:
        for listed in _sources():
            with listed as source:
                sync(source, library, settings, confirmed=True)
        pages = sum(len(library.holdings(name)) for name in library.sources())
        return f"{pages} pages, {library.count():,} passages, {len(library.sources())} sources"


def _sources() -> Iterator[contextmanager]:
    yield site("rijksoverheid-vac/site")
    for corpus, audience in (
        ("generatieve-ai-overheid", Audience.PUBLIC),
        ("amsterdam-belastingen/pages", Audience.PUBLIC),
        ("algoritmekader/docs", Audience.INTERNAL),
        ("developer-overheid/docs", Audience.INTERNAL),
    ):
        yield _folder(corpus, audience, SourceKind.DOCUMENTS)
    yield _folder("wetten/actueel", Audience.PUBLIC, SourceKind.LAWS)


@contextmanager
def _folder(corpus: str, audience: Audience, kind: SourceKind) -> Iterator[Source]:
    name = corpus.split("/")[0]
    yield Source(
        name=name,
        owner=name,
        kind=kind,
        audience=audience,
        review_by=date(2090, 1, 1),
        start=(str(SHARED / "corpora" / corpus),),
    )


def _asked(settings: Settings, name: str, place: Path) -> list[Sequence[str]]:
    """A row for each metric: the figure of each endpoint, asked the same in the same run."""
    cases = chosen(f"{name}:{SHARED / 'questions' / SETS[name]}")
    everywhere = tuple(
        case.model_copy(update={"audience": Audience.INTERNAL}) for case in cases.cases
    )
    scored: list[Scores] = []
    for endpoint in ENDPOINTS:
        out = place / name / endpoint
        ask_of(settings, replace(cases, cases=everywhere), endpoint, out, OPTIONS)
        scored.append(Scoring()(Folder(out)))
    return [
        (name, str(len(everywhere)), metric, *(_told(one.score(metric)) for one in scored))
        for metric in (*SHOWN[name], *ALWAYS)
    ]


def _told(score: Score | None) -> str:
    if score is None or score.value is None:
        return "-"
    low, high = score.low or 0.0, score.high or 0.0
    if score.unit == "share":
        return f"{score.value or 0:.1%} [{low:.1%}, {high:.1%}]"
    return f"{score.value or 0:.3f} [{low:.3f}, {high:.3f}]"


HEADS = ("set", "cases", "metric", *(f"{name} [95 %]" for name in ENDPOINTS))


def _show(told: str, rows: list[Sequence[str]]) -> None:
    table = Table(*HEADS, title=f"{told}; {machine()}", title_justify="left")
    for row in rows:
        table.add_row(*row)
    console = Console()
    (console if console.is_terminal else Console(width=WIDE)).print(table)


def _markdown(told: str, rows: list[Sequence[str]]) -> str:
    lines = [HEADS, ["---"] * len(HEADS), *rows]
    body = "\n".join(f"| {' | '.join(row)} |" for row in lines)
    return f"# What askers get over all shared text\n\n{told}; {machine()}.\n\n{body}\n"


sys.exit(main())
