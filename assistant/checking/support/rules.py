"""The rules of `configs/rules/checking.yaml`, ready to be looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from configs.files import ROOT, read_yaml
from models.dutch import fold, tokens

Phrase = tuple[str, ...]
SYNONYMS = ROOT / "rules" / "synonyms.yaml"


@dataclass(frozen=True)
class Says:
    """What an operator says, and what it must stand before to say it."""

    classes: tuple[str, ...]
    near: str = "any"


@dataclass(frozen=True)
class Rules:
    """Every list folded; phrases by their first word, the longest first."""

    operators: Mapping[str, tuple[tuple[Phrase, Says], ...]]
    silent: frozenset[str]
    """Classes that may be lost, and …"""
    unasked: frozenset[str]
    """… classes that may be added."""
    alike: frozenset[tuple[str, str]]
    """Classes that may stand for each other, both ways round."""
    pairs: Mapping[str, frozenset[str]]
    """Operators that say nothing of the kind behind another word, as `als` behind `zowel`."""
    clauses: frozenset[str]
    joining: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    subjects: frozenset[str]
    times: frozenset[str]
    negating: frozenset[str]
    particles: tuple[str, ...]
    links: tuple[str, ...]
    noun_endings: tuple[str, ...]
    """Endings that no verb has, and …"""
    verb_endings: tuple[str, ...]
    """… one of which every verb has, but a command and some strong ones."""
    forms: Mapping[str, str]
    """The first form of each strong verb."""
    meanings: tuple[tuple[Phrase, ...], ...]
    by_first: Mapping[str, tuple[tuple[Phrase, int], ...]]
    """Phrases of `meanings` by their first word, with the number of their group."""
    free: frozenset[str]


@cache
def read_rules() -> Rules:
    """Raise `ConfigurationError` when the file is absent or wrong."""
    read = read_yaml(ROOT / "rules" / "checking.yaml")
    meanings = _meanings(read["meanings"])
    words = {key: frozenset(map(fold, read[key])) for key in _SETS}
    return Rules(
        operators=_operators(read),
        silent=frozenset(rule["says"] for rule in read["operators"] if rule.get("loss") == "free"),
        unasked=frozenset(
            rule["says"] for rule in read["operators"] if rule.get("added") == "free"
        ),
        alike=frozenset(
            pair for one, other in read["alike"] for pair in ((one, other), (other, one))
        ),
        pairs={fold(word): frozenset(map(fold, first)) for word, first in read["pairs"].items()},
        particles=tuple(sorted(read["particles"], key=len, reverse=True)),
        links=tuple(read["links"]),
        noun_endings=tuple(read["noun_endings"]),
        verb_endings=tuple(read["verb_endings"]),
        forms={fold(form): fold(forms[0]) for forms in read["forms"] for form in forms},
        meanings=meanings,
        by_first=_by_first(meanings),
        **words,
    )


_SETS = (
    *("clauses", "joining", "determiners", "prepositions", "subjects", "times", "negating", "free"),
)


def phrase(text: str) -> Phrase:
    """The folded words of a text."""
    return tuple(fold(token.text) for token in tokens(text))


def _operators(read: Mapping[str, Any]) -> dict[str, tuple[tuple[Phrase, Says], ...]]:
    known: dict[Phrase, Says] = {}
    for rule in read["operators"]:
        for word in rule["words"]:
            known[phrase(word)] = Says((rule["says"],), rule.get("near", "any"))
    known |= {phrase(word): Says(tuple(classes)) for word, classes in read["same_as"].items()}
    known |= {phrase(word): Says(()) for word in read["harmless"]}
    found: dict[str, list[tuple[Phrase, Says]]] = {}
    for words, says in sorted(known.items(), key=lambda pair: -len(pair[0])):
        found.setdefault(words[0], []).append((words, says))
    return {first: tuple(rest) for first, rest in found.items()}


def _meanings(own: Iterable[Iterable[str]]) -> tuple[tuple[Phrase, ...], ...]:
    """Our own groups, then those that questions are understood by."""
    shared = read_yaml(SYNONYMS)["groups"]
    names = [*own, *([name for words in group.values() for name in words] for group in shared)]
    return tuple(tuple(phrase(name) for name in group) for group in names)


def _by_first(
    meanings: tuple[tuple[Phrase, ...], ...],
) -> dict[str, tuple[tuple[Phrase, int], ...]]:
    found: dict[str, list[tuple[Phrase, int]]] = {}
    for number, group in enumerate(meanings):
        for words in group:
            found.setdefault(words[0], []).append((words, number))
    return {first: tuple(rest) for first, rest in found.items()}
