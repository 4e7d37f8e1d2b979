"""The facts check of text work: what a sentence says is held against the given text.

Nothing is dropped: whoever gave the text decides. What is not in it is marked, so that it can't
pass for something that is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.checking import figures
from assistant.checking.terms import unknown_links, unknown_numbers
from assistant.evidence import Evidence
from assistant.textwork.domain import Mark, Why
from configs.files import ROOT, read_yaml
from models.dutch import fold, tokens
from models.names import names, words_named

KEPT = frozenset(
    {
        *("amount", "percentage", "date", "time", "period", "article"),
        *("url", "email", "phone", "address"),
    }
)
"""Families of facts whose absence from a result is told; a bare number may be a list's."""


@dataclass(frozen=True)
class Holding:
    """The given text; `wish` is the user's too, so what it says counts as given."""

    paragraphs: tuple[str, ...]
    wish: str

    def marks(self, sentence: str, near: Sequence[str]) -> tuple[Mark, ...]:
        """What `sentence` says that `near`, the paragraphs it was made of, do not."""
        whole, close = self._evidence(self.paragraphs), self._evidence(near)
        wording = figures.wording(sentence)
        absent = figures.lacking(sentence, whole)
        away = (value for value in figures.lacking(sentence, close) if value not in absent)
        found = {
            **{wording[value]: Why.ELSEWHERE for value in away},
            **dict.fromkeys(self._named(sentence), Why.ABSENT),
            **dict.fromkeys(_contacts(sentence, whole, wording.values()), Why.ABSENT),
            **{wording[value]: Why.ABSENT for value in absent},
        }
        places = sorted(found, key=lambda words: (sentence.find(words), -len(words)))
        return tuple(Mark(words=words, why=found[words]) for words in _apart(places, sentence))

    def lost(self, said: Iterable[str]) -> tuple[str, ...]:
        """Facts of the text that nothing in `said` names, in the words of the text."""
        told = tuple(said)
        lost: dict[str, None] = {}
        for paragraph in self.paragraphs:
            wording = figures.wording(paragraph)
            gone = figures.left_out(paragraph, told)
            lost |= dict.fromkeys(wording[value] for value in gone if value[0] in KEPT)
        return tuple(lost)

    def _evidence(self, paragraphs: Sequence[str]) -> Evidence:
        texts = (*paragraphs, self.wish) if self.wish else tuple(paragraphs)
        return Evidence(texts=texts, leads=(), around=(), verbatim=False)

    def _named(self, sentence: str) -> list[str]:
        """Names that the text does not have, not even in the other language."""
        known = {word for text in (*self.paragraphs, self.wish) for word in words_named(text)}
        free, others = _words()
        unknown = {
            name
            for name in names(sentence)
            if name not in known and name not in free and not others.get(name, set()) & known
        }
        return [
            token.text
            for token in tokens(sentence)
            if fold(token.text).removesuffix("'s") in unknown and token.text[0].isupper()
        ]


def _contacts(sentence: str, whole: Evidence, stated: Iterable[str]) -> list[str]:
    """Links and runs of digits, but for those in what is compared by its value."""
    compared = tuple(stated)
    links = [link.rstrip(".,;:!?)") for link in unknown_links(sentence, whole)]
    runs = unknown_numbers(sentence, " ; ".join(whole.texts))
    return [*links, *(run for run in runs if not any(run in words for words in compared))]


def _apart(words: Sequence[str], sentence: str) -> list[str]:
    """Without words that stand within longer ones, such as the digits of a date."""
    kept: list[str] = []
    for one in sorted(words, key=len, reverse=True):
        rest = sentence
        for longer in kept:
            rest = rest.replace(longer, "\0")
        if one in rest or one not in sentence:
            kept.append(one)
    return [one for one in words if one in kept]


@cache
def _words() -> tuple[frozenset[str], dict[str, set[str]]]:
    """Words with a capital that name nothing, and names with those they have in translation."""
    rules = read_yaml(ROOT / "rules" / "textwork.yaml")
    others: dict[str, set[str]] = {}
    for group in rules["same_names"]:
        folded = {fold(name) for name in group}
        for name in folded:
            others.setdefault(name, set()).update(folded - {name})
    return frozenset(fold(word) for word in rules["no_names"]), others
