"""The topics of our own desk: which one a request belongs to, by its words."""

from collections.abc import Iterable, Mapping

from assistant.handoff.delivering.domain import Parcel
from assistant.handoff.delivering.topics import about


class Topics:
    """Names with their words; a name without words is chosen by staff alone."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._words = {name: tuple(found) for name, found in words.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, in the order of the settings."""
        return tuple(self._words)

    def of(self, parcel: Parcel) -> str:
        """The first topic with a word of this request; empty where there is none."""
        return next(
            (name for name, words in self._words.items() if words and about(parcel, words)), ""
        )
