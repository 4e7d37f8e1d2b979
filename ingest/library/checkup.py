"""Whether a library should be rebuilt: what made it, and whether its counts are still right."""

from collections.abc import Iterator

import numpy as np

from configs.domain import Noun
from ingest.domain import LibraryError
from ingest.library.domain import EVERY_PASSAGE, Engine, in_edition
from ingest.library.lexicon import Frequencies, Lexicons
from ingest.library.state import STATE, Maker, State

TOO_FAR = 0.01
"""Share of the stored document frequencies that may differ from the passages' own."""
MOSTLY_OLD = 0.5


class Checkup(Noun):
    """What was found. A rebuild is *needed* before the settings can be used, or *advised*."""

    needed: str
    """Why nothing can be searched with these settings; empty where it can."""
    passages: int
    ended: float
    """Share of the passages that only earlier editions have; they count in the frequencies."""
    drift: float
    """Share of the document frequencies that are not what the passages say."""

    @property
    def advised(self) -> bool:
        """Whether a rebuild is worth its time."""
        return bool(self.needed) or self.drift > TOO_FAR

    def lines(self) -> Iterator[str]:
        """What to tell an operator."""
        yield f"{self.passages} passages, {self.ended:.0%} of them in earlier editions only."
        yield f"{self.drift:.2%} of the document frequencies differ from the passages."
        if self.needed:
            yield f"A rebuild is needed: {self.needed}"
        elif self.drift > TOO_FAR:
            yield "A rebuild is advised: it counts the document frequencies anew."
        else:
            yield "No rebuild is needed: words are weighed by the passages of today."
        if self.ended > MOSTLY_OLD:
            yield "Most passages are old: VRAAGBAAK_LIBRARY__KEEP_EDITIONS or KEEP_DAYS drops them."


def check_up(engine: Engine, now: Maker) -> Checkup:
    """Count all passages anew, beside what is stored."""
    record = engine.record(STATE) if engine.exists() else None
    if not record:
        raise LibraryError("The library holds nothing yet.")
    state = State.model_validate(record)
    stored = Lexicons(engine).get(state.stamp, state.pieces)
    counted = Lexicons(engine).count(EVERY_PASSAGE)
    published = engine.count(in_edition(state.published))
    pairs = ((stored.words, counted.words), (stored.grams, counted.grams))
    apart, total = np.sum([_apart(one, other) for one, other in pairs], axis=0)
    return Checkup(
        needed=_needed(state.made_with, now),
        passages=counted.passages,
        ended=1 - published / counted.passages if counted.passages else 0.0,
        drift=float(apart / total) if total else 0.0,
    )


def _needed(then: Maker, now: Maker) -> str:
    if then.lexicon != now.lexicon:
        return "another version of the lexicon made the library."
    if then != now:
        return f"it was made with embedder {then.embedder or 'none'!r}, not {now.embedder!r}."
    return ""


def _apart(one: Frequencies, other: Frequencies) -> tuple[int, int]:
    """How far two counts are apart in all, and how large the second is."""
    ids = np.union1d(one.ids, other.ids)
    apart = np.abs(one.of_terms(ids) - other.of_terms(ids)).sum()
    return int(apart), int(other.counts.sum())
