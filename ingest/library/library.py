"""The library: what is published is found; what is written is published at once or not at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from configs.settings import Settings, resolve
from configs.slices.library import LibraryWeights
from ingest.domain import Edition, Hit, LibraryBusy, LibraryError, Passage, Search
from ingest.library.calibrating import Calibration, calibrate, known_calibration
from ingest.library.domain import Between, Engine, Where, any_of, in_edition
from ingest.library.forgetting import forget
from ingest.library.generations import tidy
from ingest.library.mending import start_from_published, undo
from ingest.library.opening import embedder_of, generations_of
from ingest.library.searching import EVERYONE, PAYLOAD, Lookup, passage
from ingest.library.shelf import Shelf
from ingest.library.state import LIVING, Mark, State, check_maker, maker
from ingest.library.watching import Watch
from ingest.library.writing import Writing
from ingest.review import Resting
from ingest.sources import SourceList
from models.domain import Embedder


class Library:
    """Passages in editions, on one of the engines. Every method may raise `LibraryError`."""

    def __init__(
        self,
        engine: Engine,
        weights: LibraryWeights,
        embedder: Embedder | None = None,
        read_only: bool = False,
        resting: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """Raises `LibraryMismatch` when another lexicon or embedder made the library.

        The sources that `resting` names are not found, but in a replay of an earlier edition.
        """
        check_maker(engine, maker(embedder))
        self._engine, self._weights, self._read_only = engine, weights, read_only
        self._shelf = Shelf(engine, embedder)
        self._writer = Lock()
        self._resting = resting
        self._watch: Watch | None = None
        self._left: list[Engine] = []

    def follow(self, watch: Watch) -> None:
        """From now on go over to the collection that a rebuild puts in this one's place."""
        self._watch = watch

    @property
    def published(self) -> int:
        """The number of the published edition; 0 when nothing is published yet."""
        return self._shelf.glance().published

    def find(self, search: Search) -> list[Hit]:
        """The passages that fit the search, best first; none when nothing is published."""
        self._keep_up()
        state = self._shelf.glance()
        edition = self._kept(search.edition).number if search.edition else state.published
        if not edition or not search.audiences:
            return []
        lexicon = self._shelf.lexicons.get(state.stamp, state.pieces)
        if not search.edition and (resting := self._resting()):
            search = search.model_copy(update={"without": search.without | resting})
        lookup = Lookup(self._engine, lexicon, self._weights, self._shelf.embedder, state.read)
        return lookup(search, edition)

    def calibration(self, edition: int | None = None) -> Calibration | None:
        """What a relevance is worth in an edition (the published), where that was found out."""
        return known_calibration(self._engine, edition or self.published)

    def editions(self) -> list[Edition]:
        """The editions that are kept, oldest first."""
        return list(self._shelf.state().editions)

    def holdings(self, source: str) -> dict[str, frozenset[str]]:
        """The ids of the passages of a source in the published edition, per URL."""
        held: dict[str, set[str]] = {}
        if published := self.published:
            where = in_edition(published).also(any_of("source", [source]))
            for point in self._engine.scroll(where, ["url", "id"]):
                held.setdefault(point.payload["url"], set()).add(point.payload["id"])
        return {url: frozenset(ids) for url, ids in held.items()}

    def show(
        self, url: str, edition: int | None = None, audiences: Iterable[str] = EVERYONE
    ) -> list[Passage]:
        """The passages of a page for these in page order, in a kept edition or the published."""
        state = self._shelf.glance()
        number = self._kept(edition).number if edition else state.published
        if not number:
            return []
        where = in_edition(number).also(any_of("url", [url]), any_of("audience", sorted(audiences)))
        found = [
            (passage(point.payload, state.read), -point.payload["since"], point.payload["order"])
            for point in self._engine.scroll(where, PAYLOAD)
        ]
        return [one[0] for one in sorted(found, key=lambda one: (one[0].place, *one[1:]))]

    def passages(self) -> Iterator[Passage]:
        """Every passage of the published edition, in no particular order."""
        state = self._shelf.glance()
        if state.published:
            for point in self._engine.scroll(in_edition(state.published), PAYLOAD):
                yield passage(point.payload, state.read)

    def sources(self) -> dict[str, int]:
        """The number of passages per source in the published edition."""
        published = self.published
        return self._engine.facet("source", in_edition(published)) if published else {}

    def count(self) -> int:
        """The number of passages in the published edition."""
        published = self.published
        return self._engine.count(in_edition(published)) if published else 0

    @contextmanager
    def writing(self, source: str) -> Iterator[Writing]:
        """Write the next edition; left without `publish`, everything is as it was.

        What a crashed writing left is undone first. `LibraryBusy` while another one is under way.
        """
        with self._alone():
            self._shelf.make()
            state = self._shelf.settle()
            with LIVING.writing(state.highest + 1, source) as mark:
                self._mark(state, mark)
                writing = None
                try:
                    added = start_from_published(self._engine, state, mark.number)
                    writing = Writing(self._shelf, mark, state, added)
                    yield writing
                finally:
                    if writing is None or not writing.published:
                        undo(self._engine, mark)
            if writing.published:
                calibrate(self._shelf, self._weights, self.find)

    def rollback(self, to: int | None = None) -> Edition:
        """Publish an earlier edition again: `to`, or the one that the published was built on."""
        with self._alone():
            state = self._shelf.settle()
            number = state.before.get(str(state.published), 0) if to is None else to
            edition = state.edition(number)
            if edition is None:
                raise LibraryError(state.absent(number))
            self._shelf.amend(state.model_copy(update={"published": number}), "published")
            return edition

    def forget(self, *urls: str) -> int:
        """Erase pages from every edition and from the disk; returns the number of passages.

        Also from what a rebuild replaced; `LibraryBusy` while another process has that.
        """
        self._refuse_reader()
        return forget(self._shelf, self._watch.generations if self._watch else None, urls)

    def tidy(self, grace: float) -> list[str]:
        """Drop the collections that a rebuild replaced more than `grace` hours ago."""
        self._refuse_reader()
        return tidy(self._watch.generations, grace) if self._watch else []

    def sweep(self, keep: int, days: int = 0) -> int:
        """Keep the newest editions and the published; erase what none of them needs.

        `days` lets go of an edition that was replaced longer ago as well; 0 sets no limit.
        """
        with self._alone():
            state = self._shelf.settle()
            kept = state.staying(keep, days)
            if not kept:
                return 0
            if kept != state.editions:
                self._shelf.amend(state.model_copy(update={"editions": kept}), "editions")
            ended = Between(key="until", below=min(one.number for one in kept) + 1)
            return self._shelf.drop(Where(must=(ended,)))

    def close(self) -> None:
        """Let go of the engine."""
        for engine in (*self._left, self._engine):
            engine.close()

    def _kept(self, number: int) -> Edition:
        state = self._shelf.state()
        edition = state.edition(number)
        if edition is None:
            raise LibraryError(state.absent(number))
        return edition

    def _mark(self, state: State, mark: Mark) -> None:
        with self._shelf.changing:
            begun = state.model_copy(update={"writing": mark, "highest": mark.number})
            self._shelf.amend(begun, "writing", "highest")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One writer at a time in this process; the mark in the state keeps out other ones."""
        self._refuse_reader()
        self._keep_up(writing=True)
        if not self._writer.acquire(blocking=False):
            raise LibraryBusy(
                f"A sync is writing to {self._engine.place}. Wait until it has ended."
            )
        try:
            yield
        finally:
            self._writer.release()

    def _keep_up(self, *, writing: bool = False) -> None:
        """Go over to the collection that is the library now, where there was a switch."""
        shelf = self._watch.newer(self._shelf, writing=writing) if self._watch else None
        if shelf is not None:
            self._left.append(self._engine)
            self._engine, self._shelf = shelf.engine, shelf

    def _refuse_reader(self) -> None:
        if self._read_only:
            raise LibraryError(f"The library in {self._engine.place} was opened for reading only.")


def open_library(settings: Settings, *, read_only: bool = False) -> Library:
    """Open the library that the settings name, with its embedder where one is set.

    Raises `LibraryBusy`, `LibraryMismatch`, `ModelMissing` or `ConfigurationError`.
    """
    embedder = embedder_of(settings)
    generations = generations_of(settings)
    live = generations.live()
    engine = generations.open(live)
    try:
        weights, resting = settings.library.weights, _resting(settings)
        library = Library(engine, weights, embedder, read_only, resting)
    except LibraryError:
        engine.close()
        raise
    library.follow(Watch(generations, live))
    return library


def _resting(settings: Settings) -> Resting:
    chosen, place = settings.ingest, resolve(settings.ingest.sources)
    return Resting(SourceList(place, chosen.allow_private_hosts), chosen.review_grace)
