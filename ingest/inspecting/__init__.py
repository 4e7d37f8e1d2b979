"""Looks at a page before it goes into the library: a page that informs, or something else.

Catching every injected instruction is not possible; what gets through is contained elsewhere.
"""

from ingest.domain import Page
from ingest.inspecting.injections import injection
from ingest.inspecting.walls import EMPTY, too_little, wall

__all__ = ["EMPTY", "suspicion"]


def suspicion(page: Page) -> str | None:
    """The reason to keep a page apart until a person has looked at it, or None."""
    lines = [block.text for section in page.sections for block in section.blocks]
    words = sum(len(line.split()) for line in lines)
    return wall(page, lines, words) or injection(page) or too_little(words)
