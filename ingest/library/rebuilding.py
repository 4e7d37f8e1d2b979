"""A collection made anew beside the old one: for another embedder, lexicon or cluster."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from configs.domain import Noun
from ingest.domain import LibraryBusy, LibraryError, Passage
from ingest.library.batches import batches
from ingest.library.domain import (
    EVERY_PASSAGE,
    Engine,
    Point,
    Where,
    any_of,
    exactly,
    in_edition,
)
from ingest.library.generations import Generations, beside, following, number
from ingest.library.lexicon import Lexicons
from ingest.library.mending import undo
from ingest.library.searching import PAYLOAD
from ingest.library.state import COMPANIONS, LIVING, STATE, Maker, State, maker
from ingest.library.writing import SIGN_OF_LIFE, vectors_of
from models.domain import Embedder

BATCH = 256
BEGUN = "rebuild"
"""The record of a collection that is not finished: what it is made of and with."""
Progress = Callable[[int, int], None]
"""Hears how many passages of how many are done."""


class Begun(Noun):
    """What a collection that is not finished is made of, and with what."""

    of: str
    made_with: Maker


class Rebuilt(Noun):
    """What a rebuild did."""

    name: str
    passages: int
    embedded: int
    """Passages that were turned into vectors; the others were there from an earlier try."""
    editions: int


class Rebuild:
    """The next collection of a library. Killed at any line, the old one stays the library."""

    def __init__(self, generations: Generations, embedder: Embedder | None) -> None:
        self._generations, self._embedder = generations, embedder
        self._made_with = maker(embedder)
        self._total = self._embedded = 0

    def run(self, progress: Progress | None = None) -> Rebuilt:
        """Copy all passages with vectors made anew, compare, switch; nobody may write meanwhile.

        Goes on where an earlier try stopped. Raises `LibraryError` when the copy is not whole.
        """
        live = self._generations.live()
        with self._generations.reading(live) as old:
            state = _settled(old, live)
            name, new = self._begin(live)
            with closing(new), held(old, state) as alive:
                self._fill(old, new, alive, progress or _silent)
                _trim(old, new)
                _compare(old, new, state)
                if state.made_with == self._made_with:
                    keep_companions(companions(old), new)
                finish(new, state, self._made_with)
                self._generations.switch(name)
        return Rebuilt(
            name=name,
            passages=self._total,
            embedded=self._embedded,
            editions=len(state.editions),
        )

    def _begin(self, live: str) -> tuple[str, Engine]:
        """The collection of an earlier try where it fits, or an empty one."""
        wanted = Begun(of=live, made_with=self._made_with)
        for name in beside(self._generations):
            if number(name) < number(live):
                continue
            engine = self._generations.open(name)
            if engine.record(BEGUN) == wanted.model_dump(mode="json"):
                return name, engine
            engine.close()
            self._generations.drop(name)
        name = following(self._generations)
        engine = self._generations.open(name)
        engine.create(self._made_with.size)
        engine.keep(BEGUN, wanted.model_dump(mode="json"))
        engine.flush()
        return name, engine

    def _fill(
        self, old: Engine, new: Engine, alive: Callable[[], None], progress: Progress
    ) -> None:
        self._total, done = old.count(EVERY_PASSAGE), 0
        for batch in batches(old.scroll(EVERY_PASSAGE, PAYLOAD), BATCH):
            self._copy(batch, new)
            alive()
            done += len(batch)
            progress(done, self._total)
        new.flush()

    def _copy(self, batch: Sequence[Point], new: Engine) -> None:
        """What is there with the same fields has its vectors already."""
        ids = {point.payload["id"] for point in batch}
        there = Where(must=(any_of("id", ids),))
        have = {point.id: point.payload for point in new.scroll(there, PAYLOAD)}
        missing = [point for point in batch if have.get(point.id) != point.payload]
        passages = [Passage.model_validate_json(one.payload["passage"]) for one in missing]
        vectors = vectors_of(passages, self._embedder)
        points = [
            Point(id=one.id, payload=one.payload, vectors=its)
            for one, its in zip(missing, vectors, strict=True)
        ]
        if points:
            new.put(points)
            self._embedded += len(points)


def _silent(done: int, total: int) -> None:
    """Nobody listens."""


def _settled(old: Engine, live: str) -> State:
    """The state of the old one; what a crashed writing left there is copied as it is, or undone."""
    record = old.record(STATE) if old.exists() else None
    if not record:
        raise LibraryError(f"The library {live} holds nothing yet; there is nothing to rebuild.")
    state = State.model_validate(record)
    if state.writing is None:
        return state
    if LIVING.has(state.writing, old.alone):
        raise LibraryBusy(f"A sync is writing to {old.place}. Wait until it has ended.")
    if old.alone:
        return state
    undo(old, state.writing)
    return state.model_copy(update={"writing": None})


@contextmanager
def held(old: Engine, state: State) -> Iterator[Callable[[], None]]:
    """Keep the syncs of other machines out of a server meanwhile; gives a sign of life."""
    if old.alone:
        yield lambda: None
        return
    with LIVING.writing(state.highest + 1, "rebuild") as mark:
        seen = monotonic()

        def alive() -> None:
            nonlocal seen
            if monotonic() - seen > SIGN_OF_LIFE.total_seconds():
                seen, now = monotonic(), datetime.now(UTC)
                again = mark.model_copy(update={"seen_at": now})
                old.amend(STATE, {"writing": again.model_dump(mode="json")})

        old.amend(STATE, {"writing": mark.model_dump(mode="json")})
        try:
            yield alive
        finally:
            old.amend(STATE, {"writing": None})


def _trim(old: Engine, new: Engine) -> None:
    """Take away what the old one lost since an earlier try: swept or erased passages."""
    kept = {point.id for point in old.scroll(EVERY_PASSAGE, ())}
    extra: dict[int, list[str]] = defaultdict(list)
    for point in new.scroll(EVERY_PASSAGE, ("id", "since")):
        if point.id not in kept:
            extra[point.payload["since"]].append(point.payload["id"])
    for since, ids in extra.items():
        for some in batches(ids, BATCH):
            new.delete(Where(must=(any_of("id", some), exactly("since", since))))
    if extra:
        new.flush()
        new.erase()


def _compare(old: Engine, new: Engine, state: State) -> None:
    """`LibraryError` unless every edition has as many passages in both."""
    wheres = {"all editions": EVERY_PASSAGE} | {
        f"edition {one.number}": in_edition(one.number) for one in state.editions
    }
    for what, where in wheres.items():
        then, now = old.count(where), new.count(where)
        if then != now:
            raise LibraryError(
                f"The new collection has {now} passages in {what}, the old one {then}. Nothing "
                "was switched: run `python -m ingest rebuild` again, while nobody writes."
            )


def companions(engine: Engine) -> dict[str, dict[str, Any]]:
    """The records that go with the state, those that are there."""
    records = {key: engine.record(key) for key in COMPANIONS}
    return {key: record for key, record in records.items() if record}


def keep_companions(records: Mapping[str, Mapping[str, Any]], engine: Engine) -> None:
    """Write them to a copy, whose vectors must be the same."""
    for key in COMPANIONS:
        if key in records:
            engine.keep(key, records[key])


def finish(new: Engine, state: State, made_with: Maker) -> None:
    """Count the lexicon anew, and write the state that makes it a library."""
    lexicons = Lexicons(new)
    changes = {
        "made_with": made_with,
        "made_at": datetime.now(UTC),
        "stamp": 1,
        "pieces": lexicons.store(lexicons.count(EVERY_PASSAGE), 1),
    }
    new.keep(STATE, state.model_copy(update=changes).model_dump(mode="json"))
    new.flush()
