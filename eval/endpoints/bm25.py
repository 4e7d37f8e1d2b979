"""Baseline: BM25 (Robertson & Zaragoza 2009) over the same passages, with its best passage."""

from time import perf_counter

import bm25s
import numpy as np

from configs.settings import Settings
from eval.asking import About, Opening, Place, matches
from eval.domain import Case, Cited, Found, Given, PageText, Said
from eval.holding import held, public, texts
from ingest.domain import Passage
from ingest.library.library import Library, open_library
from models.dutch import stems

SHOWN = 10


class BestPassage:
    """Shows the best passage whole, and never says that it does not know."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library, self._settings = library, settings
        self._passages = [one for url in sorted(held(library)) for one in library.show(url)]
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._index.index([_terms(one) for one in self._passages], show_progress=False)

    def about(self) -> About:
        return About(
            edition=self._library.published or None, writer="bm25", settings=public(self._settings)
        )

    async def ask(self, case: Case) -> Given:
        started = perf_counter()
        terms = stems(case.question)
        scores = self._index.get_scores(terms) if terms and self._passages else np.zeros(0)
        order = np.argsort(-scores, kind="stable")[: None if case.hidden else SHOWN]
        ranked = ((self._passages[place], float(scores[place])) for place in order)
        hits = [
            (one, score) for one, score in ranked if score and not matches(one.url, case.hidden)
        ][:SHOWN]
        seconds = perf_counter() - started
        found = tuple(Found(url=one.url, passage=str(one.place)) for one, _ in hits)
        if not hits:
            return Given(case=case.id, outcome="no_source", found=found, seconds=seconds)
        return _shown(case, hits[0][0], found, seconds)

    def holdings(self) -> frozenset[str]:
        return held(self._library)

    def page(self, url: str) -> PageText:
        return texts(self._library, url)

    def close(self) -> None:
        self._library.close()


def _terms(passage: Passage) -> list[str]:
    return stems(" ".join((passage.title, *passage.headings, passage.text)))


def _shown(case: Case, best: Passage, found: tuple[Found, ...], seconds: float) -> Given:
    sentences = tuple(best.sentence(number) for number in range(len(best.sentences)))
    return Given(
        case=case.id,
        outcome="references",
        completeness="complete",
        claims=tuple(Said(text=sentence, cited=(1,)) for sentence in sentences if sentence),
        citations=(
            Cited(
                number=1, url=best.url, title=best.title, sentences=sentences, read_at=best.read_at
            ),
        ),
        language=case.language.value,
        found=found,
        first_claim=seconds,
        seconds=seconds,
    )


def _open(place: Place) -> BestPassage:
    return BestPassage(open_library(place.settings, read_only=True), place.settings)


ENDPOINT = Opening("baseline: the best passage of plain BM25 over the same library", _open)
