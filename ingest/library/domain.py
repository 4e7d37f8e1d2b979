"""What a search engine must do for the library, in words that both engines share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import NAMESPACE_URL, uuid5

from configs.domain import Noun
from ingest.domain import LibraryError
from models.domain import SparseVector


class BackupError(LibraryError):
    """A file is not a backup, or not whole; the message names it."""


OPEN = 1_000_000_000
"""The `until` of a passage that no edition has ended."""
WORDS, GRAMS, DENSE = "words", "grams", "dense"
"""The names of the vectors."""
INTEGERS = ("since", "until")
KEYWORDS = ("id", "url", "source", "audience", "stale")
"""The fields that conditions are put on; each has an index."""


Vector = SparseVector | tuple[float, ...]


class AnyOf(Noun):
    """The field has one of these values."""

    key: str
    values: tuple[str, ...]


class Between(Noun):
    """The field is a number from `least` up to, but not including, `below`."""

    key: str
    least: int | None = None
    below: int | None = None


class Where(Noun):
    """All of `must` hold and none of `never`."""

    must: tuple[AnyOf | Between, ...] = ()
    never: tuple[AnyOf | Between, ...] = ()

    def also(self, *must: AnyOf | Between) -> "Where":
        """The same with more conditions."""
        return Where(must=self.must + must, never=self.never)


def exactly(key: str, number: int) -> Between:
    """The field is this number."""
    return Between(key=key, least=number, below=number + 1)


def in_edition(number: int) -> Where:
    """The passages of one edition: since <= number < until."""
    return Where(
        must=(Between(key="since", below=number + 1), Between(key="until", least=number + 1))
    )


def record_id(key: str) -> str:
    """The UUID of a record, which is a point without vectors and without `since`."""
    return str(uuid5(NAMESPACE_URL, f"record:{key}"))


def any_of(key: str, values: Iterable[str]) -> AnyOf:
    """The field has one of these values."""
    return AnyOf(key=key, values=tuple(values))


STILL_OPEN = exactly("until", OPEN)
EVERY_PASSAGE = Where(must=(Between(key="since", least=0),))


class Point(Noun):
    """What the engine keeps: a UUID, the fields, and the vectors by name."""

    id: str
    payload: Mapping[str, Any]
    vectors: Mapping[str, Vector] = {}


class Probe(Noun):
    """One vector of a question, and what its score counts for."""

    name: str
    vector: Vector
    weight: float
    floor: float = 0.0
    """A score that says nothing: it counts 0, as does a passage that the probe did not find."""


class Request(Noun):
    """Fuse the scores of the probes linearly; each looks at its best `reach` passages."""

    probes: tuple[Probe, ...]
    where: Where
    limit: int
    reach: int


@dataclass(frozen=True, slots=True)
class Found:
    """A point that a request found, with the fused score; many a search, so not validated."""

    payload: Mapping[str, Any]
    score: float


class Engine(Protocol):
    """A search engine with one collection. Every method may raise `LibraryError`."""

    place: str
    """Where the library is, for messages."""
    alone: bool
    """Whether no other process can use the library while this one does."""

    def exists(self) -> bool:
        """Whether the collection is there."""
        ...

    def create(self, size: int) -> None:
        """Make the collection; dense vectors have `size` numbers, 0 for none."""
        ...

    def record(self, key: str, fields: Sequence[str] = ()) -> dict[str, Any] | None:
        """The record at `key`: these fields of it, or all."""
        ...

    def keep(self, key: str, payload: Mapping[str, Any]) -> None:
        """Write a whole record."""
        ...

    def amend(self, key: str, changes: Mapping[str, Any]) -> None:
        """Change some fields of a record, in one step."""
        ...

    def put(self, points: Sequence[Point]) -> None:
        """Write points; one with the same id is replaced."""
        ...

    def change(self, where: Where, changes: Mapping[str, Any]) -> None:
        """Change some fields of all points that fit."""
        ...

    def delete(self, where: Where) -> None:
        """Remove all points that fit."""
        ...

    def scroll(
        self, where: Where, fields: Sequence[str], vectors: Sequence[str] = ()
    ) -> Iterator[Point]:
        """All points that fit, with these fields (none named: none) and vectors."""
        ...

    def count(self, where: Where) -> int:
        """How many points fit."""
        ...

    def facet(self, key: str, where: Where) -> dict[str, int]:
        """How many points fit, per value of a keyword field."""
        ...

    def search(self, request: Request) -> list[Found]:
        """Best first."""
        ...

    def flush(self) -> None:
        """Return when all that was written survives the death of this process."""
        ...

    def erase(self) -> None:
        """Leave nothing on disk of what was deleted."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
