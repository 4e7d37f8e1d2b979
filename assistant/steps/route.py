"""Recognise what kind of question it is by rules, before anything is searched."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.domain import Outcome, Reason
from assistant.draft import Draft
from configs.domain import Language
from configs.files import ROOT, read_yaml
from models.dutch import fold


@dataclass(frozen=True)
class Rule:
    """A label with the patterns that lead to it; an `outcome` ends the question there."""

    label: str
    patterns: re.Pattern[str]
    outcome: Outcome | None
    offer: bool


def read_rules() -> tuple[Rule, ...]:
    """The rules of `configs/rules/routes.yaml`, in their order."""
    return tuple(
        _rule(label, rule) for label, rule in read_yaml(ROOT / "rules" / "routes.yaml").items()
    )


def _rule(label: str, rule: Mapping[str, Any]) -> Rule:
    outcome = rule.get("outcome")
    return Rule(
        label=label,
        patterns=re.compile("|".join(rule["patterns"])),
        outcome=Outcome(outcome) if outcome else None,
        offer=bool(rule["offer"]),
    )


@dataclass(frozen=True)
class Route:
    """`says` tells whether a text has any word that could be understood."""

    rules: tuple[Rule, ...]
    says: Callable[[str], bool]
    keys: Mapping[str, str]
    """The text that is said for a label, where its outcome has no text of its own."""
    examples: Mapping[Language, tuple[str, ...]]

    def __call__(self, draft: Draft) -> Outcome | None:
        """End the question at the first rule with an outcome; only mark the topic otherwise."""
        folded = " ".join(fold(draft.text).split())
        rule = next((rule for rule in self.rules if rule.patterns.search(folded)), None)
        if rule:
            draft.offer = Reason.ROUTED if rule.offer else None
        if rule and rule.outcome:
            draft.message_key = self.keys.get(rule.label, "")
            return rule.outcome
        if not self.says(draft.text):
            draft.suggestions = list(self.examples.get(draft.language, ()))
            return Outcome.CLARIFY
        return None
