"""How hard a text reads: Flesch-Douma, sentence length, passive share. An indicator, not a B1 mark.

No formula is validated for B1; these figures tell which of two texts reads more easily.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from configs.domain import Language
from configs.files import ROOT, read_yaml
from ingest.sentences import sentences

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")


@dataclass(frozen=True)
class Reading:
    """The counts of a text; its figures follow from them."""

    sentences: int
    words: int
    syllables: int
    passives: int
    language: Language

    @property
    def ease(self) -> float:
        """Reading ease: higher is easier, about 0 to 100 (Flesch 1948; Douma 1960 for Dutch)."""
        rule = _rules()[self.language]
        per_sentence = self.words / self.sentences
        per_word = self.syllables / self.words
        ease = rule["constant"] - rule["sentence"] * per_sentence - rule["syllable"] * per_word
        return float(ease)

    @property
    def length(self) -> float:
        """Words per sentence."""
        return self.words / self.sentences

    @property
    def plainness(self) -> float:
        """The ease, less what long sentences and passives take: see `plain` in the rules."""
        rule = _rules()["plain"]
        return (
            self.ease - float(rule["length"]) * self.length - float(rule["passive"]) * self.passive
        )

    @property
    def passive(self) -> float:
        """Share of the sentences in the passive."""
        return self.passives / self.sentences


def read(texts: list[str], language: Language) -> Reading | None:
    """The reading of some texts; None where they hold no word. A line break ends a sentence."""
    spoken = [
        (text[start:end], _WORD.findall(text[start:end].lower()))
        for text in texts
        for start, end in sentences(text, language.value)
    ]
    said = [(text, words) for text, words in spoken if words]
    if not said:
        return None
    return Reading(
        sentences=len(said),
        words=sum(len(words) for _, words in said),
        syllables=sum(_syllables(word, language) for _, words in said for word in words),
        passives=sum(_passive(words, language) for _, words in said),
        language=language,
    )


def _syllables(word: str, language: Language) -> int:
    """By groups of vowels; a number counts as one."""
    counting, silent = _vowels(language)
    spoken = silent.sub("", word) if silent else word
    return max(1, len(counting.findall(spoken)))


def _passive(words: list[str], language: Language) -> bool:
    """Whether a form of *worden* (*to be*) stands with something like a participle."""
    auxiliary, participle, others = _forms(language)
    if not any(auxiliary.fullmatch(word) for word in words):
        return False
    return any(participle.fullmatch(word) and word not in others for word in words)


@cache
def _rules() -> dict[str, Any]:
    return read_yaml(ROOT / "rules" / "readability.yaml")


@cache
def _vowels(language: Language) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    rule = _rules()[language]
    return re.compile(rule["syllables"]), re.compile(rule["silent"]) if rule["silent"] else None


@cache
def _forms(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    rule = _rules()[language]
    passive = rule["passive"]
    others = frozenset(rule["not_participles"])
    return re.compile(passive["auxiliary"]), re.compile(passive["participle"]), others
