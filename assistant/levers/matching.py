"""Whether a question asks what an editor's question asks: the words of search, held both ways.

Every word that says something must be in both, as itself, a synonym or a typing error of it, and
both must ask for the same kind of fact. So a pinned answer is never given to half a question.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.levers.rules import loose, rules, telling
from assistant.writing.asking import Asking
from assistant.writing.terms import BEGIN, COMPOUND, Term, Words, core, meant, words_asked, words_of
from models.dutch import fold, stem, tokens

HELD = 0.9
"""How surely a word must be held: itself or a synonym, not a part of a compound."""
LITTLE = 2
"""So many words that say little may stand in one of the two only."""
SHORTEST = 6
"""From this length on a blocked word also blocks the compounds that begin with it."""
LONG = 7
"""From this length on a typing error in a blocked word is forgiven."""
_VERB = 3
"""Letters that a separable verb keeps, at least, without its first part."""


@dataclass(frozen=True)
class Asked:
    """A question as it is compared."""

    terms: tuple[Term, ...]
    loose: frozenset[str]
    """Stems of the words that may stand in one of two questions only."""
    words: Words
    kinds: frozenset[str]
    telling: frozenset[str]
    numbers: frozenset[str]
    verbs: frozenset[tuple[str, str]]


class Reader:
    """Reads questions, with the same words and rules as search and the quote writer."""

    def __init__(self, asking: Asking, names: Iterable[str] = ()) -> None:
        """`names` are the words of the organisation's name."""
        self.asking = asking
        self._loose = loose() | {stem(word) for word in names}
        self.read = lru_cache(maxsize=4_096)(self.asked)

    def asked(self, text: str) -> Asked:
        """What a text asks; `read` is the same, remembered, for what editors wrote."""
        found = tokens(text)
        words = words_asked(text)
        return Asked(
            terms=self.asking.terms(text),
            loose=self._loose,
            words=words,
            kinds=frozenset(_alike(part.kind.name) for part in self.asking.parts(text)),
            telling=telling() & words.stems,
            numbers=frozenset(one.stem for one in found if any(map(str.isdigit, one.text))),
            verbs=frozenset(_verbs([core(fold(one.text)) for one in found])),
        )


class Index:
    """Many questions, each under a name; finds which of them is asked."""

    def __init__(self, reader: Reader, questions: Iterable[tuple[Hashable, str]]) -> None:
        self._reader = reader
        self._known = [(name, reader.read(text)) for name, text in questions]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for place, (_, asked) in enumerate(self._known):
            for key in {key for term in asked.terms for key in _keys(term)}:
                self._by_word[key].append(place)
        self._words = {word for _, asked in self._known for word in asked.words.folded.split()}
        self._vocabulary: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) >= COMPOUND:
                self._vocabulary[word[:BEGIN]].append(word)

    def find(self, text: str) -> list[Hashable]:
        """The names whose question this is, in their order, each once."""
        if not self._known:
            return []
        mended = self._mended(text)
        return self._found(text) or (self._found(mended) if mended != text else [])

    def _found(self, text: str) -> list[Hashable]:
        asked = self._reader.asked(text)
        keys = {key for term in asked.terms for key in _keys(term)}
        places = sorted({place for key in keys for place in self._by_word.get(key, ())})
        found = (self._known[place] for place in places)
        return list(dict.fromkeys(name for name, known in found if same(asked, known)))

    def _mended(self, text: str) -> str:
        """With what was meant in place of words that are likely typing errors of known ones."""
        parts, done = [], 0
        for token in tokens(text):
            word = fold(token.text)
            known = word in self._words or len(word) < COMPOUND
            found = None if known else meant(word, self._vocabulary.get(word[:BEGIN], ()))
            if found:
                parts += [text[done : token.start], found]
                done = token.end
        return "".join((*parts, text[done:]))


def same(one: Asked, other: Asked) -> bool:
    """Whether both ask the same."""
    if (one.kinds, one.telling, one.numbers) != (other.kinds, other.telling, other.numbers):
        return False
    left, right = _lacking(one, other), _lacking(other, one)
    if left and right:
        return False
    lacking = left or right
    little = all(term.stem in one.loose for term in lacking) and len(lacking) <= LITTLE
    return little and (not lacking or any(term.stem not in one.loose for term in one.terms))


def _lacking(one: Asked, other: Asked) -> list[Term]:
    """The words of the one that the other does not hold."""
    return [
        term
        for term in one.terms
        if other.words.holds(term) < HELD
        and not any(one.words.holds(their) >= HELD for their in _meant_by(term, other))
        and not (set(_verbs_of(term, one)) & other.verbs)
    ]


def _meant_by(term: Term, other: Asked) -> Iterator[Term]:
    """The words of the other of which this is a synonym or a typing error."""
    names = {term.stem, *term.same}
    return (their for their in other.terms if their.stem in names or names & their.same)


def _verbs_of(term: Term, asked: Asked) -> Iterator[tuple[str, str]]:
    bare = core(term.word)
    return (verb for verb in asked.verbs if bare in {verb[1], f"{verb[0]}{verb[1]}"})


def _keys(term: Term) -> set[str]:
    return {term.stem, core(term.word), *term.same}


def _verbs(cores: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Separable verbs as their two parts: `vraag … aan`, `aanvragen` and `aangevraagd` are one."""
    apart = [word for word in cores if word in _separable()]
    for word in cores:
        yield from ((first, word) for first in apart if first != word)
        for first in _separable():
            rest = word.removeprefix(first)
            if rest != word and len(rest) >= _VERB:
                yield first, rest.removeprefix("ge") if len(rest) > _VERB + 2 else rest


@cache
def _separable() -> frozenset[str]:
    return frozenset(core(first) for first in rules()["separable"])


@cache
def _alike(kind: str) -> str:
    return next((group[0] for group in rules()["alike"] if kind in group), kind)


@dataclass(frozen=True)
class Topics:
    """Phrases, each under a name; tells which of them a text is about."""

    phrases: Mapping[Hashable, tuple[str, ...]]

    def find(self, text: str) -> list[Hashable]:
        """The names of which a phrase stands in the text."""
        return [name for name, phrases in self.phrases.items() if _any(phrases, text)]


def _any(phrases: Iterable[str], text: str) -> bool:
    words = words_asked(text)
    return any(_stands(phrase, words) for phrase in phrases)


def _stands(phrase: str, words: Words) -> bool:
    wanted = words_of(phrase)
    if wanted.stemmed.strip() and wanted.stemmed in words.stemmed:
        return True
    word = wanted.folded.strip()
    if " " in word or len(word) < SHORTEST:
        return False
    if any(other.startswith(word) for other in words.words):
        return True
    return len(word) >= LONG and meant(word, tuple(words.words)) is not None
