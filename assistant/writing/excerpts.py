"""A sentence as it is quoted: with the heads of its table, its list, what it leans on."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby, takewhile

from assistant.draft import Sentence
from assistant.writing.asking import Part
from assistant.writing.weighing import Candidate, led_by
from ingest.domain import CELL, BlockKind, Passage

CLOSE = 0.93
"""Another sentence is quoted too when its score is at least this share of the best one's."""
ALIKE = 0.97
"""Another row of the table must hold as much of the question."""
ROWS = 4
CURT = 4
"""Fewer words are no sentence that explains anything."""
STRETCH = 25
"""A stretch that has so many words is long enough."""
LEAD_WORDS = 30
ITEMS, WORDS, LINES = 8, 90, 3
"""A list of more items or words is not quoted whole, but by the item that answers; of
lines that are no list, so many are."""
EXPLAINING = frozenset({"open", "why", "how", "rule", "need", "who", "which", "time"})
"""Kinds of question that one sentence seldom answers: what follows it is quoted as well."""
_THIS = re.compile(r"\b(?:dit|dat|this|that)\b")
"""In the answer to a question of the page's own: what stands before that question, perhaps."""
Leans = Callable[[str], bool]
"""Whether a sentence leans on the one before it."""


def excerpt(
    part: Part, candidate: Candidate, found: list[Candidate], passage: Passage, leans: Leans
) -> list[Sentence]:
    """The candidate with what it needs to be understood: its table rows, its list, what follows."""
    span = passage.sentences[candidate.span]
    if span.kind is BlockKind.ROW:
        return [_row(passage, candidate.hit, row) for row in _rows(candidate, found, passage)]
    listed = _list_of(passage, candidate.span)
    if listed:
        return [_list(passage, candidate.hit, listed)]
    quoted = _understood(passage, candidate.hit, candidate.span, leans)
    last = candidate.span
    if part.kind.name in EXPLAINING and (following := _following(passage, last)):
        last = following
        quoted.append(_plain(passage, candidate.hit, last))
    return _with_what_it_leads_in(passage, candidate.hit, last, quoted)


def nearby(
    candidate: Candidate, found: list[Candidate], passage: Passage, leans: Leans
) -> list[Sentence]:
    """The candidate with what it leans on before it and what follows it, as it stands there.

    A row comes with those that answer as well: which of them is meant is for the reader to see.
    """
    hit, number = candidate.hit, candidate.span
    if passage.sentences[number].kind is BlockKind.ROW:
        return [_row(passage, hit, row) for row in _rows(candidate, found, passage)]
    if listed := _list_of(passage, number):
        return [_list(passage, hit, listed)]
    quoted = _understood(passage, hit, number, leans)
    words, last = len(quoted[-1].text.split()), number
    while words < STRETCH and (following := _following(passage, last)):
        quoted.append(_plain(passage, hit, following))
        words, last = words + len(quoted[-1].text.split()), following
    return _with_what_it_leads_in(passage, hit, last, quoted)


def as_quoted(passage: Passage, hit: int, numbers: Sequence[int]) -> list[Sentence]:
    """Chosen sentences as they are quoted: rows with their heads, items of one list together."""
    quoted: list[Sentence] = []
    for lead, group in groupby(numbers, lambda number: _item_lead(passage, number)):
        if lead:
            quoted.append(_list(passage, hit, list(group)))
            continue
        for number in group:
            row = passage.sentences[number].kind is BlockKind.ROW
            quoted.append((_row if row else _plain)(passage, hit, number))
    return quoted


def whole(quotes: list[Sentence]) -> list[Sentence]:
    """The quotes without those that another one holds, such as a question beside its answer."""
    places = [frozenset(quote.cited) for quote in quotes]
    return [
        quote
        for quote, own in zip(quotes, places, strict=True)
        if not any(own < other for other in places)
    ]


def _item_lead(passage: Passage, number: int) -> str:
    span = passage.sentences[number]
    return span.lead if span.kind is BlockKind.ITEM else ""


def _understood(passage: Passage, hit: int, number: int, leans: Leans) -> list[Sentence]:
    """The sentence, behind the one that it leans on."""
    quoted = _plain(passage, hit, number)
    before = quoted.cited[0][1] - 1
    meant = len(quoted.cited) > 1 and _THIS.search(passage.sentence(number))
    if before < 0 or not (meant or leans(quoted.text)):
        return [quoted]
    prose = passage.sentences[before].kind is BlockKind.PROSE
    return [_plain(passage, hit, before), quoted] if prose else [quoted]


def _plain(passage: Passage, hit: int, number: int) -> Sentence:
    """A sentence as it stands, with the question before it that it answers."""
    if question := led_by(passage, number):
        text = f"{question} {passage.sentence(number)}"
        return Sentence(text, ((hit, number - 1), (hit, number)))
    return Sentence(passage.sentence(number), ((hit, number),))


def _rows(candidate: Candidate, found: list[Candidate], passage: Passage) -> list[int]:
    """The rows of the same table that answer about as well, in the table's order."""
    lead = passage.sentences[candidate.span].lead
    rows = [
        other.span
        for other in found
        if other.hit == candidate.hit
        and other.score >= CLOSE * candidate.score
        and other.coverage >= ALIKE * candidate.coverage
        and passage.sentences[other.span].kind is BlockKind.ROW
        and passage.sentences[other.span].lead == lead
    ]
    return sorted(rows[:ROWS])


def _row(passage: Passage, hit: int, number: int) -> Sentence:
    """A table row in one line, each cell behind the head of its column."""
    cells = passage.sentence(number).split(CELL)
    heads = passage.sentences[number].lead.split(CELL)
    named = [
        f"{head}: {cell}" if head and head != cell else cell
        for head, cell in zip(heads, cells, strict=False)
    ]
    text = "; ".join(named[1:]) if len(heads) == len(cells) else ", ".join(cells[1:])
    return Sentence(f"{cells[0]}: {text}" if text else cells[0], ((hit, number),))


def _list_of(passage: Passage, number: int) -> list[int]:
    """The items around sentence `number` that share its lead, or none where it is no item."""
    span = passage.sentences[number]
    if span.kind is not BlockKind.ITEM or not span.lead:
        return []
    items = [
        place
        for place, other in enumerate(passage.sentences)
        if other.kind is BlockKind.ITEM and other.lead == span.lead
    ]
    words = sum(len(passage.sentence(item).split()) for item in items)
    return items if len(items) <= ITEMS and words <= WORDS else [number]


def _list(passage: Passage, hit: int, items: list[int]) -> Sentence:
    """A list in one sentence: its lead-in, then its items."""
    words = "; ".join(passage.sentence(item).rstrip(".;,") for item in items)
    lead = passage.sentences[items[0]].lead.rstrip(": ")
    text = f"{lead}: {words}" if len(lead.split()) <= LEAD_WORDS else words
    return Sentence(
        text if text.endswith((".", "!", "?")) else f"{text}.", tuple((hit, item) for item in items)
    )


def _with_what_it_leads_in(
    passage: Passage, hit: int, last: int, quoted: list[Sentence]
) -> list[Sentence]:
    """`quoted`, whose last sentence may end in a colon, with the list or the lines behind it."""
    following = last + 1
    if not passage.sentence(last).endswith(":") or following >= len(passage.sentences):
        return quoted
    if listed := _list_of(passage, following):
        return [*quoted[:-1], _list(passage, hit, listed)]
    prose = range(following, min(following + LINES, len(passage.sentences)))
    lines = takewhile(lambda line: passage.sentences[line].kind is BlockKind.PROSE, prose)
    return [*quoted, *(_plain(passage, hit, line) for line in lines)]


def _following(passage: Passage, number: int) -> int | None:
    """The sentence that goes on after `number`; of a question the one that answers it.

    None where a list or lines follow, which a colon announces.
    """
    if passage.sentence(number).endswith(":"):
        return None
    for place in range(number + 1, len(passage.sentences)):
        words = passage.sentence(place)
        if passage.sentences[place].kind is not BlockKind.PROSE or len(words.split()) < CURT:
            return None
        if not words.endswith("?"):
            return place
    return None
