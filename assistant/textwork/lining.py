"""Turns the stream of a model into finished sentences, and tells which paragraph each is about."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from configs.domain import Language
from ingest.sentences import sentences

_NUMBER = re.compile(r"\[(\d{1,4})\][ \t]*")
_MAY_BE_NUMBER = re.compile(r"\[\d{0,4}\]?$")
LONGEST = 4_000
"""Characters of a line without an end, from which on it is no text any more."""


class Finished(NamedTuple):
    """A finished sentence; `paragraph` is the number that was written before its line, or 0."""

    text: str
    paragraph: int
    opens: bool
    """Whether it begins a line."""
    apart: bool
    """Whether an empty line stands before it."""


class Sentences:
    """`numbered` lines begin with the number of a paragraph, such as `[3]`."""

    def __init__(self, language: Language, *, numbered: bool) -> None:
        self._language = language
        self._numbered = numbered
        self._rest = ""
        self._paragraph = 0
        self._opens = True
        self._apart = True

    @property
    def endless(self) -> bool:
        """Whether the last line goes on and on."""
        return len(self._rest) > LONGEST

    def feed(self, piece: str) -> list[Finished]:
        """The sentences that this piece finished."""
        *lines, self._rest = f"{self._rest}{piece}".split("\n")
        found: list[Finished] = []
        for line in lines:
            found += self._line(line)
        found += self._begun()
        return found

    def end(self) -> list[Finished]:
        """The last sentence, when the model ended by itself."""
        line, self._rest = self._rest, ""
        return self._line(line)

    def _line(self, line: str) -> list[Finished]:
        found = list(self._told(self._unnumbered(line)))
        self._apart = not line.strip()
        self._opens = True
        return found

    def _begun(self) -> list[Finished]:
        """All but the last sentence of a line that is not finished."""
        if self._numbered and self._opens and _MAY_BE_NUMBER.match(self._rest):
            return []
        line = self._unnumbered(self._rest)
        spans = sentences(line, self._language)[:-1]
        if not spans:
            return []
        found = list(self._told(line[: spans[-1][1]]))
        self._rest = line[spans[-1][1] :]
        return found

    def _unnumbered(self, line: str) -> str:
        number = _NUMBER.match(line) if self._numbered and self._opens else None
        if number is None:
            return line
        self._paragraph = int(number[1])
        return line[number.end() :]

    def _told(self, line: str) -> Iterator[Finished]:
        for start, end in sentences(line, self._language):
            yield Finished(line[start:end], self._paragraph, self._opens, self._apart)
            self._opens = self._apart = False
