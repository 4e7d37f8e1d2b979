"""What happened to a page since it was read: how much went, how much came, and is that normal."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from ingest.domain import Page, Passage
from ingest.sentences import sentences
from models.dutch import is_stop_word, tokens

LEAST_WORDS = 120
"""A shorter page may lose any share of them without a question."""
LEAST_SENTENCES = 8
NEARLY_ALL = 0.8
"""Share of the sentences that are new from which on it is remarked."""
ANOTHER = 0.95
"""The same, from which on another title too makes it another page."""
LINES, LONGEST = 40, 240
"""What a list of changes shows at most: lines, and characters of each."""
COMPARED = 2000
"""Sentences of a page that are laid beside each other."""


def lines_of(page: Page) -> list[str]:
    """All that a page says, in reading order."""
    return [block.text for section in page.sections for block in section.blocks]


def sentences_of(passages: Sequence[Passage]) -> list[str]:
    """The sentences of a page as the library holds them, in page order."""
    return [one.sentence(n) for one in passages for n in range(len(one.sentences))]


def doubt(held: Sequence[Passage], page: Page, most: float) -> str:
    """Why the change from the held text to this page needs a person; empty where it doesn't."""
    before, after = sum(len(one.text.split()) for one in held), _words(page)
    if before >= LEAST_WORDS and after < (1 - most) * before:
        lost = 1 - after / before
        return f"lost {lost:.0%} of its words ({before} \u2192 {after})"
    title = held[0].title if held else page.title
    if renewed(held, page) >= ANOTHER and _stems(title).isdisjoint(_stems(page.title)):
        return f"another text stands here, under another title (it was: {title})"
    return ""


def renewed(held: Sequence[Passage], page: Page) -> float:
    """The share of the held sentences (0 to 1) that this page has no more; 0 for a short one."""
    old = [_plain(sentence) for sentence in sentences_of(held)]
    if len(old) < LEAST_SENTENCES:
        return 0.0
    new = _plain(" ".join(lines_of(page)))
    return sum(sentence not in new for sentence in old) / len(old)


def changes(held: Sequence[Passage], page: Page) -> tuple[str, ...]:
    """What went (`- `) and came (`+ `), sentence by sentence, as far as it can be shown."""
    old = list(_split(sentences_of(held), page.language))[:COMPARED]
    new = list(_split(lines_of(page), page.language))[:COMPARED]
    found = list(_differences(old, new)) if old else []
    more = len(found) - LINES
    shown = [line[:LONGEST] for line in found[:LINES]]
    return (*shown, f"\u2026 and {more} more") if more > 0 else tuple(shown)


def _differences(old: list[str], new: list[str]) -> Iterator[str]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"- {line}" for line in old[a:b])
            yield from (f"+ {line}" for line in new[c:d])


def _split(lines: Iterable[str], language: str) -> Iterator[str]:
    """Sentence by sentence, also where a passage quotes an item whole."""
    for line in lines:
        for start, end in sentences(line, language):
            yield " ".join(line[start:end].split())


def _words(page: Page) -> int:
    return sum(len(line.split()) for line in lines_of(page))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text) if not is_stop_word(token.text.lower())}
