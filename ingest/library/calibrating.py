"""What a relevance is worth in this library: found out by asking it when an edition is published.

A large library holds something of every question, a small one nothing of most, so that one
threshold for all refuses too much here and too little there. Two kinds of question are put to it:

* *strangers* (`configs/rules/strangers.yaml`), which nobody's pages answer: what they reach by
  chance is no evidence of an answer;
* its *own*: headings, held against their page as if neither headings nor title stood in the
  index, as real questions seldom repeat these.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from configs.domain import Audience, Noun
from configs.files import ROOT, read_yaml
from configs.slices.library import LibraryWeights
from ingest.domain import Hit, LibraryError, Passage, Search
from ingest.library.domain import WORDS, Engine, Probe, any_of, in_edition
from ingest.library.lexicon import Lexicon
from ingest.library.searching import fields_of, full_score, question
from ingest.library.shelf import Shelf
from models import dutch
from models.domain import SparseVector

log = logging.getLogger(__name__)

STRANGERS = 0.6
"""So many of the strangers lie below the threshold …"""
OWN = 0.05
"""… and of the library's own questions no more than so many."""
FLOOR = 0.05
"""What matches so little of a question is no evidence in any library."""
SAMPLE = 100
"""Own questions that are asked, at most; ids are digests, so the first are as good as any."""
TELLING = 3
"""A heading of fewer words, such as `Contact`, is no question."""
LONG = 30
"""Passages of its page that such a question is held against, at most."""
FEWEST = 20
"""With fewer own questions they say nothing."""
ALIKE = 0.1
"""An edition with hardly more or fewer passages keeps what was found out for the one before."""
RECORD = "calibration"
Share = Annotated[float, Field(ge=0, le=1)]


class Calibration(Noun):
    """Below `least` a passage is no evidence of an answer; what was asked to find that out."""

    least: Share
    strangers: Share
    """The share of the strangers that it refuses."""
    own: Share
    """The share of the library's own questions that it would refuse."""
    asked: int
    """How many own questions there were."""
    passages: int
    """The size of the library that was asked."""


Find = Callable[[Search], list[Hit]]


def known_calibration(engine: Engine, edition: int) -> Calibration | None:
    """What was found out for this edition; None where nothing was."""
    known = _kept(engine).get(str(edition))
    return Calibration.model_validate(known) if known else None


def calibrate(shelf: Shelf, weights: LibraryWeights, find: Find) -> None:
    """Ask the edition just published, and keep what is found out beside those still kept.

    `find` is the library's. An error here is logged only: the edition stands without.
    """
    try:
        state = shelf.state()
        size = shelf.engine.count(in_edition(state.published))
        known = _kept(shelf.engine)
        alike = next((one for one in known.values() if _alike(one["passages"], size)), None)
        made = alike or _asked(shelf, weights, find, size).model_dump(mode="json")
        numbers = {str(edition.number) for edition in state.editions}
        kept = {number: one for number, one in known.items() if number in numbers}
        kept[str(state.published)] = made
        shelf.engine.keep(RECORD, {"editions": kept})
        shelf.engine.flush()
    except LibraryError as error:
        log.warning("The new edition could not be asked what its scores are worth: %s", error)


def _kept(engine: Engine) -> Mapping[str, Any]:
    record = (engine.record(RECORD) if engine.exists() else None) or {}
    kept: Mapping[str, Any] = record.get("editions", {})
    return kept


def _asked(shelf: Shelf, weights: LibraryWeights, find: Find, size: int) -> Calibration:
    strangers = [_best(find, text) for text in strange_questions()]
    own = [_own(shelf, weights, asked, url) for asked, url in _headed(shelf)]
    least = float(np.quantile(strangers, STRANGERS))
    if len(own) >= FEWEST:
        least = min(least, float(np.quantile(own, OWN)))
    least = round(max(FLOOR, least), 4)
    return Calibration(
        least=least,
        strangers=_below(strangers, least),
        own=_below(own, least),
        asked=len(own),
        passages=size,
    )


def _best(find: Find, text: str) -> float:
    found = find(Search(text=text, limit=1, audiences=frozenset(Audience)))
    return found[0].relevance if found else 0.0


def _headed(shelf: Shelf) -> list[tuple[str, str]]:
    """Questions made of headings, each with the page that it stands on."""
    points = shelf.engine.scroll(in_edition(shelf.glance().published), ["passage"])
    passages = (Passage.model_validate_json(one.payload["passage"]) for one in points)
    headed = ((_heading(one), one.url) for one in passages)
    telling = (pair for pair in headed if len(set(dutch.stems(pair[0]))) >= TELLING)
    return list(islice(telling, SAMPLE))


def _own(shelf: Shelf, weights: LibraryWeights, asked: str, url: str) -> float:
    """What the best passage of its page would reach, without headings and title in the index."""
    state = shelf.glance()
    lexicon = shelf.lexicons.get(state.stamp, state.pieces)
    probes = question(Search(text=asked), lexicon, weights, shelf.embedder)
    page = in_edition(state.published).also(any_of("url", [url]))
    points = islice(shelf.engine.scroll(page, ["passage"]), LONG)
    passages = (Passage.model_validate_json(point.payload["passage"]) for point in points)
    best = max((_matched(shelf, lexicon, probes, one) for one in passages), default=0.0)
    return best / full_score(weights, shelf.embedder)


def _matched(shelf: Shelf, lexicon: Lexicon, probes: Sequence[Probe], passage: Passage) -> float:
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
            total += probe.weight * float(np.dot(probe.vector, told))
    return total


def strange_questions() -> list[str]:
    """The questions that are nobody's."""
    return list(read_yaml(ROOT / "rules" / "strangers.yaml")["questions"])


def _heading(passage: Passage) -> str:
    return passage.headings[-1] if passage.headings else passage.title


def _alike(one: int, other: int) -> bool:
    return abs(one - other) <= ALIKE * other


def _below(values: Sequence[float], least: float) -> float:
    return round(sum(value < least for value in values) / len(values), 4) if values else 0.0
