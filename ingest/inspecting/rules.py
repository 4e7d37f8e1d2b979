"""The patterns of `configs/rules/inspecting.yaml`, compiled once and checked."""

import re
from functools import cache
from typing import Any, NamedTuple

from configs.domain import ConfigurationError
from configs.files import ROOT, read_yaml

FILE = ROOT / "rules" / "inspecting.yaml"
_NAMED = re.compile(r"\{([A-Z]+)\}")
_DEEPEST = 3
"""Words may be made of words."""

Patterns = dict[str, re.Pattern[str]]


class Rule(NamedTuple):
    """A pattern, and words of which every text that matches holds at least one."""

    near: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a list; they see the text as it stands, whatever its case."""
    return tuple(_compiled(name, part) for part in _list(name))


@cache
def template_tokens() -> tuple[re.Pattern[str], ...]:
    """The marks of chat templates, for folded text."""
    return tuple(_compiled("template_tokens", part) for part in _list("template_tokens"))


@cache
def commands() -> tuple[Rule, ...]:
    """The patterns of commands to a model, for folded text; a space in them may be a new line."""
    return tuple(_rule(part) for part in _list("injected"))


@cache
def together() -> tuple[tuple[Rule, ...], ...]:
    """Signals that are a command where all of a group stand close together."""
    signals = _content().get("signals")
    if not isinstance(signals, dict):
        raise ConfigurationError(f"{FILE}: `signals` must hold names with `near` and `is`.")
    if unknown := {name for group in _list("together") for name in group} - signals.keys():
        raise ConfigurationError(f"{FILE}: `together` names unknown signals: {unknown}.")
    return tuple(
        (_rule(signals[first]), *(_rule({"near": "-", **signals[name]}) for name in others))
        for first, *others in _list("together")
    )


@cache
def near_words() -> tuple[str, ...]:
    """Every word that a rule or the first of a group of signals needs, once."""
    firsts = (*commands(), *(group[0] for group in together()))
    return tuple(sorted({word for rule in firsts for word in rule.near}))


@cache
def of_nearly_empty() -> Patterns:
    """What the words of a nearly empty page say it is."""
    content = _content().get("nearly_empty")
    if not isinstance(content, dict):
        raise ConfigurationError(f"{FILE}: `nearly_empty` must hold `reason: pattern` lines.")
    return {str(reason): _compiled(str(reason), str(part)) for reason, part in content.items()}


@cache
def _content() -> dict[str, Any]:
    return read_yaml(FILE)


def _list(name: str) -> list[Any]:
    parts = _content().get(name)
    if not isinstance(parts, list) or not parts:
        raise ConfigurationError(f"{FILE}: `{name}` must be a list.")
    return parts


def _rule(part: Any) -> Rule:  # noqa: ANN401
    try:
        near, pattern = tuple(map(str, part["near"])), str(part["is"])
    except (TypeError, KeyError) as error:
        raise ConfigurationError(f"{FILE}: `injected` must hold `near` and `is` pairs.") from error
    if not near:
        raise ConfigurationError(f"{FILE}: `injected`: `near` is empty for {pattern[:60]}.")
    return Rule(near, _compiled("injected", _spelt(pattern).replace(" ", r"\s")))


def _spelt(pattern: str) -> str:
    """A pattern with the {WORDS} it names written out."""
    words = _content().get("words")
    known = words if isinstance(words, dict) else {}

    def spell(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise ConfigurationError(f"{FILE}: `words` has no {match[1]}, which a pattern names.")
        return str(known[match[1]])

    for _ in range(_DEEPEST):
        pattern = _NAMED.sub(spell, pattern)
    return pattern


def _compiled(name: str, pattern: object) -> re.Pattern[str]:
    try:
        return re.compile(str(pattern), re.MULTILINE | re.IGNORECASE)
    except re.error as error:
        raise ConfigurationError(
            f"{FILE}: `{name}` is not a regular expression: {error} ({str(pattern)[:60]})."
        ) from error
