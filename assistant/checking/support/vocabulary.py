"""Whether every word of a sentence is its sources': the word, a form, a part or a plain word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.checking.support.nouns import Part, Reading, Word
from assistant.checking.support.reading import read
from assistant.checking.support.rules import Phrase, Rules, read_rules
from models.wordforms import root

SHORTEST = 4
"""A part of a compound has at least so many letters, and what it is joined to …"""
REST = 3
LONGEST = 60
"""A longer word is looked up as it stands only."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of some texts as they are looked up."""

    words: frozenset[str]
    roots: frozenset[str]
    verbs: frozenset[tuple[str, str]]
    """First part and root of verbs: (`in`, `schrijf`)."""
    particles: frozenset[str]
    folded: str

    def holds(self, word: Word, beside: frozenset[str]) -> bool:
        """Whether these texts hold `word`; `beside` are the small words it stands with."""
        if word.key in self.roots or word.folded in self.words:
            return True
        return len(word.folded) <= LONGEST and (
            self._holds_verb(word.folded, beside)
            or self._means(word.key)
            or self._part(word)
            or self._made_of(word.folded)
        )

    def means(self, group: int) -> bool:
        """Whether these texts hold a word of this group of meanings."""
        roots, phrases = _groups()[group]
        return not roots.isdisjoint(self.roots) or any(
            f" {' '.join(phrase)} " in self.folded for phrase in phrases
        )

    def _means(self, key: str) -> bool:
        return any(self.means(group) for group in _by_root().get(key, ()))

    def _holds_verb(self, folded: str, beside: frozenset[str]) -> bool:
        known = verbs(folded)
        apart = {(particle, found) for _, found in known for particle in beside}
        return not self.verbs.isdisjoint(known) or not self.verbs.isdisjoint(apart)

    def _part(self, word: Word) -> bool:
        """`Vergunning` of `omgevingsvergunning`; not `geldig` of `ongeldig`.

        Nor `persoon` of `persoonsnummer`: what stands before is not what it is about.
        """
        rules, key = read_rules(), word.key
        if len(key) < SHORTEST:
            return False
        for known in self.roots:
            if len(known) < len(key) + REST:
                continue
            before = known.removesuffix(key)
            turned = before in rules.negating or before in rules.particles
            if before != known and not turned:
                return True
        return False

    def _made_of(self, folded: str) -> bool:
        """`Paspoortkosten` where both `paspoort` and `kosten` stand."""
        links = ("", *read_rules().links)
        for cut in range(REST, len(folded) - REST + 1):
            first, rest = folded[:cut], folded[cut:]
            if root(rest) in self.roots and any(
                first.endswith(link) and root(first.removesuffix(link)) in self.roots
                for link in links
            ):
                return True
        return False


@lru_cache(maxsize=4_096)
def vocabulary(texts: tuple[str, ...]) -> Vocabulary:
    """All words of `texts`."""
    rules = read_rules()
    words = [word for text in texts for word in read(text).words]
    folded = frozenset(word.folded for word in words)
    particles = folded & frozenset(rules.particles)
    found = {verb for word in words for verb in verbs(word.folded)}
    apart = {(particle, known) for _, known in found for particle in particles}
    return Vocabulary(
        words=folded | frozenset(part for word in folded for part in word.split("-")),
        roots=frozenset(word.key for word in words)
        | frozenset(root(part) for word in folded if "-" in word for part in word.split("-")),
        verbs=frozenset(found | apart),
        particles=particles,
        folded=f" {' '.join(word.folded for word in words)} ",
    )


@lru_cache(maxsize=65_536)
def verbs(folded: str) -> frozenset[tuple[str, str]]:
    """The verbs a word may be a form of, each as first part and root."""
    rules = read_rules()
    found = {("", root(rules.forms.get(folded, folded)))}
    for particle in rules.particles:
        rest = folded.removeprefix(particle)
        if rest != folded and len(rest) >= SHORTEST:
            bare = rest.removeprefix("te") if rest.startswith("te") else rest
            found |= {(particle, root(rules.forms.get(form, form))) for form in (rest, bare)}
    return frozenset(found)


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[frozenset[str], tuple[Phrase, ...]], ...]:
    return tuple(
        (
            frozenset(root(phrase[0]) for phrase in group if len(phrase) == 1),
            tuple(phrase for phrase in group if len(phrase) > 1),
        )
        for group in read_rules().meanings
    )


@lru_cache(maxsize=1)
def _by_root() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, (roots, _) in enumerate(_groups()):
        for known in roots:
            found[known] = (*found.get(known, ()), number)
    return found


@lru_cache(maxsize=65_536)
def keys(word: Word) -> frozenset[str]:
    """What a word may be recognised by in another sentence: root, verb, meaning."""
    if word.part is Part.VALUE:
        return frozenset((word.key,))
    groups = (f"~{group}" for group in _by_root().get(word.key, ()))
    return frozenset((word.key, *(found for _, found in verbs(word.folded)), *groups))


def foreign(written: Reading, cited: Vocabulary, around: Vocabulary) -> Iterator[str]:
    """The words of a sentence that neither the cited sentences nor their headings hold."""
    rules = read_rules()
    beside = frozenset(word.folded for word in written.words) & frozenset(rules.particles)
    covered = set(_phrased(written.words, cited, rules))
    for place, word in enumerate(written.words):
        if word.part is not Part.CONTENT or place in covered or word.folded in rules.free:
            continue
        if not (cited.holds(word, beside) or around.holds(word, beside)):
            yield word.text


def _phrased(words: tuple[Word, ...], cited: Vocabulary, rules: Rules) -> Iterator[int]:
    """The places of phrases such as `laten zien` whose meaning the cited sentences hold."""
    for place, word in enumerate(words):
        for phrase, group in rules.by_first.get(word.folded, ()):
            end = place + len(phrase)
            if _folded(words[place:end]) == phrase and cited.means(group):
                yield from range(place, end)


def _folded(words: Iterable[Word]) -> Phrase:
    return tuple(word.folded for word in words)
