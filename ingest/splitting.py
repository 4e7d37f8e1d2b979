"""Page → passages along headings, small enough to cite; no sentence, item or row is cut.

llama-index's `SentenceSplitter` decides where a long section is cut. It is given our sentences,
so it can only cut between them.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING

from ingest.domain import Block, BlockKind, Page, Passage, Section, Source, Span
from ingest.sentences import sentences

if TYPE_CHECKING:
    from llama_index.core.node_parser import SentenceSplitter

OPENING = 60
"""Words of the page's beginning that are indexed with every passage."""
WHOLE_ITEM = 40
"""Words up to which a list item is quoted whole; a longer one goes by its sentences."""
_LONGEST_WORD = 12
"""Characters that a word has on average, at most; without spaces, so many count as one."""
_BETWEEN, _GLUE = "\x1e", "\x1f"
_CLAUSE = re.compile(r"(?<=[;,:])\s+|\s+(?=[-\u2013—(]\s?)")


@dataclass(frozen=True)
class Piece:
    """One sentence, item or row that goes into a passage whole."""

    text: str
    kind: BlockKind
    lead: str = ""
    starts_block: bool = True

    @property
    def size(self) -> int:
        """Its length in words."""
        return count_words(self.text)


def split(page: Page, source: Source, words: int) -> list[Passage]:
    """Passages of at most `words` words (one sentence, item or row may be longer)."""
    opening = " ".join(islice(_words(page), OPENING))
    passages: list[Passage] = []
    for section in _joined(page.sections):
        language = section.language or page.language
        pieces = [piece for block in section.blocks for piece in _pieces(block, language, words)]
        for group in _grouped(pieces, words):
            text, spans = _assemble(group)
            passages.append(
                Passage(
                    source=source.name,
                    owner=source.owner,
                    audience=source.audience,
                    authority=source.authority,
                    url=page.url,
                    title=page.title,
                    subject=" > ".join(page.trail),
                    opening=opening,
                    headings=section.headings,
                    anchor=section.anchor,
                    number=section.number,
                    language=language,
                    place=len(passages),
                    text=text,
                    sentences=spans,
                    modified=page.modified,
                    read_at=page.read_at,
                )
            )
    return passages


def count_words(text: str) -> int:
    """Words, where a run without spaces counts by its length."""
    return max(len(text.split()), len(text) // _LONGEST_WORD)


def _words(page: Page) -> Iterator[str]:
    for section in page.sections:
        for block in section.blocks:
            yield from block.text.split()


def _joined(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Neighbours under one heading and on one page become one section again."""
    for _, same in groupby(sections, key=_place):
        first, *others = list(same)
        blocks = first.blocks + tuple(block for other in others for block in other.blocks)
        yield first.model_copy(update={"blocks": blocks}) if others else first


def _place(section: Section) -> tuple[object, ...]:
    return section.headings, section.anchor, section.number, section.language


def _pieces(block: Block, language: str, words: int) -> Iterator[Piece]:
    """A row or a short item is one piece; of a long item only the first sentence has the lead."""
    whole = block.kind is BlockKind.ROW or (
        block.kind is BlockKind.ITEM and count_words(block.text) <= min(WHOLE_ITEM, words)
    )
    spans = [(0, len(block.text))] if whole else sentences(block.text, language)
    first = True
    for start, end in spans:
        for text in _bounded(block.text[start:end], 2 * words if whole else words):
            kind = block.kind if first or block.kind is BlockKind.ROW else BlockKind.PROSE
            yield Piece(text, kind, block.lead if first else "", starts_block=first)
            first = False


def _bounded(text: str, most: int) -> Iterator[str]:
    """The text itself, or parts of it where no reader could call it one sentence."""
    if count_words(text) <= most:
        yield text
        return
    part = ""
    for clause in _CLAUSE.split(text):
        for bit in _cut(clause, most):
            if part and count_words(f"{part} {bit}") > most:
                yield part
                part = ""
            part = f"{part} {bit}" if part else bit
    if part:
        yield part


def _cut(text: str, most: int) -> Iterator[str]:
    longest = most * _LONGEST_WORD
    words = [
        word[start : start + longest]
        for word in text.split()
        for start in range(0, len(word), longest)
    ]
    first = characters = 0
    for place, word in enumerate(words):
        characters += len(word) + 1
        if place - first >= most or characters > longest:
            if place > first:
                yield " ".join(words[first:place])
            first, characters = place, len(word) + 1
    yield " ".join(words[first:])


def _grouped(pieces: list[Piece], words: int) -> list[list[Piece]]:
    """What goes into one passage, in order."""
    if sum(piece.size for piece in pieces) <= words:
        return [pieces] if pieces else []
    groups: list[list[Piece]] = []
    left = iter(pieces)
    for chunk in _splitter(words).split_text(_as_text(pieces)):
        count = chunk.strip(_BETWEEN + _GLUE).count(_BETWEEN) + chunk.count(_GLUE) + 1
        groups.append(list(islice(left, count)))
    return groups


def _as_text(pieces: list[Piece]) -> str:
    """One sign per word: the splitter needs to know how long each piece is, not what it says."""
    parts: list[str] = []
    for place, piece in enumerate(pieces):
        parts.append(" ".join("w" * piece.size))
        follows = pieces[place + 1] if place + 1 < len(pieces) else None
        announces = piece.kind is BlockKind.PROSE and piece.text.endswith(":")
        glued = announces and follows is not None and follows.kind is not BlockKind.PROSE
        parts.append(_GLUE if glued else _BETWEEN)
    return "".join(parts)


@cache
def _splitter(words: int) -> "SentenceSplitter":
    """The import takes two seconds, and would look for word lists on the network if let."""
    for name in ("NLTK_DATA", "TIKTOKEN_CACHE_DIR"):
        os.environ.setdefault(name, os.devnull)
    from llama_index.core.node_parser import SentenceSplitter

    return SentenceSplitter(
        chunk_size=words,
        chunk_overlap=0,
        tokenizer=lambda text: _sizes(text, words),
        chunking_tokenizer_fn=lambda text: re.findall(
            rf"[^{_BETWEEN}]*{_BETWEEN}|[^{_BETWEEN}]+", text
        ),
        paragraph_separator="\n\n\n",
    )


def _sizes(text: str, most: int) -> list[int]:
    """As many entries as words, but a single piece never counts as more than `most`."""
    parts = [part.count("w") for part in text.split(_BETWEEN)]
    return [0] * sum(min(part, most) for part in parts)


def _assemble(pieces: list[Piece]) -> tuple[str, tuple[Span, ...]]:
    """Running text: a space between sentences, a line for every paragraph, item and row."""
    text = ""
    spans: list[Span] = []
    for piece in pieces:
        if text:
            text += "\n" if piece.starts_block else " "
        start = len(text)
        text += piece.text
        spans.append(Span(start=start, end=len(text), kind=piece.kind, lead=piece.lead))
    return text, tuple(spans)
