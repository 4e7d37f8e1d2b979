"""Answer with the sources' own sentences: nothing is written that does not stand there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.draft import Draft, Sentence
from assistant.writing.asking import Asking, Part
from assistant.writing.surroundings import WEAK
from assistant.writing.terms import misspelt, words_of
from assistant.writing.weighing import Candidate, led_by, weigh
from ingest.domain import CELL, BlockKind, Hit, Passage

COVERED = 0.58
"""A sentence below this coverage does not answer the part."""
NEAR = 0.25
"""It must hold at least this much of the part itself, or in its lead and headings …"""
STATED = 0.65
"""… unless it states the kind of fact that is asked for, on a page that is so much about it."""
TOUCHED = 0.4
CLOSE = 0.93
"""Another sentence is quoted too when its score is at least this share of the best one's."""
EQUAL = 0.98
"""A sentence of another page must be as good, where it is about a rule or an explanation."""
ALIKE = 0.97
"""Another row of the table must hold as much of the question."""
ROWS = 4
CURT = 4
"""Fewer words are no sentence that explains anything."""
LEAD_WORDS = 30
ITEMS, WORDS = 8, 90
"""A list of more items or words is not quoted whole, but by the item that answers."""
DECIDING = frozenset({"rule", "need", "measure", "define", "amount", "period", "time"})
"""Kinds of question that "lees ook …" does not answer."""
EXPLAINING = frozenset({"open", "how", "rule", "need", "who", "time"})
"""Kinds of question that one sentence seldom answers: what follows it is quoted as well."""


@dataclass(frozen=True)
class Quoting:
    """The references-only writer: picks sentences, and says which parts stayed open."""

    asking: Asking
    sentences: int = 6

    def __call__(self, draft: Draft) -> list[Sentence]:
        """Sentences for every part of the question, in the order in which it asks."""
        parts = [_mended(part, draft.hits) for part in self.asking.parts(draft.text, draft.context)]
        room = max(2, self.sentences // max(1, len(parts)))
        written: list[Sentence] = []
        for part in parts:
            found = weigh(part, draft.hits, draft.age, self.asking.kind)
            sure = [candidate for candidate in found if answers(part, candidate)]
            near = [candidate for candidate in found if touches(part, candidate)]
            quotes = _quotes(part, sure or near, draft.hits, room)
            if not quotes:
                draft.open_parts.append(part.text)
            elif not sure:
                draft.open_parts += near[0].lacking
            written += [quote for quote in quotes if quote not in written]
        return _by_page(written, draft.hits)[: self.sentences + len(parts)]


def answers(part: Part, candidate: Candidate) -> bool:
    """Whether the sentence may be shown for this part of the question."""
    if candidate.astray or (part.kind.strict and not candidate.fit):
        return False
    if candidate.refers and part.kind.name in DECIDING:
        return False
    stated = candidate.fit == 1 and candidate.coverage >= STATED
    return candidate.coverage >= COVERED and (candidate.near >= NEAR or stated)


def touches(part: Part, candidate: Candidate) -> bool:
    """Whether it states the kind of fact that is asked for, though not about every word.

    Such a sentence may be shown if the words that it lacks are named with it.
    """
    stated = part.kind.strict and candidate.fit == 1 and candidate.lacking
    return bool(stated) and candidate.coverage >= TOUCHED and candidate.near >= TOUCHED


def _mended(part: Part, hits: Iterable[Hit]) -> Part:
    """The part with likely misspellings of words that stand in the passages set right."""
    texts = [words_of(part) for hit in hits for part in (hit.passage.title, hit.passage.text)]
    vocabulary = list({word for text in texts for word in text.long})
    terms = [
        term if any(text.holds(term) > WEAK for text in texts) else misspelt(term, vocabulary)
        for term in part.terms
    ]
    return replace(part, terms=tuple(terms))


def _quotes(part: Part, found: list[Candidate], hits: list[Hit], room: int) -> list[Sentence]:
    if not found:
        return []
    best = found[0]
    chosen: list[Sentence] = []
    for candidate in found:
        if candidate.score < CLOSE * best.score or len(chosen) >= room:
            break
        if _goes_with(part, candidate, best, hits):
            chosen += _around(part, candidate, found, hits[candidate.hit].passage)
    return list(dict.fromkeys(chosen))[:room]


def _goes_with(part: Part, candidate: Candidate, best: Candidate, hits: list[Hit]) -> bool:
    """Whether a candidate that is close to the best one is quoted beside it."""
    if hits[candidate.hit].passage.url == hits[best.hit].passage.url:
        return True
    equal = part.kind.name in EXPLAINING and candidate.score >= EQUAL * best.score
    return equal or candidate.coverage > best.coverage


def _around(
    part: Part, candidate: Candidate, found: list[Candidate], passage: Passage
) -> list[Sentence]:
    """The candidate with what it needs to be understood: its table rows, its list, what follows."""
    span = passage.sentences[candidate.span]
    if span.kind is BlockKind.ROW:
        return [_row(passage, candidate.hit, row) for row in _rows(candidate, found, passage)]
    listed = _list_of(passage, candidate.span)
    if listed:
        return [_list(passage, candidate.hit, listed)]
    quoted = [_plain(passage, candidate.hit, candidate.span)]
    last = candidate.span
    following = _following(passage, last) if part.kind.name in EXPLAINING else None
    if following:
        last = following
        quoted.append(_plain(passage, candidate.hit, last))
    led_in = _list_after(passage, candidate.hit, last)
    return [*quoted[:-1], *led_in] if led_in else quoted


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


def _list_after(passage: Passage, hit: int, number: int) -> list[Sentence]:
    """The list that sentence `number` leads in, where it does."""
    following = number + 1
    if not passage.sentence(number).endswith(":") or following >= len(passage.sentences):
        return []
    listed = _list_of(passage, following)
    return [_list(passage, hit, listed)] if listed else []


def _following(passage: Passage, number: int) -> int | None:
    """The sentence that goes on after `number`; of a question the one that answers it."""
    for place in range(number + 1, len(passage.sentences)):
        words = passage.sentence(place)
        if passage.sentences[place].kind is not BlockKind.PROSE or len(words.split()) < CURT:
            return None
        if not words.endswith("?"):
            return place
    return None


def _by_page(written: list[Sentence], hits: list[Hit]) -> list[Sentence]:
    """Sentences of one page stand together, pages in order of first use."""
    order: dict[str, int] = {}
    for sentence in written:
        order.setdefault(hits[sentence.cited[0][0]].passage.url, len(order))
    return sorted(written, key=lambda sentence: order[hits[sentence.cited[0][0]].passage.url])
