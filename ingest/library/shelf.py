"""What searching and writing share: the engine, the embedder, the lexicon, the state."""

from threading import RLock

from ingest.domain import LibraryBusy
from ingest.library.domain import Engine, Where
from ingest.library.lexicon import Lexicon, Lexicons
from ingest.library.mending import undo
from ingest.library.state import LIVING, STATE, State, maker
from models.domain import Embedder

GLANCE = ("published", "stamp", "pieces", "read")


class Shelf:
    """One collection and what is known about it; `changing` guards its state record."""

    def __init__(self, engine: Engine, embedder: Embedder | None) -> None:
        self.engine, self.embedder = engine, embedder
        self.lexicons = Lexicons(engine)
        self.changing = RLock()
        self._made = False

    def made(self) -> bool:
        """Whether there is a collection with a state."""
        self._made = self._made or (
            self.engine.exists() and self.engine.record(STATE, ["published"]) is not None
        )
        return self._made

    def make(self) -> None:
        """Make the collection and its state, where they are not there yet."""
        if self.made():
            return
        by = maker(self.embedder)
        if not self.engine.exists():
            self.engine.create(by.size)
        self.engine.keep(STATE, State(made_with=by).model_dump(mode="json"))
        self.engine.flush()

    def state(self) -> State:
        """All that the library remembers of itself; that of an empty one where there is none."""
        record = self.engine.record(STATE) if self.made() else None
        return State.model_validate(record) if record else State()

    def glance(self) -> State:
        """What a search must know of the state, without the rest."""
        record = self.engine.record(STATE, GLANCE) if self.made() else None
        return State.model_validate(record) if record else State()

    def amend(self, state: State, *fields: str) -> None:
        """Write these fields of a state, in one step, for good."""
        self.engine.amend(STATE, state.model_dump(mode="json", include=set(fields)))
        self.engine.flush()

    def learn(self, state: State, parts: list[Lexicon], sign: int = 1) -> State:
        """Store the lexicon with these parts added, or with sign -1 taken off."""
        if not parts:
            return state
        lexicon = self.lexicons.get(state.stamp, state.pieces).plus(parts, sign)
        pieces = self.lexicons.store(lexicon, state.stamp + 1)
        return state.model_copy(update={"stamp": state.stamp + 1, "pieces": pieces})

    def drop(self, where: Where) -> int:
        """Delete passages for good; returns how many."""
        with self.changing:
            lost = self.lexicons.count(where)
            if lost.passages:
                # Stored first: after a crash in between the stamps differ, so all is counted anew.
                learned = self.learn(self.state(), [lost], sign=-1)
                self.engine.delete(where)
                self.engine.flush()
                self.amend(learned, "stamp", "pieces")
        return lost.passages

    def settle(self) -> State:
        """Undo what a crashed writing left; `LibraryBusy` while another one is under way."""
        state = self.state()
        if state.writing is not None:
            if LIVING.has(state.writing, self.engine.alone):
                raise LibraryBusy(
                    f"Another sync is writing edition {state.writing.number} to "
                    f"{self.engine.place}. Wait until it has ended."
                )
            undo(self.engine, state.writing)
            self.lexicons.forget()  # it may have counted what was just undone
            state = state.model_copy(update={"writing": None})
        # A lexicon that a crash lost is counted now, before there is anything that counts later.
        self.lexicons.get(state.stamp, state.pieces)
        return state
