"""Find commands to a language model in what a page shows; hidden text was left out by the reader.

Injected instructions in the wild: few templates make up most of them (a crawl of 1.2 billion
pages, CISPA 2026), but what is written for one site only can't be caught by any list.
"""

import re
from collections.abc import Iterable, Iterator

from ingest.domain import Page
from ingest.inspecting.disguises import folded, guises
from ingest.inspecting.rules import Rule, commands, near_words, template_tokens, together

SHOWN = 100
"""Characters of the offending text that a reason shows."""
_NEAR = 250
"""Characters on both sides of a word that are looked at."""


_AROUND = 160
_STOP = re.compile(r"(?<=[.!?:;])\s")


def injection(page: Page) -> str | None:
    """Why the text of a page looks like a command to a model; None where it does not."""
    text = "\n".join(_shown(page))
    return find_injection(text)


def find_injection(text: str) -> str | None:
    """The same for any text: the kind of suspicion, and the words that gave rise to it."""
    plain = folded(f"\n{text}")
    for reading in (plain, *guises(text, plain)):
        if found := _tokens(reading) or _commands(reading):
            return found
    return None


def _shown(page: Page) -> Iterator[str]:
    """All that a reader sees, in reading order, without repeating trails and leads."""
    yield page.title
    yield " ".join(page.trail)
    last: tuple[str, ...] = ()
    lead = ""
    for section in page.sections:
        if section.headings and section.headings != last:
            yield section.headings[-1]
            last = section.headings
        for block in section.blocks:
            if block.lead and block.lead != lead:
                yield block.lead
                lead = block.lead
            yield block.text


def _tokens(plain: str) -> str | None:
    if not any(sign in plain for sign in "<[#:"):
        return None
    for pattern in template_tokens():
        if found := pattern.search(plain):
            return f"chat template tokens: {_context(plain, found)}"
    return None


def _commands(plain: str) -> str | None:
    flat = plain.replace("\n", " ")
    present = frozenset(word for word in near_words() if word in flat)
    for first, *others in (*((rule,) for rule in commands()), *together()):
        for start, end in _near(flat, present.intersection(first.near)):
            found = first.pattern.search(plain, start, end)
            if found and _all(others, plain, found):
                return f"injected instructions: {_context(plain, found)}"
    return None


def _all(signals: Iterable[Rule], plain: str, found: re.Match[str]) -> bool:
    """Whether the other signals of a group stand around the first; for a rule there are none."""
    around = _surroundings(plain, found)
    return all(signal.pattern.search(around) for signal in signals)


def _surroundings(text: str, found: re.Match[str]) -> str:
    """What stands around a match on its line: the sentence before and the one after included."""
    before = text[max(0, found.start() - _AROUND) : found.start()].rpartition("\n")[2]
    after = text[found.end() : found.end() + _AROUND].partition("\n")[0]
    left = _STOP.split(before)[-2:]
    right = _STOP.split(after)[:2]
    return f"{' '.join(left)}{found[0]}{' '.join(right)}"


def _near(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The parts of a text around any of the words."""
    for word in words:
        at = text.find(word)
        while at >= 0:
            end = at + _NEAR
            yield max(0, at - _NEAR), end
            at = text.find(word, end)


def _context(text: str, found: re.Match[str]) -> str:
    start = text.rfind("\n", 0, found.start() + 1) + 1
    start = max(start, found.start() - SHOWN // 3)
    return " ".join(text[start : max(start + SHOWN, found.end())].split())[: 2 * SHOWN]
