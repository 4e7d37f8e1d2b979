"""The questions that a library is asked to find out what its scores are worth."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from configs.domain import Audience
from configs.files import ROOT, read_yaml
from configs.slices.library import LibraryWeights
from ingest.domain import Hit, Passage, Search
from ingest.library.domain import WORDS, Probe, any_of, in_edition
from ingest.library.evidence import read_evidence
from ingest.library.lexicon import Lexicon
from ingest.library.searching import fields_of, full_score, question, rarity_of
from ingest.library.shelf import Shelf
from models import dutch
from models.domain import SparseVector

READ = 1_000
"""Passages that are read for own questions; ids are digests, so the first are as good as any."""
SAMPLE = 100
"""Own questions that are asked, at most."""
TELLING = 3
"""A heading of fewer words, such as `Contact`, is no question."""
LONG = 30
"""Passages of its page that such a question is held against, at most."""
Find = Callable[[Search], list[Hit]]


class Trial(NamedTuple):
    """What came of one question: the best relevance, and the evidence (log-odds)."""

    relevance: float
    evidence: float


def strange_questions() -> list[str]:
    """The questions that are nobody's."""
    return list(read_yaml(ROOT / "rules" / "strangers.yaml")["questions"])


def strange_trials(find: Find) -> list[Trial]:
    """What the strangers find; `find` is the library's."""
    return [_found(find, text) for text in strange_questions()]


def own_trials(shelf: Shelf, weights: LibraryWeights) -> list[Trial]:
    """What headings find on their own pages, without headings and titles in the index."""
    return [_own(shelf, weights, asked, url) for asked, url in _headed(shelf)]


def _found(find: Find, text: str) -> Trial:
    found = find(Search(text=text, limit=1, audiences=frozenset(Audience)))
    return Trial(found[0].relevance if found else 0.0, read_evidence().best(found))


def _headed(shelf: Shelf) -> list[tuple[str, str]]:
    """Questions made of headings that stand on one page only, each with its address."""
    pages: dict[frozenset[str], dict[str, str]] = {}
    for passage in _passages(shelf, None, READ):
        heading = passage.headings[-1] if passage.headings else passage.title
        pages.setdefault(frozenset(dutch.stems(heading)), {})[passage.url] = heading
    alone = (found for stems, found in pages.items() if len(stems) >= TELLING and len(found) == 1)
    return [(heading, url) for found in islice(alone, SAMPLE) for url, heading in found.items()]


def _own(shelf: Shelf, weights: LibraryWeights, asked: str, url: str) -> Trial:
    """What the best passage of its page would reach."""
    state = shelf.glance()
    lexicon = shelf.lexicons.get(state.stamp, state.pieces)
    probes = question(Search(text=asked), lexicon, weights, shelf.embedder)
    held = (_scored(shelf, lexicon, probes, one) for one in _passages(shelf, url, LONG))
    relevance = max(held, default=0.0) / full_score(weights, shelf.embedder)
    total, mean = rarity_of(Search(text=asked), lexicon)
    return Trial(relevance, read_evidence().of(relevance, relevance * total, mean))


def _passages(shelf: Shelf, url: str | None, limit: int) -> Iterator[Passage]:
    where = in_edition(shelf.glance().published)
    points = shelf.engine.scroll(where.also(any_of("url", [url])) if url else where, ["passage"])
    return (Passage.model_validate_json(one.payload["passage"]) for one in islice(points, limit))


def _scored(shelf: Shelf, lexicon: Lexicon, probes: Sequence[Probe], passage: Passage) -> float:
    """What the passage would score with the vectors of a question."""
    bare = passage.model_copy(update={"title": "", "headings": ()})
    words, grams = dutch.passage_vectors(fields_of(bare))
    total = 0.0
    for probe in probes:
        if isinstance(probe.vector, SparseVector):
            vector = words if probe.name == WORDS else grams
            total += probe.weight * lexicon.score(probe.name, probe.vector, vector)
        elif shelf.embedder:
            told = shelf.embedder.passages([passage.text])[0]
            total += probe.weight * (float(np.dot(probe.vector, told)) - probe.floor)
    return total
