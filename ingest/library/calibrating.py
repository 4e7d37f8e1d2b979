"""What a relevance is worth in this library: found out by asking it when an edition is published.

A large library holds something of every question, a small one nothing of most, so that one
threshold for all refuses too much here and too little there. Two kinds of question are put to it:

* *strangers* (`configs/rules/strangers.yaml`), which nobody's pages answer: what they reach by
  chance is no evidence of an answer. So are an impostor's scores the measure of a speaker's
  (cohort normalisation, Auckenthaler et al. 2000);
* its *own*: headings that stand on one page only, held against that page as if neither headings
  nor title stood in the index, as real questions seldom repeat these.

Two thresholds follow, and nobody labels anything: below `least` a passage is not read, and where
even the best one that was found shows less evidence than `line` (`evidence.py`), nothing is. What
it costs is bounded, whatever the size of the library: a search for each stranger, and the vectors
of at most 3,000 passages (`trials.py`).
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from configs.domain import Noun
from configs.slices.library import LibraryWeights
from ingest.domain import LibraryError
from ingest.library.domain import Engine, in_edition
from ingest.library.evidence import read_evidence
from ingest.library.shelf import Shelf
from ingest.library.trials import Find, own_trials, strange_trials

log = logging.getLogger(__name__)

STRANGERS, OWN = 0.6, 0.05
"""So many of the strangers lie below `least`, and of the library's own questions no more than so
many."""
REFUSED, OWN_REFUSED = 0.9, 0.1
"""The same for the line. Own questions are harder than real ones, as their page must answer them
without its title and headings; they hold the line back where pages are about what strangers ask."""
FLOOR, CEILING = 0.05, 0.25
"""What matches so little of a question is no evidence in any library; what matches so much is."""
HIGHEST = 1.0
"""The line lies no higher: log-odds 1 is a chance of 0.73."""
FEWEST = 20
"""With fewer own questions they say nothing."""
ALIKE = 0.1
"""An edition with hardly more or fewer passages keeps what was found out for the one before."""
RECORD = "calibration"
Share = Annotated[float, Field(ge=0, le=1)]


class Calibration(Noun):
    """Below `least` a passage is no evidence of an answer; what was asked to find that out.

    An edition that was calibrated before there was a line has none.
    """

    least: Share
    strangers: Share
    """The share of the strangers that it refuses."""
    own: Share
    """The share of the library's own questions that it would refuse."""
    asked: int
    """How many own questions there were."""
    passages: int
    """The size of the library that was asked."""
    line: float | None = None
    """Where the best that was found shows less evidence (log-odds), nothing was found."""
    mark: str = ""
    """By which weights of evidence the line was drawn."""
    strangers_refused: Share = 0.0
    """The share of the strangers below the line."""
    own_refused: Share = 0.0
    """The share of the library's own questions below it."""


def known_calibration(engine: Engine, edition: int) -> Calibration | None:
    """What was found out for this edition; None where nothing was.

    A line that was drawn by other weights of evidence is left out.
    """
    known = _kept(engine).get(str(edition))
    if not known:
        return None
    found = Calibration.model_validate(known)
    return found if _of_now(known) else found.model_copy(update={"line": None})


def calibrate(shelf: Shelf, weights: LibraryWeights, find: Find) -> None:
    """Ask the edition just published, and keep what is found out beside those still kept.

    `find` is the library's. An error here is logged only: the edition stands without.
    """
    try:
        state = shelf.state()
        size = shelf.engine.count(in_edition(state.published))
        known = _kept(shelf.engine)
        alike = next((one for one in known.values() if _alike(one, size)), None)
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
    strange, own = strange_trials(find), own_trials(shelf, weights)
    relevant = [one.relevance for one in strange], [one.relevance for one in own]
    evident = [one.evidence for one in strange], [one.evidence for one in own]
    least = min(CEILING, max(FLOOR, round(between(*relevant, STRANGERS, OWN), 4)))
    line = min(HIGHEST, round(between(*evident, REFUSED, OWN_REFUSED), 4))
    return Calibration(
        least=least,
        strangers=_below(relevant[0], least),
        own=_below(relevant[1], least),
        asked=len(own),
        passages=size,
        line=line,
        mark=read_evidence().mark,
        strangers_refused=_below(evident[0], line),
        own_refused=_below(evident[1], line),
    )


def between(strange: Sequence[float], own: Sequence[float], most: float, lost: float) -> float:
    """Above the share `most` of the strangers, but not above more than `lost` of the own."""
    found = float(np.quantile(strange, most))
    return min(found, float(np.quantile(own, lost))) if len(own) >= FEWEST else found


def _of_now(known: Mapping[str, Any]) -> bool:
    return bool(known.get("mark") == read_evidence().mark)


def _alike(known: Mapping[str, Any], size: int) -> bool:
    return _of_now(known) and abs(known["passages"] - size) <= ALIKE * size


def _below(values: Sequence[float], least: float) -> float:
    return round(sum(value < least for value in values) / len(values), 4) if values else 0.0
