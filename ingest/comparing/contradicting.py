"""Candidates for a contradiction: two pages say nearly the same sentence with other facts.

A statement is a sentence with an amount, date, period or the like; its subject is what is left of
it without its facts. Two statements of different pages with the same subject, the same kind of
fact and other values are a candidate. What a person must judge is shown by score, per pair of
pages once.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from ingest.comparing.domain import Contradiction, PageRef, Statement
from ingest.domain import BlockKind, Passage
from models.dutch import fold, is_stop_word, tokens
from models.facts import Fact, FactKind, facts

LEAST = 0.6
"""Score from which on it is a candidate."""
NAMESAKES = 0.4
"""Weighted share of the words of two titles from which on they are about the same."""
STRANGERS = 0.68
"""What the score is multiplied by where neither title says that both are about the same."""
SURE = {
    FactKind.AMOUNT: 1.0,
    FactKind.PERIOD: 0.97,
    FactKind.PERCENTAGE: 0.95,
    FactKind.TIME: 0.92,
    FactKind.DATE: 0.85,
}
"""How often another value of this kind is a contradiction, and not just another case."""
LEAST_TERMS = 2
"""Words that a subject has at least, beside its facts."""
MOST_TERMS = 30
MOST_TITLES, MOST_TITLES_SHARE = 4, 0.02
"""A word in more titles than this, and than this share of them, does not name a subject."""
COMMON = 60
"""Statements that share a word above this number are not found by it alone."""
CONTEXT = 0.5
"""What a word of title, heading and lead weighs beside one of the sentence itself."""
FREE = re.compile(r"\b(?:gratis|kosteloos|kost (?:u )?niets|free of charge)\b", re.IGNORECASE)
NOTHING = "0.00"
COSTING = frozenset({"kost", "kosten", "bedraagt", "bedragen", "prijs", "tarief", "costs", "cost"})
"""Words that only say that an amount comes."""
MANY = 4
"""A sentence with more facts of one kind than this lists them; which differs can't be said."""


@dataclass(frozen=True)
class _Told:
    """A statement as it is compared."""

    statement: Statement
    kind: FactKind
    values: frozenset[str]
    shown: tuple[str, ...]
    own: frozenset[str]
    context: frozenset[str]
    title: frozenset[str]


def contradictions(pages: Iterable[tuple[PageRef, Sequence[Passage]]]) -> list[Contradiction]:
    """Candidates, the most alike first; of each pair of pages the best one."""
    told = _with_own_titles(
        [one for page, passages in pages for one in _statements(page, passages)]
    )
    weights = _weights(told)
    best: dict[tuple[str, str], list[Contradiction]] = defaultdict(list)
    for one, other in _meetings(told):
        score = _likeness(one, other, weights)
        if score >= LEAST:
            found = _contradiction(one, other, score)
            best[found.one.page.url, found.other.page.url].append(found)
    return sorted(
        (_first_of(group) for group in best.values()),
        key=lambda found: (-found.score, found.one.page.url, found.other.page.url),
    )


def _with_own_titles(told: list[_Told]) -> list[_Told]:
    """Without the words that many titles have, such as the name of the site."""
    titles = {one.statement.page.url: one.title for one in told}
    seen = Counter(term for title in titles.values() for term in title)
    most = max(MOST_TITLES, MOST_TITLES_SHARE * len(titles))
    common = frozenset(term for term, count in seen.items() if count > most)
    return [replace(one, title=one.title - common) for one in told]


def _statements(page: PageRef, passages: Sequence[Passage]) -> Iterator[_Told]:
    for passage in passages:
        heading = passage.headings[-1] if passage.headings else ""
        for number, span in enumerate(passage.sentences):
            text = passage.sentence(number)
            lead = span.lead if span.kind is not BlockKind.PROSE else ""
            statement = Statement(page=page, text=text, lead=lead, place=heading)
            yield from _told(statement)


def _told(statement: Statement) -> Iterator[_Told]:
    found = _facts(statement.text)
    if not SURE.keys() & {fact.kind for fact in found}:
        return
    days = frozenset(fact.value for fact in found if fact.kind is FactKind.WEEKDAY)
    own = _terms(_without(statement.text, found)) | days
    place = _terms(_without(statement.place, facts(statement.place)))
    if len(own) < LEAST_TERMS:
        own |= place
    if not LEAST_TERMS <= len(own) <= MOST_TERMS:
        return
    title = _terms(_without(statement.page.title, facts(statement.page.title)))
    context = (title | place | _terms(statement.lead)) - own
    for kind in SURE:
        of_kind = [fact for fact in found if fact.kind is kind]
        if of_kind and len(of_kind) <= MANY:
            yield _Told(
                statement=statement,
                kind=kind,
                values=frozenset(fact.value for fact in of_kind),
                shown=tuple(statement.text[fact.start : fact.end] for fact in of_kind),
                own=own,
                context=context,
                title=title,
            )


def _facts(text: str) -> Sequence[Fact]:
    """The facts of a sentence; what is free costs nothing."""
    found = facts(text)
    if any(fact.kind is FactKind.AMOUNT for fact in found):
        return found
    free = (
        Fact(kind=FactKind.AMOUNT, value=NOTHING, start=match.start(), end=match.end())
        for match in FREE.finditer(text)
    )
    return sorted([*found, *free], key=lambda fact: fact.start)


def _without(text: str, found: Sequence[Fact]) -> str:
    parts, last = [], 0
    for fact in found:
        parts.append(text[last : fact.start])
        last = fact.end
    return " ".join([*parts, text[last:]])


def _terms(text: str) -> frozenset[str]:
    words = ((fold(token.text), token.stem) for token in tokens(text))
    return frozenset(
        stem
        for word, stem in words
        if not is_stop_word(word) and not word[0].isdigit() and word not in COSTING
    )


def _weights(told: Sequence[_Told]) -> dict[str, float]:
    """How much a word says: the rarer among the statements, the more (IDF)."""
    seen = Counter(term for one in told for term in one.own | one.context | one.title)
    return {term: log(1 + len(told) / count) for term, count in seen.items()}


def _meetings(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Pairs of different pages that state the same kind of fact and share two words or more."""
    index: dict[tuple[FactKind, str], list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        shared: Counter[int] = Counter()
        for term in one.own:
            others = index[one.kind, term]
            if len(others) <= COMMON:
                shared.update(others)
            others.append(number)
        for other, count in shared.items():
            if count >= LEAST_TERMS or count == len(one.own):
                yield from _meeting(told[other], one)


def _meeting(one: _Told, other: _Told) -> Iterator[tuple[_Told, _Told]]:
    apart = one.statement.page.url != other.statement.page.url
    differ = one.values.isdisjoint(other.values)
    if one.kind is FactKind.TIME:  # closing later is enough, even where both open at nine
        differ = one.values != other.values
    if apart and differ and len(one.values) == len(other.values):
        yield one, other


def _likeness(one: _Told, other: _Told, weights: dict[str, float]) -> float:
    """The weighted share of words in common; context counts half."""
    own = _overlap(one.own, other.own, weights)
    context = _overlap(one.own | one.context, other.own | other.context, weights)
    titles = one.title | other.title
    linked = titles & one.own & other.own or _overlap(one.title, other.title, weights) >= NAMESAKES
    known = 1.0 if linked else STRANGERS
    return SURE[one.kind] * known * (own + CONTEXT * context) / (1 + CONTEXT)


def _overlap(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> float:
    both = sum(weights[term] for term in one & other)
    either = sum(weights[term] for term in one | other)
    return both / either if either else 0.0


def _contradiction(one: _Told, other: _Told, score: float) -> Contradiction:
    first, second = sorted((one, other), key=lambda told: told.statement.page.rank, reverse=True)
    if first.statement.page.rank == second.statement.page.rank:
        first, second = sorted((one, other), key=lambda told: told.statement.page.url)
    return Contradiction(
        kind=one.kind,
        one=first.statement,
        other=second.statement,
        values=(first.shown, second.shown),
        score=round(score, 3),
    )


def _first_of(group: list[Contradiction]) -> Contradiction:
    best = max(group, key=lambda found: found.score)
    texts = {(found.one.text, found.other.text) for found in group}
    return best.model_copy(update={"more": len(texts) - 1})
