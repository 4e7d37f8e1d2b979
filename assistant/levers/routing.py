"""Editors' phrases beside the rules of the routes; they are words, never patterns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.domain import Outcome
from assistant.draft import Draft
from assistant.steps.route import Route, Rule
from models.dutch import fold, tokens

if TYPE_CHECKING:
    from assistant.levers.live import Levers

_BETWEEN = r"\W+"
FIRST = frozenset({Outcome.EMERGENCY, Outcome.PERSON})
"""What goes before every pin and every blocked topic: help, and a person."""


@dataclass(frozen=True)
class Routing:
    """The step `route` with the rules and examples as they stand when a question comes."""

    levers: "Levers"
    plain: Route

    def __call__(self, draft: Draft) -> Outcome | None:
        """All rules."""
        state = self.levers.now
        return replace(self.plain, rules=state.rules, examples=state.theme.examples)(draft)

    def urgent(self, draft: Draft) -> Outcome | None:
        """Only those that go before what editors chose."""
        first = urgent(self.levers.now.rules)
        return replace(self.plain, rules=first, says=lambda _: True)(draft)


def widened(rules: Sequence[Rule], phrases: Mapping[str, Sequence[str]]) -> tuple[Rule, ...]:
    """The rules in their order, each with the phrases under its label."""
    return tuple(
        replace(rule, patterns=_with(rule.patterns, phrases[rule.label]))
        if rule.label in phrases
        else rule
        for rule in rules
    )


def urgent(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """The rules that go before everything else."""
    return tuple(rule for rule in rules if rule.outcome in FIRST)


def leads(phrases: Sequence[str], text: str) -> bool:
    """Whether one of the phrases stands in a text."""
    patterns = "|".join(filter(None, map(_pattern, phrases)))
    return bool(patterns) and bool(re.search(patterns, " ".join(fold(text).split())))


def _with(patterns: re.Pattern[str], phrases: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join((patterns.pattern, *filter(None, map(_pattern, phrases)))))


def _pattern(phrase: str) -> str:
    """The words of a phrase one after another, whatever stands between them."""
    words = [re.escape(fold(token.text)) for token in tokens(phrase)]
    return rf"\b{_BETWEEN.join(words)}\b" if words else ""
