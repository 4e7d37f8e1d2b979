"""Kinds of question: how one is recognised, and what a sentence that answers it holds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.dutch import fold, stem
from models.facts import FactKind


@dataclass(frozen=True)
class Kind:
    """A kind of question: how it is recognised, and what a sentence that answers it holds."""

    name: str
    cues: re.Pattern[str]
    headings: frozenset[str]
    facts: frozenset[FactKind]
    words: frozenset[str]
    tells: re.Pattern[str]
    """What says in more words than one what a word of `words` says, in folded text."""
    strict: bool
    """Whether a sentence without such a fact cannot be the answer."""
    items: bool = False
    """Whether list items are what is asked for."""
    names: bool = False
    """Whether the name of a person is."""
    defines: bool = False
    """Whether a sentence that says what something is."""


_NEVER = re.compile(r"\A(?!)")
OPEN = Kind("open", _NEVER, frozenset(), frozenset(), frozenset(), _NEVER, strict=False)


def kind_of(name: str, rule: Mapping[str, Any]) -> Kind:
    """A kind as `configs/rules/asking.yaml` describes it."""
    return Kind(
        name=name,
        cues=re.compile("|".join(rule["cues"])),
        headings=frozenset(stem(word) for word in rule["headings"]),
        facts=frozenset(FactKind(fact) for fact in rule["facts"]),
        words=frozenset(fold(word) for word in _listed(rule["words"])),
        tells=re.compile("|".join(rule["tells"])) if "tells" in rule else _NEVER,
        strict=rule["strict"],
        items=rule.get("items", False),
        names=rule.get("names", False),
        defines=rule.get("defines", False),
    )


def _listed(words: str | list[str]) -> list[str]:
    """A long list may be written as one text."""
    return words.split() if isinstance(words, str) else words
