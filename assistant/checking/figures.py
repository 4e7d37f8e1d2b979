"""The facts check: every value and name of a sentence stands in the sentences it cites."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, evidence
from models.counting import count_of, rank_of
from models.dutch import fold, number, tokens
from models.facts import Fact, FactKind, facts
from models.names import names, words_named

Value = tuple[str, str]
"""A family of facts that are compared with each other, and what is stated."""
_AGED = re.compile(r"(\d+)(?:-?jarigen?\b|\+(?!\d)|-(?= (?:en|of|tot) \d+-?jarigen?\b))")
_RANGE = re.compile(r"(?<![\d.,€])(\d[\d.]*(?:,\d\d)?)(?= (?:en|tot|\u00e0|of|-) \d[\d.,]* euro\b)")
_ARTICLE = re.compile(r"\d+[a-z]?(?:[.:]\d+[a-z]?)*")
_RANK = re.compile(r"(\w+) lid$")
YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST = 1_000
"""Characters of a sentence that is no quotation; what goes on and on is not read at all."""
MIDNIGHT = 24
ONE = "\u00e9\u00e9n"
HEADED = frozenset({"article", "number", "url"})
"""Families that a heading may state for the sentences below it; of numbers only years."""


def figures(draft: Draft, sentence: Sentence) -> str | None:
    """Which facts the cited sentences, with their leads and headings, do not hold; or None."""
    held = evidence(draft, sentence)
    if held.verbatim:
        return None
    if len(sentence.text) > LONGEST:
        return f"longer than {LONGEST} characters"
    missing = [
        *sorted(" ".join(value) for value in lacking(sentence.text, held)),
        *(f"name {name}" for name in _missing_names(sentence.text, held)),
    ]
    return f"not in the source: {', '.join(missing)}" if missing else None


def lacking(text: str, held: Evidence) -> tuple[Value, ...]:
    """Values of `text` that are not cited, or that are stated more often than they are cited."""
    stated = Counter(_values(text))
    cited = Counter(value for part in (*held.texts, *held.leads) for value in _values(part))
    around = {value for part in held.around for value in _values(part)}
    headed = {value for value in _implied(around) if _heads(value)}
    known = _implied(cited)
    return tuple(
        value
        for value in stated
        if not _from_heading(value, stated, cited, headed)
        and (value not in known or 0 < cited[value] < stated[value])
    )


def left_out(text: str, others: Iterable[str]) -> tuple[Value, ...]:
    """Values of `text` that none of the others states."""
    known = _implied({value for other in others for value in _values(other)})
    return tuple(value for value in dict.fromkeys(_values(text)) if value not in known)


def wording(text: str) -> Mapping[Value, str]:
    """The values of `text`, each in the words that state it."""
    return {value: words.rstrip(".,;:!?)") for value, words in reversed(_stated(text))}


def forget() -> None:
    """Keep no sentence in memory that was checked before."""
    _stated.cache_clear()
    facts.cache_clear()
    names.cache_clear()
    words_named.cache_clear()


def _missing_names(text: str, held: Evidence) -> list[str]:
    """Names that are not cited; one from a heading may not take the place of a cited one."""
    stated = names(text)
    cited = {word for part in (*held.texts, *held.leads) for word in words_named(part)}
    if stated <= cited:
        return []
    left_out = {name for part in held.texts for name in names(part)} - words_named(text)
    headed = set() if left_out else {word for part in held.around for word in words_named(part)}
    return sorted(stated - cited - headed)


def _heads(value: Value) -> bool:
    family, said = value
    return family in HEADED and (family != "number" or bool(YEAR.fullmatch(said)))


def _from_heading(
    value: Value, stated: Container[Value], cited: Iterable[Value], headed: Container[Value]
) -> bool:
    """Whether a heading states it, and it takes the place of nothing that the sentence states."""
    family = value[0]
    left_out = any(other not in stated for other in cited if other[0] == family)
    return value in headed and not left_out


def _values(text: str) -> Iterator[Value]:
    """The facts of a text, with counts, ranks and ages in words among them."""
    return (value for value, _ in _stated(text))


@lru_cache(maxsize=8_192)
def _stated(text: str) -> tuple[tuple[Value, str], ...]:
    """Each value with the words that state it."""
    plain = _RANGE.sub(r"\1 euro", _AGED.sub(r"\1 jaar", text))
    found = facts(plain)
    return (*_families(plain, found), *_counted(plain, found))


def _families(text: str, found: Iterable[Fact]) -> Iterator[tuple[Value, str]]:
    for fact in found:
        words = text[fact.start : fact.end]
        if fact.kind is FactKind.ARTICLE:
            number = _ARTICLE.search(fact.value)
            rank = _RANK.search(fact.value)
            if number:
                yield ("article", number[0]), words
            if rank and (place := rank_of(rank[1])):
                yield ("rank", str(place)), words
        else:
            yield (fact.kind.value, fact.value), words


def _counted(text: str, found: Iterable[Fact]) -> Iterator[tuple[Value, str]]:
    """Numbers in words, outside the facts."""
    taken = [(fact.start, fact.end) for fact in found]
    for token in tokens(text):
        word = fold(token.text)
        inside = any(start < token.end and token.start < end for start, end in taken)
        whole = any(start <= token.start and token.end <= end for start, end in taken)
        if not whole and any(letter.isdigit() for letter in word) and rank_of(word) is None:
            yield ("figure", number(word)), token.text
        if inside:
            continue
        if token.text.lower() == ONE:
            yield ("number", "1"), token.text
        elif (count := count_of(word)) is not None:
            yield ("number", str(count)), token.text
        elif (rank := rank_of(word)) is not None:
            yield ("rank", str(rank)), token.text


def _implied(values: Iterable[Value]) -> set[Value]:
    """These values, and what they say in another way: the day without its year, the whole hour."""
    found = set(values)
    for said in [said for family, said in found if family == "moment"]:
        found |= {("number", said[:4]), ("moment", said.partition(" ")[0])}
    for family, said in list(found):
        if family == "date" and not said.startswith("--"):
            found |= {("date", f"-{said[4:]}"), ("number", said[:4]), ("moment", said[:7])}
        if family == "time" and said.endswith(":00"):
            found.add(("number", str(int(said[:2]))))
        if family == "number" and said.isdigit() and int(said) <= MIDNIGHT:
            found.add(("time", f"{int(said) % MIDNIGHT:02d}:00"))
        if family in {"article", "number"}:
            found |= {("article", said), ("number", said)}
    return found
