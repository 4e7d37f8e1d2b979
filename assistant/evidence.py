"""What a written sentence is held against: what it cites, with its leads and headings."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from assistant.draft import Draft, Sentence
from ingest.domain import CELL, BlockKind, Passage
from models.dutch import fold

OURS = re.compile(r"\b(?:wij|we|ons|onze|our|us)\b", re.IGNORECASE)
CURT = 3
"""An item of fewer words is no sentence by itself."""
SHORT_LEAD = 30
"""A lead-in of more words may be left out where its items are quoted."""


@dataclass(frozen=True)
class Evidence:
    """`texts`: each cited sentence, behind its lead where it is none without it."""

    texts: tuple[str, ...]
    leads: tuple[str, ...]
    """What leads in list items that are whole sentences: it may be used, and be left out."""
    around: tuple[str, ...]
    """Titles and headings above them, and the owner of the page where it says `wij`."""
    verbatim: bool
    """Whether the sentence is nothing but cited sentences, rows or lists, word for word."""


def evidence(draft: Draft, sentence: Sentence) -> Evidence:
    """What `sentence` cites; its citations must hold."""
    cited = [(draft.hits[hit].passage, number) for hit, number in sentence.cited]
    texts = tuple(dict.fromkeys(_texts(cited)))
    around = dict.fromkeys(
        text for passage, _ in cited for text in (*passage.headings, passage.title) if text
    )
    if any(OURS.search(text) for text in texts):
        around |= dict.fromkeys(passage.owner for passage, _ in cited)
    return Evidence(
        texts=texts,
        leads=tuple(
            passage.sentences[number].lead
            for passage, number in cited
            if _stands_alone(passage, number)
        ),
        around=tuple(around),
        verbatim=_is_verbatim(sentence.text, cited),
    )


def _texts(cited: Iterable[tuple[Passage, int]]) -> Iterator[str]:
    """Each sentence with what makes it readable alone; items of one list behind their lead."""

    def lead(pair: tuple[Passage, int]) -> str:
        span = pair[0].sentences[pair[1]]
        item = span.kind is BlockKind.ITEM and not _stands_alone(*pair)
        return span.lead if item else ""

    for led_by, group in groupby(cited, lead):
        if led_by:
            items = "; ".join(passage.sentence(number).rstrip(".;") for passage, number in group)
            yield f"{led_by} {items}"
            continue
        for passage, number in group:
            row = passage.sentences[number].kind is BlockKind.ROW
            text = passage.sentence(number)
            yield _row(text, passage.sentences[number].lead) if row else text


def _stands_alone(passage: Passage, number: int) -> bool:
    """Whether a list item is a sentence by itself, not the end of its lead-in."""
    span, text = passage.sentences[number], passage.sentence(number)
    whole = text[:1].isupper() and text.endswith((".", "!", "?")) and len(text.split()) >= CURT
    return bool(span.lead) and span.kind is BlockKind.ITEM and whole


def _row(text: str, lead: str) -> str:
    """A table row, each cell behind the head of its column where there are as many heads."""
    cells, heads = text.split(CELL), lead.split(CELL)
    if len(cells) != len(heads):
        return "; ".join((*heads, *cells))
    named = [
        f"{head}: {cell}" if head and head != cell else cell
        for head, cell in zip(heads[1:], cells[1:], strict=True)
    ]
    return "; ".join((cells[0], *named))


def _is_verbatim(text: str, cited: list[tuple[Passage, int]]) -> bool:
    """Whether the words of `text` are those of the cited sentences one after another."""
    words = _words(text)
    for form, needed in _forms(cited):
        if words[: len(form)] == form:
            words = words[len(form) :]
        elif needed:
            return False
    return not words


def _forms(cited: list[tuple[Passage, int]]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The words of each cited sentence as it is quoted, and whether they must stand there.

    A row stands behind its heads, a list behind its lead-in.
    """

    def kind(pair: tuple[Passage, int]) -> tuple[str, str]:
        span = pair[0].sentences[pair[1]]
        return (span.lead, pair[0].url) if span.kind is BlockKind.ITEM else ("", "")

    for (lead, _), group in groupby(cited, kind):
        members = list(group)
        free = len(lead.split()) > SHORT_LEAD or all(_stands_alone(*pair) for pair in members)
        if lead:
            yield (_words(lead), not free)
        for passage, number in members:
            span = passage.sentences[number]
            if span.kind is BlockKind.ROW:
                yield _words(_quoted_row(passage.sentence(number), span.lead)), True
            else:
                yield _words(passage.sentence(number)), True


def _quoted_row(text: str, lead: str) -> str:
    same = len(text.split(CELL)) == len(lead.split(CELL))
    return _row(text, lead) if same else text


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    """Words and numbers with what is said by a sign among them."""
    signs = "€%§+@<>[]"
    kept = "".join(f" {letter} " if letter in signs else letter for letter in text)
    return tuple(
        fold(part).strip(".,;:!?'\"()\u2018\u2019\u201c\u201d")
        for part in kept.replace("|", " ").split()
        if fold(part).strip(".,;:!?'\"()\u2018\u2019\u201c\u201d")
    )
