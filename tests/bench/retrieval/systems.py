"""The library in its variants, and plain BM25 beside it: each ranks pages for a question."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from assistant.writing.asking import Asking
from configs.domain import Audience
from configs.settings import load_settings
from configs.slices.library import LibraryWeights
from ingest.domain import Passage, Search
from ingest.library.embedded import EmbeddedEngine
from ingest.library.library import Library
from ingest.splitting import split
from models import dutch
from models.domain import Embedder
from tests.bench.retrieval.asked import Case, masked
from tests.bench.retrieval.baseline import (
    HEADINGS,
    RECIPE_WORDS,
    PlainBm25,
    Recipe,
    best_first,
    fused,
    grams,
)
from tests.bench.retrieval.corpora import CORPORA, LAW, SUPERSEDED, Known, text_of

EVERYBODY = frozenset(Audience)
DEEP = 30
HALF = 0.5
Ranks = Callable[[Case], list[str]]
"""The addresses for a question, best first, none twice."""


@dataclass(frozen=True)
class Variant:
    """One thing left out or changed; `changes` are made to every passage before it is indexed."""

    name: str
    weights: LibraryWeights = field(default_factory=LibraryWeights)
    other_words: bool = True
    products: bool = False
    """Whether official product names (UPL) that a question half names are searched with."""
    changes: tuple[tuple[str, object], ...] = ()
    laws: float = 1.0
    """The authority of the sources that are laws."""

    @property
    def indexed(self) -> tuple[object, ...]:
        """What tells libraries apart that must be built anew."""
        return (*self.changes, self.laws)

    def passage(self, one: Passage) -> Passage:
        """The passage as it is indexed."""
        update = dict(self.changes)
        if one.source in {LAW, SUPERSEDED} and self.laws != 1:
            update["authority"] = self.laws
        return one.model_copy(update=update) if update else one


FULL = Variant("the library")
VARIANTS = (
    FULL,
    replace(FULL, name="words only", weights=LibraryWeights(grams=0)),
    replace(FULL, name="5-grams only", weights=LibraryWeights(words=0)),
    *(
        replace(FULL, name=f"5-grams \u00d7 {weight:g}", weights=LibraryWeights(grams=weight))
        for weight in (0.5, 1.5, 2.0, 3.0)
    ),
    replace(FULL, name="no synonyms, no thesaurus", other_words=False),
    replace(FULL, name="synonyms always", weights=LibraryWeights(enough=10)),
    replace(FULL, name="with product names (UPL)", products=True),
    replace(FULL, name="laws: authority 0.5", laws=0.5),
    replace(FULL, name="no title", changes=(("title", ""),)),
    replace(FULL, name="no heading trail", changes=(("headings", ()),)),
    replace(FULL, name="no subject", changes=(("subject", ""),)),
    replace(FULL, name="no lead", changes=(("opening", ""),)),
)

DENSE = (
    replace(FULL, name="dense only", weights=LibraryWeights(words=0, grams=0, dense=1)),
    *(
        replace(FULL, name=f"dense \u00d7 {weight:g}", weights=LibraryWeights(dense=weight))
        for weight in (0.25, 0.5, 1.0, 2.0)
    ),
)
"""Measured beside the others where an embedder is given."""


@cache
def asking() -> Asking:
    """The rules and word lists that the assistant searches with."""
    return Asking()


@cache
def _products() -> tuple[tuple[str, frozenset[str]], ...]:
    """The official product names that say something, each with its stems."""
    file = CORPORA / "bestandsformaten" / "sdg" / "UPL-actueel.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        names = [row["UniformeProductnaam"] for row in csv.DictReader(lines)]
    return tuple((name, frozenset(dutch.stems(name))) for name in names if name)


def product_names(question: str) -> str:
    """The names of which a question holds half of the words, and two at least."""
    asked = set(dutch.stems(question))
    return " ".join(
        name
        for name, stems in _products()
        if len(stems & asked) >= max(2, HALF * len(stems)) or (len(stems) == 1 and stems <= asked)
    )


def passages(known: Sequence[Known], library: str, variant: Variant) -> Iterator[Passage]:
    """The passages of a library as this variant indexes them."""
    change = masked(library)
    words = load_settings().ingest.passage_words
    for one in known:
        for passage in split(change(one), one.source, words):
            yield variant.passage(passage)


@contextmanager
def engine(
    found: Sequence[Passage], folder: Path, embedder: Embedder | None = None
) -> Iterator[EmbeddedEngine]:
    """The embedded engine with these passages published."""
    with closing(EmbeddedEngine(folder)) as made:
        library = Library(made, LibraryWeights(), embedder)
        with library.writing("bench") as writing:
            writing.put(found)
            writing.publish()
        yield made


def ranks(made: EmbeddedEngine, variant: Variant, embedder: Embedder | None = None) -> Ranks:
    """Rank by the best passage of a page, as `find` gives them."""
    library = Library(made, variant.weights, embedder)

    def ranked(case: Case) -> list[str]:
        also = asking().other_words(case.question) if variant.other_words else ""
        also += f" {product_names(case.question)}" if variant.products else ""
        hits = library.find(
            Search(
                text=case.question,
                also=also,
                limit=DEEP,
                per_page=None if case.anchor else 1,
                audiences=EVERYBODY,
            )
        )
        return _places([(hit.passage.url, hit.passage.anchor) for hit in hits], case)

    return ranked


def plain(known: Sequence[Known], library: str) -> Ranks:
    """Plain BM25 over whole pages; a law counts by its articles where these are asked for."""
    change = masked(library)
    texts: dict[str, str] = {}
    parts: dict[str, str] = {}
    for one in known:
        page = change(one)
        texts[page.url] = f"{texts.get(page.url, '')}\n{text_of(page)}"
        for section in page.sections if one.source.name == LAW else ():
            words = " ".join(block.text for block in section.blocks)
            parts[f"{page.url}#{section.anchor}"] = f"{page.title} {section.headings} {words}"
    pages, articles = PlainBm25(texts), PlainBm25({**texts, **parts})

    def ranked(case: Case) -> list[str]:
        if case.anchor:
            return articles.ranked(case.question)
        return [url for url in pages.ranked(case.question) if url != case.besides]

    return ranked


def recipes(known: Sequence[Known], library: str, wanted: Sequence[Recipe]) -> dict[str, Ranks]:
    """Pages by their best passage, as each recipe scores it; no other words, no relevance."""
    change = masked(library)
    found = [one for page in known for one in split(change(page), page.source, RECIPE_WORDS)]
    texts = {str(number): _as_in_the_recipes(one) for number, one in enumerate(found)}
    words, parts = PlainBm25(texts, dutch.stems), PlainBm25(texts, grams)

    def ranks(recipe: Recipe) -> Ranks:
        def ranked(case: Case) -> list[str]:
            weighed = ((recipe.words, words), (recipe.grams, parts))
            scores = fused([(w, one.scores(case.question)) for w, one in weighed if w])
            hits = [found[int(name)] for name in best_first(scores)]
            return _places([(one.url, one.anchor) for one in hits], case)

        return ranked

    return {recipe.name: ranks(recipe) for recipe in wanted}


def _as_in_the_recipes(one: Passage) -> str:
    above = [one.title, *one.headings] * HEADINGS
    return "\n".join([*above, one.subject, one.opening, one.text])


def _places(found: Sequence[tuple[str, str | None]], case: Case) -> list[str]:
    places = [f"{url}#{anchor}" if case.anchor else url for url, anchor in found]
    return [url for url in dict.fromkeys(places) if url != case.besides]
