"""A given text, as paragraphs and as parts that fit the model's window."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.neutral import harmless
from configs.domain import Language
from ingest.sentences import sentences
from models.tokens import Count

WRAPPED = 60
"""A line from so many characters on that ends no sentence goes on in the next one."""
BYTES = 4
"""No sign of a text takes more tokens than this."""
_LISTED = re.compile(r"(?:[-*\u2022\u2013]|\d{1,3}[.)]|[a-z][.)])\s")
_ENDS = (".", "!", "?", ":", ";", ",")


class Paragraph(NamedTuple):
    """What belongs together, on one line; `apart` when an empty line stands before it."""

    text: str
    apart: bool


Part = tuple[Paragraph, ...]


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs, list items and headings of `text`, harmless to a model."""
    found: list[Paragraph] = []
    for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        apart = True
        for line in _unwrapped(block.split("\n")):
            if calm := harmless(line):
                found.append(Paragraph(calm, apart))
                apart = False
    return tuple(found)


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Lines that were broken for their width only are put together again."""
    line = ""
    for new in lines:
        goes_on = len(line) >= WRAPPED and not line.rstrip().endswith(_ENDS)
        if line and (not goes_on or _LISTED.match(new.strip())):
            yield line
            line = ""
        line = f"{line} {new.strip()}".strip()
    if line:
        yield line


async def fit(
    found: Sequence[Paragraph], room: int, count: Count, language: Language
) -> tuple[Part, ...]:
    """Paragraphs in parts of at most `room` tokens each; only a too long paragraph is cut."""
    parts: list[list[Paragraph]] = [[]]
    used = 0
    for paragraph, tokens in await _bounded(found, room, count, language):
        if parts[-1] and used + tokens > room:
            parts.append([])
            used = 0
        parts[-1].append(paragraph)
        used += tokens
    return tuple(tuple(part) for part in parts if part)


async def _bounded(
    found: Sequence[Paragraph], room: int, count: Count, language: Language
) -> list[tuple[Paragraph, int]]:
    """Each paragraph with its tokens, of which none has more than `room`."""
    bounded: list[tuple[Paragraph, int]] = []
    counts = await count([paragraph.text for paragraph in found])
    for paragraph, tokens in zip(found, counts, strict=True):
        if tokens <= room:
            bounded.append((paragraph, tokens))
            continue
        apart = paragraph.apart
        for run, size in await _runs(paragraph.text, room, count, language):
            bounded.append((Paragraph(run, apart), size))
            apart = False
    return bounded


async def _runs(text: str, room: int, count: Count, language: Language) -> list[tuple[str, int]]:
    """Runs of sentences with their tokens; only a sentence that does not fit is cut itself."""
    whole = [text[start:end] for start, end in sentences(text, language)]
    runs: list[tuple[str, int]] = []
    for sentence, tokens in zip(whole, await count(whole), strict=True):
        if tokens > room:
            most = max(1, room // BYTES)
            cut = (sentence[place : place + most] for place in range(0, len(sentence), most))
            runs += [(piece, room) for piece in cut]
        elif runs and runs[-1][1] + tokens < room:
            runs[-1] = (f"{runs[-1][0]} {sentence}", runs[-1][1] + tokens + 1)
        else:
            runs.append((sentence, tokens))
    return runs
