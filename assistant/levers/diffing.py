"""What changed between two versions of a text, word by word."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

_WORD = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """Words that stayed (`same`), went (`gone`) or came (`came`)."""

    kind: str
    text: str


class Difference(NamedTuple):
    """A field, and what became of its words."""

    field: str
    pieces: tuple[Piece, ...]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Difference, ...]:
    """The fields that are not the same, in the order of the later one."""
    fields = dict.fromkeys((*after, *before))
    return tuple(
        Difference(field, _pieces(before.get(field, ""), after.get(field, "")))
        for field in fields
        if before.get(field, "") != after.get(field, "")
    )


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Piece] = []
    for _, i, j, m, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i:j] == new[m:n]:
            found.append(Piece("same", "".join(old[i:j])))
            continue
        parts = (Piece("gone", "".join(old[i:j])), Piece("came", "".join(new[m:n])))
        found += [piece for piece in parts if piece.text]
    return tuple(found)
