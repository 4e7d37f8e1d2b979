"""Whether a sentence states the kind of fact that is asked for."""

import re
from collections.abc import Callable

from assistant.writing.kinds import Kind
from assistant.writing.terms import Words, words_of
from models.facts import kinds

WORD_FIT = 0.6
"""A word such as `gratis` in place of a fact of the wanted kind."""
BEFORE_IS = 6
"""A definition has no more words before its verb."""
_IS = re.compile(r"(?<=.{2})\b(?:is|zijn|betekent|heet|means|are) (?:een|de|het|dat|a|an|the)\b")
_NAME = re.compile(r"\b[A-Z][a-z]+ (?:[a-z]{2,4} ){0,2}[A-Z][a-z]+")
About = Callable[[Words], bool]
"""Whether words are about what is asked."""


def states(kind: Kind, text: str, about: About) -> bool:
    """Whether a fact of the kind stands in the text, a name, or what something is."""
    fact = kind.facts and kinds(text) & kind.facts
    name = kind.names and _NAME.search(text)
    return bool(fact or name or (kind.defines and _defines(text, about)))


def says(kind: Kind, here: Words, lead: str = "") -> bool:
    """Whether a sentence has a word for it, or several behind its folded lead."""
    return bool(kind.words & here.words or kind.tells.search(f"{lead}{here.folded}"))


def _defines(text: str, about: About) -> bool:
    """Whether the sentence begins with what is asked for and says what it is."""
    verb = _IS.search(text)
    before = text[: verb.start()] if verb else ""
    return 0 < len(before.split()) <= BEFORE_IS and about(words_of(before))
