"""Set right what a crash or a rollback left: afterwards "open" means "in the published edition"."""

from uuid import NAMESPACE_URL, uuid5

from ingest.library.batches import batches
from ingest.library.domain import (
    DENSE,
    GRAMS,
    OPEN,
    STILL_OPEN,
    WORDS,
    Between,
    Engine,
    Point,
    Where,
    exactly,
)
from ingest.library.lexicon import Lexicon
from ingest.library.searching import PAYLOAD, STALE
from ingest.library.state import STATE, Mark, State

BATCH = 256


def point_id(passage: str, since: int) -> str:
    """A passage that comes back after it was ended is a new point, so old editions stay whole."""
    return str(uuid5(NAMESPACE_URL, f"{passage}:{since}"))


def undo(engine: Engine, mark: Mark) -> None:
    """Take back all that an unpublished writing did; may be repeated after a crash halfway."""
    state = State.model_validate(engine.record(STATE))
    if state.edition(mark.number) is not None:  # published after all, though the reply was lost
        return
    engine.delete(Where(must=(exactly("since", mark.number),)))
    engine.change(Where(must=(exactly("until", mark.number),)), {"until": OPEN})
    engine.flush()
    if state.writing is not None and state.writing.token == mark.token:
        engine.amend(STATE, {"writing": None})
        engine.flush()


def start_from_published(engine: Engine, state: State, number: int) -> list[Lexicon]:
    """After a rollback: what came later is ended at `number`, what was ended comes back.

    Both as part of the writing of edition `number`. Returns the lexicons of what came back.
    """
    base = state.published
    if all(edition.number <= base for edition in state.editions):
        return []
    later = Where(must=(Between(key="since", least=base + 1), STILL_OPEN))
    engine.change(later, {"until": number})
    gone = Where(
        must=(
            Between(key="since", below=base + 1),
            Between(key="until", least=base + 1, below=number),
        )
    )
    names = (WORDS, GRAMS, DENSE) if state.made_with.size else (WORDS, GRAMS)
    lexicons = []
    for points in batches(engine.scroll(gone, PAYLOAD, names), BATCH):
        engine.put([_again(point, number) for point in points])
        lexicons.append(Lexicon.of((one.vectors[WORDS], one.vectors[GRAMS]) for one in points))
    return lexicons


def _again(point: Point, number: int) -> Point:
    # stale until its source is read again, so that it keeps the time when it was really read
    fields = {**point.payload, "since": number, "until": OPEN, "stale": STALE}
    return Point(id=point_id(fields["id"], number), payload=fields, vectors=point.vectors)
