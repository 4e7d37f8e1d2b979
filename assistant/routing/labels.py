"""Which kinds a message may be by its words: among these a model chooses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.domain import CITING
from assistant.draft import Draft
from assistant.steps.route_chat import BARE, CHOICES
from assistant.writing.asking import Asking
from configs.files import ROOT, read_yaml
from models.dutch import fold

UNCLEAR = "unclear"
TALK = frozenset({"about", "opinion"})
MOST_WORDS = 6
"""A message of more words says more than a greeting or a word of thanks."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Labels:
    """`signs`: the words that a message must hold, where it asks, to be of this kind.

    `asks_fact` tells whether it asks for an amount, a day, a place …
    """

    asks: Callable[[str], bool]
    asks_fact: Callable[[str], bool]
    leans: Callable[[str], bool]
    signs: Mapping[str, frozenset[str]]

    def __call__(self, draft: Draft) -> tuple[str, ...]:
        """The labels in the order of `CHOICES`; only `question`: nothing is left to choose."""
        excluded = BARE if is_long(draft.text) else frozenset[str]()
        if self.asks(draft.text):
            excluded = BARE | self._unsigned(draft.text)
        if self._is_clear(draft):
            excluded |= {UNCLEAR}
        return tuple(label for label in CHOICES if label not in excluded)

    def _unsigned(self, text: str) -> frozenset[str]:
        """What a message that asks can't be: opinions and talk about the assistant are no facts."""
        words = frozenset(_WORD.findall(fold(text)))
        unsigned = {label for label, signs in self.signs.items() if words.isdisjoint(signs)}
        return frozenset(unsigned) | (TALK if self.asks_fact(text) else frozenset())

    def _is_clear(self, draft: Draft) -> bool:
        """Whether its own words say what is asked, or the question before it does."""
        if self.leans(draft.text):
            answered = any(turn.outcome in CITING for turn in draft.conversation.turns)
            return answered or (is_long(draft.text) and self.asks(draft.text))
        return self.asks(draft.text)


def labels(asking: Asking) -> Labels:
    """By `configs/rules/routing.yaml` and how questions are read."""
    openers = frozenset(read_yaml(ROOT / "rules" / "asking.yaml")["openers"].split())
    signs = read_yaml(ROOT / "rules" / "routing.yaml")["signs"]

    def asks(text: str) -> bool:
        first = _WORD.search(fold(text))
        opens = first is not None and first.group() in openers
        return opens or "?" in text or asks_fact(text)

    def asks_fact(text: str) -> bool:
        return any(part.kind.strict or part.kind.facts for part in asking.parts(text))

    by_word = {label: frozenset(words.split()) for label, words in signs.items()}
    return Labels(asks, asks_fact, asking.leans, by_word)


def is_long(text: str) -> bool:
    """Whether a message says more than a greeting or a word of thanks."""
    return len(text.split()) > MOST_WORDS
