"""Recognise a page that stands in the place of another: an error, a login, a captcha, cookies."""

from ingest.domain import Page
from ingest.inspecting.rules import of_nearly_empty, patterns

NEARLY_EMPTY = 60
"""Words below which a page may be a wall in front of another page."""
LEAST = 5
"""Words below which there is nothing to answer from."""
EMPTY = "nearly empty"
_FRONTS = {
    "soft-404": "soft_404",
    "login page": "login",
    "captcha": "captcha",
    "cookie wall": "cookie_wall",
}


def wall(page: Page, lines: list[str], words: int) -> str | None:
    """A page that stands in the place of another."""
    headings = page.sections[0].headings[:1] if page.sections else ()
    fronts = [page.title.strip(), *headings]
    for reason, name in _FRONTS.items():
        short = words < 4 * NEARLY_EMPTY or name == "soft_404"
        if short and _any(name, fronts):
            return reason
    if words < NEARLY_EMPTY:
        text = " ".join([*fronts, *lines])
        for reason, pattern in of_nearly_empty().items():
            if pattern.search(text):
                return reason
    return None


def too_little(words: int) -> str | None:
    """A page without anything to answer from."""
    return f"{EMPTY}: {words} words" if words < LEAST else None


def _any(name: str, texts: list[str]) -> bool:
    return any(one.search(text) for one in patterns(name) for text in texts)
