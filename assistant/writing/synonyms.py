"""Other words for the same: synonyms, and what pages write for what people say."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.writing.terms import LONG, meant
from models.dutch import Token, fold, tokens

LONGEST = 5
"""Words of the longest phrase that is looked for."""


class Synonyms:
    """Groups of words that count as the same when a question meets a text.

    A group is a mapping of language to words; `nl` is always there.
    """

    def __init__(self, groups: Sequence[Mapping[str, Sequence[str]]]) -> None:
        self._dutch = [tuple(_spaced(name) for name in group["nl"]) for group in groups]
        names = [[name for words in group.values() for name in words] for group in groups]
        self._words = [_spaced(name) for group in names for name in group if len(name) >= LONG]
        self._stems = [
            frozenset(tokens(name)[0].stem for name in group if len(tokens(name)) == 1)
            for group in names
        ]
        self._phrases = [
            tuple(f" {_spaced(name)} " for name in group if len(tokens(name)) > 1)
            for group in names
        ]

    def of_phrase(self, folded: str) -> list[tuple[str, int]]:
        """The phrases that stand in a folded text, longest first, each with its group."""
        found = [
            (phrase, group)
            for group, phrases in enumerate(self._phrases)
            for phrase in phrases
            if phrase in folded
        ]
        return sorted(found, key=lambda pair: -len(pair[0]))

    def of_stem(self, stem: str) -> list[int]:
        """The groups that a word belongs to."""
        return [group for group, stems in enumerate(self._stems) if stem in stems]

    def of_word(self, word: str, stem: str) -> list[int]:
        """The same, forgiving a typing error in a long word."""
        groups = self.of_stem(stem)
        if groups or len(word) < LONG:
            return groups
        found = meant(word, self._words)
        return self.of_stem(tokens(found)[0].stem) if found else []

    def same(self, groups: Iterable[int]) -> tuple[frozenset[str], tuple[str, ...]]:
        """All stems and all phrases of these groups."""
        chosen = list(groups)
        stems = frozenset(stem for group in chosen for stem in self._stems[group])
        return stems, tuple(phrase for group in chosen for phrase in self._phrases[group])

    def dutch(self, groups: Iterable[int]) -> list[str]:
        """The Dutch words of these groups, to search with."""
        return [name for group in groups for name in self._dutch[group]]


def _spaced(name: str) -> str:
    return " ".join(fold(token.text) for token in tokens(name))


class Thesaurus:
    """Leads from `asked` words, which people say, to `written` ones, which pages hold; not back."""

    def __init__(self, relations: Iterable[Mapping[str, Sequence[str]]]) -> None:
        self._written: dict[tuple[str, ...], dict[str, None]] = {}
        for relation in relations:
            for name in relation["asked"]:
                known = self._written.setdefault(_stems(name), {})
                known.update(dict.fromkeys(_spaced(word) for word in relation["written"]))
        self._words = [key[0] for key in self._written if len(key) == 1 and len(key[0]) >= LONG]

    def written(self, found: Sequence[Token]) -> dict[int, list[str]]:
        """What pages may write for each token, by its place; a phrase counts for all of its own."""
        stems = [token.stem for token in found]
        told: dict[int, list[str]] = {}
        for first in range(len(stems)):
            for last in range(first + 1, min(len(stems), first + LONGEST) + 1):
                names = self._written.get(tuple(stems[first:last]), ())
                for place in range(first, last) if names else ():
                    told.setdefault(place, []).extend(names)
        return told


def _stems(name: str) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens(name))


def stems_of(names: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The stems of the single words among `names`, and the phrases as stems between spaces."""
    listed = [_stems(name) for name in names]
    words = frozenset(stems[0] for stems in listed if len(stems) == 1)
    return words, tuple(f" {' '.join(stems)} " for stems in listed if len(stems) > 1)
