"""What a question asks: its parts, what kind of fact each part wants, and about which words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.masking import TOKENS
from assistant.writing.continuing import Continuing
from assistant.writing.kinds import OPEN, Kind, kind_of
from assistant.writing.synonyms import Synonyms, Thesaurus, stems_of
from assistant.writing.terms import GENERIC_WEIGHT, Term, words_of
from configs.files import ROOT, read_yaml
from models.dutch import Token, fold, is_stop_word, stem, tokens

CONTEXT_WEIGHT = 0.5
"""Words of a remark beside the question count half."""
_SENTENCE = re.compile(r"[?!\n]+|(?<=[\w ])\.(?=\s)")
_MASKS = "|".join(map(re.escape, TOKENS.values()))
_MARKUP = re.compile(rf"<[^<>]*>|https?://\S+|www\.\S+|{_MASKS}")
_DAY_PART = re.compile(
    r"((?:maan|dins|woens|donder|vrij|zater|zon)dag)(?:ochtend|morgen|middag|avond|nacht)s?"
)
_JOIN = re.compile(r",?\s+(?:en|of|and|or|plus|maar)\s+(?=\S)|[,;]\s+", re.IGNORECASE)
NUMBER_WEIGHT = 0.5
HALF = 0.5
"""From more than this on a title is about a word."""


@dataclass(frozen=True)
class Part:
    """One thing that is asked, in the asker's words."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    referrals: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    """How headings of conditions and exceptions are called (stems)."""
    bare: bool = False
    """Whether a verb is all that it names (`moet ik wachten`): it may lean on the part before."""

    @property
    def subject(self) -> list[Term]:
        """The words that say what it is about."""
        return [term for term in self.terms if term.weight > GENERIC_WEIGHT]


class Asking:
    """Reads questions by the rules of `configs/rules/asking.yaml` and `synonyms.yaml`."""

    def __init__(self, generic: Iterable[str] = ()) -> None:
        self.kind = lru_cache(maxsize=8_192)(self._kind)  # of headings; not of what people ask
        rules = read_yaml(ROOT / "rules" / "asking.yaml")
        self._kinds = [kind_of(name, rule) for name, rule in rules["kinds"].items()]
        self._generic = {stem(word) for word in [*rules["generic"].split(), *generic]}
        self._leaning = frozenset(rules["leaning"])
        self._counting = frozenset(rules["counting"])
        self._always = frozenset(rules["always_leaning"])
        self.continues = Continuing(rules["continuing"], rules["pointing"])
        self._unless = {word: re.compile(so) for word, so in rules["silent_unless"].items()}
        self._now = re.compile("|".join(rules["now"]))
        self._infinitive = tuple(rules["infinitive_endings"])
        self._openers = frozenset(rules["openers"].split())
        self._silent = frozenset(rules["silent"].split())
        self._referrals = frozenset(rules["referrals"])
        self._pages = frozenset(rules["pages"])
        self._conditions = frozenset(stem(word) for word in rules["conditions"])
        self._aside = frozenset(stem(word) for word in rules["aside"])
        self.synonyms = Synonyms(read_yaml(ROOT / "rules" / "synonyms.yaml")["groups"])
        self._thesaurus = Thesaurus(
            relation
            for file in sorted((ROOT / "rules" / "thesaurus").glob("*.yaml"))
            for relation in read_yaml(file)["relations"]
        )

    def parts(self, question: str, context: str = "") -> list[Part]:
        """The parts of a question; `context` is what earlier turns were about."""
        plain = _MARKUP.sub(" ", question)
        pieces = [piece for sentence in _SENTENCE.split(plain) for piece in self._pieces(sentence)]
        remarks = [piece for piece in pieces if not self._asks(piece)]
        asked = [piece for piece in pieces if self._asks(piece)] or [plain]
        around = list(self._lighter(remarks if asked != [plain] else []))
        before = self.terms(context) if context else self.terms(" ".join(remarks))
        parts: list[Part] = []
        for piece in asked:
            own = self.terms(piece)
            leans = self._leans(piece, own)
            borrowed = parts[-1].subject if leans and parts else before if leans else ()
            parts.append(
                Part(
                    text=piece.strip(),
                    kind=self._meant(piece, context),
                    terms=_distinct([*own, *borrowed, *around]),
                    referrals=self._referrals,
                    pages=self._pages,
                    aside=self._aside,
                    conditions=self._conditions,
                    bare=self._bare(piece, own),
                )
            )
        return [part for part in parts if part.terms] or self._plainly(plain)

    def _plainly(self, question: str) -> list[Part]:
        """A question of words that elsewhere only say what is meant ("als ik te laat betaal")."""
        words = [token for token in tokens(question) if _tells(token)]
        terms = tuple(Term(fold(token.text), token.stem, 1.0) for token in words)
        return [Part(question.strip(), OPEN, terms)] if terms else []

    def _meant(self, piece: str, context: str) -> Kind:
        """What `piece` asks, or what the question before it asked (`en voor kinderen?`)."""
        kind = self._kind(piece)
        return self._kind(context) if kind is OPEN and context else kind

    def _kind(self, text: str) -> Kind:
        """The kind of fact that `text` asks for."""
        folded = " ".join(fold(text).split())
        found = [
            (match.start(), kind) for kind in self._kinds if (match := kind.cues.search(folded))
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else OPEN

    def terms(self, text: str) -> tuple[Term, ...]:
        """The content words of `text`, phrases of the synonym list as one."""
        found = tokens(text)
        folded = f" {' '.join(fold(token.text) for token in found)} "
        silent = {word for word, so in self._unless.items() if not so.search(fold(text))}
        terms: list[Term] = []
        for phrase, group in self.synonyms.of_phrase(folded):
            if phrase in folded:
                folded = folded.replace(phrase, " ")
                terms.append(self._phrase(phrase, group))
        written, left = self._thesaurus.written(found), set(folded.split())
        terms += [
            self._term(token, written.get(place, ()))
            for place, token in enumerate(found)
            if fold(token.text) in left and self._says(token) and fold(token.text) not in silent
        ]
        return _distinct(terms)

    def says(self, question: str) -> bool:
        """Whether there is a word in it at all, or what it asks goes without saying."""
        return any(_tells(token) for token in tokens(question))

    def about(self, question: str) -> Callable[[str], bool]:
        """Tells whether a title is about a word of the question that says something."""
        terms = [term for term in self.terms(question) if term.weight > GENERIC_WEIGHT]
        return lambda title: any(words_of(title).holds(term) > HALF for term in terms)

    def leans(self, question: str) -> bool:
        """Whether a question can't be understood without the one before it."""
        follows = fold(question).split()[:1] == ["en"] or fold(question).split()[:1] == ["and"]
        return follows or self._leans(question, self.terms(question))

    def asks_of_now(self, question: str) -> bool:
        """Whether it asks what holds today, also where it names an earlier year."""
        return bool(self._now.search(fold(question)))

    def other_words(self, text: str) -> str:
        """The other words, Dutch ones, that pages may hold for those of `text`."""
        found = tokens(text)
        words = [(fold(token.text), token.stem) for token in found]
        groups = [group for word, stem in words for group in self.synonyms.of_word(word, stem)]
        folded = f" {' '.join(word for word, _ in words)} "
        groups += [group for _, group in self.synonyms.of_phrase(folded)]
        names = [*self.synonyms.dutch(dict.fromkeys(groups))]
        names += [name for told in self._thesaurus.written(found).values() for name in told]
        return " ".join(name for name in dict.fromkeys(names) if f" {name} " not in folded)

    def named(self, text: str) -> tuple[tuple[str, str], ...]:
        """The words of `text` that pages may hold other words for, each with these."""
        found = tokens(text)
        written = self._thesaurus.written(found)
        words = [
            (place, token.text, fold(token.text), token.stem) for place, token in enumerate(found)
        ]
        named = {
            text: [*self.synonyms.dutch(self.synonyms.of_word(word, stem)), *written.get(place, ())]
            for place, text, word, stem in words
        }
        return tuple((word, " ".join(names)) for word, names in named.items() if names)

    def _pieces(self, sentence: str) -> list[str]:
        """A sentence at the joints where a second question begins."""
        pieces, begun = [], 0
        for joint in _JOIN.finditer(sentence):
            following = fold(sentence[joint.end() :]).split()
            if following and following[0] in self._openers:
                pieces.append(sentence[begun : joint.start()])
                begun = joint.end()
        pieces.append(sentence[begun:])
        return [piece for piece in pieces if piece.strip()]

    def _phrase(self, phrase: str, group: int) -> Term:
        same, phrases = self.synonyms.same([group])
        return Term(phrase.strip(), phrase.strip(), 1.0, same, phrases)

    def _term(self, token: Token, written: Iterable[str]) -> Term:
        word = fold(token.text)
        same, phrases = self.synonyms.same(self.synonyms.of_word(word, token.stem))
        if day := _DAY_PART.fullmatch(word):
            same |= {stem(day[1])}
        weight = NUMBER_WEIGHT if token.text.isdigit() else 1.0
        weight = GENERIC_WEIGHT if token.stem in self._generic else weight
        return Term(word, token.stem, weight, same, phrases, *stems_of(written))

    def _says(self, token: Token) -> bool:
        word = fold(token.text)
        return not (is_stop_word(word) or word in self._openers or word in self._silent)

    def _asks(self, piece: str) -> bool:
        words = fold(piece).split()
        return bool(words) and (words[0] in self._openers or self._kind(piece) is not OPEN)

    def _leans(self, piece: str, own: tuple[Term, ...]) -> bool:
        if not any(t.weight > GENERIC_WEIGHT and t.word not in self._counting for t in own):
            return True
        words = re.findall(r"\w+", fold(piece))
        following = [*words[1:], ""]
        return any(
            word in self._always or (word in self._leaning and self._stands_alone(after))
            for word, after in zip(words, following, strict=True)
        )

    def _bare(self, piece: str, own: tuple[Term, ...]) -> bool:
        words = [term.word for term in own if term.weight > GENERIC_WEIGHT]
        last = re.findall(r"\w+", fold(piece))[-1:]
        return len(words) == 1 and words == last and words[0].endswith(self._infinitive)

    def _stands_alone(self, after: str) -> bool:
        """Whether `het` before this word is a pronoun: an article has a noun behind it."""
        little = is_stop_word(after) or stem(after) in self._generic or after in self._openers
        return not after or little or after.endswith(self._infinitive)

    def _lighter(self, remarks: list[str]) -> Iterable[Term]:
        for term in self.terms(" ".join(remarks)):
            yield replace(term, weight=term.weight * CONTEXT_WEIGHT)


def _tells(token: Token) -> bool:
    return token.text[:1].isalpha() and not is_stop_word(token.text)


def _distinct(terms: Iterable[Term]) -> tuple[Term, ...]:
    kept: dict[str, Term] = {}
    for term in terms:
        kept.setdefault(term.stem, term)
    return tuple(kept.values())
