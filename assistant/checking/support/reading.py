"""A sentence as the support check reads it: words, values, clauses, and words that decide."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.checking.support.conditions import implied
from assistant.checking.support.nouns import Operator, Part, Reading, Word
from assistant.checking.support.rules import Rules, Says, read_rules
from models.counting import count_of, rank_of
from models.dutch import Token, fold, is_stop_word, tokens
from models.facts import Fact, FactKind, facts
from models.wordforms import root

_BREAK = re.compile(r"[,;:.?!()\u2013]")
_STOP = re.compile(r"[.;:?!](?=\s)")
_COLON = re.compile(r":(?=\s)")
TIMES = frozenset(
    {FactKind.DATE, FactKind.MOMENT, FactKind.PERIOD, FactKind.TIME, FactKind.WEEKDAY}
)
JOINED = frozenset({"en", "of", "and", "or", "maar", "but"})
PAIR = 8
"""Words between `zowel` and its `als`, at most."""
REACH = 3
"""Words between a word such as `tot` and the value it binds, at most."""


@lru_cache(maxsize=8_192)
def read(text: str) -> Reading:
    """`text` by the rules of `configs/rules/checking.yaml`."""
    rules = read_rules()
    words = list(_words(text, rules))
    operators: list[Operator] = []
    place = 0
    while place < len(words):
        length, says = _operator(words, place, rules)
        pointing = place == 1 and words[0].folded in rules.determiners
        free = pointing and _binds(words, place + length, "value")  # `Dat kan tot 1 mei.`
        operators += [
            Operator(name, place, place + length, optional=free and name == "can")
            for name in says.classes
        ]
        if says.classes:
            for at in range(place, place + length):
                words[at] = _deciding(words[at])
        place += length
    operators += implied(words, text)
    return Reading(tuple(words), tuple(operators), _leading(words, text))


def _leading(words: list[Word], text: str) -> frozenset[int]:
    """The clause of the last word before each colon, of those that are no part of a value."""
    ends = [len(tokens(text[: colon.start()])) for colon in _COLON.finditer(text)]
    return frozenset(words[end - 1].clause for end in ends if 0 < end <= len(words))


def segments(words: Iterable[Word]) -> list[int]:
    """A number per word that rises with every clause and every `en`."""
    numbers, count, clause = [], 0, 0
    for word in words:
        count += word.clause != clause or word.folded in JOINED
        clause = word.clause
        numbers.append(count)
    return numbers


def _words(text: str, rules: Rules) -> Iterator[Word]:
    """Tokens with their clause; all tokens of one fact are one word."""
    found = list(facts(text))
    clause, sentence, last, inside = 0, 0, 0, -1
    for token in tokens(text):
        if _BREAK.search(text, last, token.start) and token.start > inside:
            clause += 1
            sentence += bool(_STOP.search(text, last, token.start))
        hyphened = text[last : token.start] == "-"
        last = token.end
        if token.start < inside:
            continue
        folded = fold(token.text)
        fact = next((one for one in found if one.start < token.end and token.start < one.end), None)
        if fact:
            inside = max(inside, fact.end)
        elif folded in rules.clauses:
            clause += 1
        yield _word(token, folded, fact, (clause, sentence, hyphened))


def _word(token: Token, folded: str, fact: Fact | None, place: tuple[int, int, bool]) -> Word:
    if fact:
        key = f"={fact.kind}:{fact.value}"
        return Word(token.text, folded, key, Part.VALUE, *place, fact.kind in TIMES)
    if (number := count_of(folded) or rank_of(folded)) is not None:
        return Word(token.text, folded, f"=number:{number}", Part.VALUE, *place)
    part = Part.SMALL if is_stop_word(token.text) or len(folded) == 1 else Part.CONTENT
    return Word(token.text, folded, root(folded), part, *place)


def _deciding(word: Word) -> Word:
    if word.part is Part.VALUE:
        return word
    return replace(word, part=Part.DECIDING)


def _operator(words: list[Word], place: int, rules: Rules) -> tuple[int, Says]:
    """How many words from `place` on are one operator, and what it says; or one that is none."""
    for phrase, says in rules.operators.get(words[place].folded, ()):
        end = place + len(phrase)
        if tuple(word.folded for word in words[place:end]) == phrase:
            first = rules.pairs.get(phrase[0], frozenset())
            paired = any(word.folded in first for word in words[max(0, place - PAIR) : place])
            if not paired and (says.near == "any" or _binds(words, end, says.near)):
                return len(phrase), says
    return 1, Says(())


def _binds(words: list[Word], place: int, near: str) -> bool:
    """Whether a value or a time is the next thing said; `led`: or a preposition is next."""
    if near == "led":
        return _leads(words, place)
    for word in words[place : place + REACH]:
        if word.part is Part.VALUE:
            return near == "value" or word.timely
        if word.part is Part.CONTENT:
            return False
    return False


def _leads(words: list[Word], place: int) -> bool:
    """Whether `pas` says `not before`: it leads in a time, and is no noun (`de nieuwe pas`)."""
    rules = read_rules()
    before = words[place - 2] if place > 1 else None
    noun = before is not None and (
        before.folded in rules.determiners
        or before.part is Part.VALUE
        or (before.part is Part.CONTENT and before.folded.endswith("e"))
    )
    after = words[place] if place < len(words) else None
    led = after is not None and (
        after.part is Part.VALUE or after.folded in rules.prepositions | rules.clauses
    )
    return led and not noun and place > 1
