"""One writing: what it puts and ends becomes an edition when it is published, or nothing."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from ingest.domain import Edition, LibraryError, Passage
from ingest.library.batches import batches
from ingest.library.domain import (
    DENSE,
    GRAMS,
    OPEN,
    STILL_OPEN,
    WORDS,
    Point,
    Vector,
    Where,
    any_of,
    in_edition,
)
from ingest.library.lexicon import Lexicon
from ingest.library.mending import point_id
from ingest.library.searching import FRESH, STALE, fields_of, payload
from ingest.library.shelf import Shelf
from ingest.library.state import STATE, Mark, State
from models import dutch
from models.domain import Embedder

BATCH = 256
IDS = 1000
SIGN_OF_LIFE = timedelta(minutes=1)
PUBLISHED = ("published", "editions", "before", "writing", "stamp", "pieces", "read")
"""The fields of the state that publishing changes, in one step."""


class Writing:
    """Changes to the library that nobody sees before `publish`."""

    def __init__(self, shelf: Shelf, mark: Mark, state: State, added: list[Lexicon]) -> None:
        """`added` are the lexicons of passages that this edition got already."""
        self.number = mark.number
        self.published = False
        self._shelf, self._engine, self._mark = shelf, shelf.engine, mark
        self._added = added
        last = state.read.get(mark.source)
        self._last_read = {"read_at": last.isoformat()} if last else {}
        self._read: dict[str, datetime] = {}
        self._unread: frozenset[str] = frozenset()
        self._order = count()

    def put(self, passages: Iterable[Passage]) -> int:
        """Add passages, those of a page in page order; one that is there already is left alone.

        Returns how many were turned into vectors and added.
        """
        return sum(self._put(batch) for batch in batches(passages, BATCH))

    def end(self, ids: Iterable[str]) -> None:
        """From this edition on, the passages with these ids are gone."""
        for batch in batches(ids, IDS):
            self._still_ours()
            ended = Where(must=(any_of("id", batch), STILL_OPEN))
            if self._last_read:
                fresh = ended.also(any_of("stale", [FRESH]), any_of("source", [self._mark.source]))
                self._engine.change(fresh, self._last_read)
            self._engine.change(ended, {"until": self.number})

    def read_again(self, source: str, at: datetime, except_urls: Collection[str] = ()) -> None:
        """All its pages but these were read at `at`; counts once published or confirmed."""
        self._read, self._unread = {source: at}, frozenset(except_urls)

    def confirm(self) -> None:
        """Nothing has changed: the times of reading count at once, without a new edition."""
        self._still_ours()
        for source in self._read:
            self._mark_stale(source)
        self._engine.flush()
        with self._shelf.changing:
            state = self._shelf.state()
            read = {**state.read, **self._read}
            self._shelf.amend(state.model_copy(update={"read": read}), "read")

    def publish(self, note: str = "") -> Edition:
        """Make it the published edition, by changing one number."""
        self._still_ours()
        for source in self._read:
            self._mark_stale(source)
        edition = Edition(
            number=self.number,
            published_at=datetime.now(UTC),
            source=self._mark.source,
            passages=self._engine.count(in_edition(self.number)),
            note=note,
        )
        self._engine.flush()
        with self._shelf.changing:
            state = self._shelf.learn(self._shelf.state(), self._added)
            state = state.model_copy(update={"read": {**state.read, **self._read}})
            self._shelf.amend(_with(state, edition), *PUBLISHED)
        self.published = True
        return edition

    def _mark_stale(self, source: str) -> None:
        """The pages that could not be read keep the time of the last reading."""
        here = Where(must=(any_of("source", [source]), STILL_OPEN))
        stale = here.also(any_of("stale", [STALE]))
        were = {point.payload["url"] for point in self._engine.scroll(stale, ["url"])}
        for urls in batches(sorted(were - self._unread), IDS):
            self._engine.change(stale.also(any_of("url", urls)), {"stale": FRESH})
        for urls in batches(sorted(self._unread - were), IDS):
            changes = {**self._last_read, "stale": STALE}
            self._engine.change(here.also(any_of("url", urls)), changes)

    def _put(self, batch: list[Passage]) -> int:
        self._still_ours()
        by_id = {passage.id: passage for passage in batch}
        there = Where(must=(any_of("id", by_id), STILL_OPEN))
        for point in self._engine.scroll(there, ["id"]):
            by_id.pop(point.payload["id"], None)
        points = self._points(list(by_id.values()))
        if points:
            self._engine.put(points)
            self._added.append(
                Lexicon.of((one.vectors[WORDS], one.vectors[GRAMS]) for one in points)
            )
        return len(points)

    def _points(self, passages: list[Passage]) -> list[Point]:
        points = []
        for passage, vectors in zip(
            passages, vectors_of(passages, self._shelf.embedder), strict=True
        ):
            fields = payload(passage, self.number, OPEN, next(self._order))
            points.append(
                Point(id=point_id(fields["id"], self.number), payload=fields, vectors=vectors)
            )
        return points

    def _still_ours(self) -> None:
        """Stop when the writing was published, or undone by another process."""
        now = self._engine.record(STATE, ["writing"]) or {}
        if self.published or (now.get("writing") or {}).get("token") != self._mark.token:
            raise LibraryError(
                f"The writing of edition {self.number} has ended, or another process undid it. "
                "Run the sync again."
            )
        seen_at = datetime.now(UTC)
        if seen_at - self._mark.seen_at > SIGN_OF_LIFE:
            self._mark = self._mark.model_copy(update={"seen_at": seen_at})
            self._engine.amend(STATE, {"writing": self._mark.model_dump(mode="json")})


def _with(state: State, edition: Edition) -> State:
    changes = {
        "published": edition.number,
        "editions": (*state.editions, edition),
        "before": {**state.before, str(edition.number): state.published},
        "writing": None,
    }
    return state.model_copy(update=changes)


def vectors_of(passages: Sequence[Passage], embedder: Embedder | None) -> list[dict[str, Vector]]:
    """The vectors of passages by name; dense ones only where there is an embedder."""
    dense = embedder.passages([_told(one) for one in passages]) if embedder and passages else []
    made = []
    for place, passage in enumerate(passages):
        words, grams = dutch.passage_vectors(fields_of(passage))
        vectors: dict[str, Vector] = {WORDS: words, GRAMS: grams}
        if dense:
            vectors[DENSE] = tuple(dense[place])
        made.append(vectors)
    return made


def _told(passage: Passage) -> str:
    return "\n".join([passage.title, *passage.headings, passage.text])
