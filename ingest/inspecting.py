"""Looks at a page before it goes into the library: a page that informs, or something else.

Catching every injected instruction is not possible; what gets through is contained elsewhere.
"""

import re
from functools import cache
from typing import Any

from configs.domain import ConfigurationError
from configs.files import ROOT, read_yaml
from ingest.domain import Page

FILE = ROOT / "rules" / "inspecting.yaml"
NEARLY_EMPTY = 60
"""Words below which a page may be a wall in front of another page."""
EMPTY = 5
"""Words below which there is nothing to answer from."""
_FRONTS = {
    "soft-404": "soft_404",
    "login page": "login",
    "captcha": "captcha",
    "cookie wall": "cookie_wall",
}
_SHOWN = 80

Patterns = dict[str, re.Pattern[str]]


def suspicion(page: Page) -> str | None:
    """The reason to keep a page apart until a person has looked at it, or None."""
    lines = [block.text for section in page.sections for block in section.blocks]
    words = sum(len(line.split()) for line in lines)
    return _wall(page, lines, words) or _instructions(page, lines) or _too_little(words)


def _wall(page: Page, lines: list[str], words: int) -> str | None:
    """A page that stands in the place of another."""
    patterns = _patterns()
    headings = page.sections[0].headings[:1] if page.sections else ()
    fronts = [page.title.strip(), *headings]
    for reason, name in _FRONTS.items():
        short = words < 4 * NEARLY_EMPTY or name == "soft_404"
        if short and any(patterns[name].search(front) for front in fronts):
            return reason
    if words < NEARLY_EMPTY:
        text = " ".join([*fronts, *lines])
        for reason, pattern in _of_nearly_empty().items():
            if pattern.search(text):
                return reason
    return None


def _instructions(page: Page, lines: list[str]) -> str | None:
    """Commands to a language model in what is read; hidden text was left out, with a remark."""
    patterns = _patterns()
    leads = dict.fromkeys(block.lead for section in page.sections for block in section.blocks)
    headings = dict.fromkeys(part for section in page.sections for part in section.headings)
    seen = "\n".join([page.title, *page.trail, *headings, *leads, *lines])
    if found := patterns["template_tokens"].search(seen):
        return f"chat template tokens: {found[0].strip()}"
    if found := patterns["injected"].search(seen):
        return f"injected instructions: {_context(seen, found)}"
    return None


def _context(text: str, found: re.Match[str]) -> str:
    return " ".join(text[found.start() : found.start() + _SHOWN].split("\n")[0].split())


def _too_little(words: int) -> str | None:
    if words < EMPTY:
        return f"nearly empty: {words} words"
    return None


@cache
def _patterns() -> Patterns:
    content = read_yaml(FILE)
    names = ("injected", "template_tokens", "soft_404", "login", "captcha", "cookie_wall")
    return {
        name: _compiled(name, "|".join(f"(?:{part})" for part in _list(content, name)))
        for name in names
    }


@cache
def _of_nearly_empty() -> Patterns:
    content = read_yaml(FILE).get("nearly_empty")
    if not isinstance(content, dict):
        raise ConfigurationError(f"{FILE}: `nearly_empty` must hold `reason: pattern` lines.")
    return {str(reason): _compiled(str(reason), str(part)) for reason, part in content.items()}


def _list(content: dict[str, Any], name: str) -> list[str]:
    parts = content.get(name)
    if not isinstance(parts, list) or not parts:
        raise ConfigurationError(f"{FILE}: `{name}` must be a list of patterns.")
    return [str(part) for part in parts]


def _compiled(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise ConfigurationError(
            f"{FILE}: `{name}` is not a regular expression: {error}."
        ) from error
