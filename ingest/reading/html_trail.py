"""The breadcrumb of a page: from its markup, its words, or its JSON-LD."""

import re
from typing import Any

from ingest.reading.html_words import phrase
from ingest.reading.tree import Element
from ingest.reading.wording import clean

_CRUMB_WORDS = re.compile(
    r"^(?:u bevindt zich(?: nu)? hier|[uj]e? bent hier|you are here|kruimelpad|breadcrumb)\s*:?\s*",
    re.I,
)
_MOST_CRUMBS = 40
_HOME = frozenset(("home", "homepage", "start", "startpagina", "voorpagina"))
_CRUMB_BREAK = re.compile(r"\s+(?:[>\u203a»→|/•·]|&gt;)+\s+|\s*[>\u203a»→]+\s*")


def read_trail(root: Element, data: list[dict[str, Any]]) -> tuple[str, ...]:
    """The breadcrumb as it stands on the page, Home left out; the page itself may be last."""
    for element in root.iter("nav", "ol", "ul", "div", "p", "section"):
        if not _is_breadcrumb(element):
            continue
        items = [phrase(item) for item in element.iter("li")]
        if not items:
            items = _CRUMB_BREAK.split(_CRUMB_WORDS.sub("", phrase(element)))
        if len(items) <= 1:
            items = [phrase(link) for link in element.iter("a")] or items
        if names := _named(items):
            return names
    for item in data:
        if item.get("@type") == "BreadcrumbList":
            return _named(_crumbs_of_data(item.get("itemListElement")))
    return ()


def _is_breadcrumb(element: Element) -> bool:
    if len(element) > _MOST_CRUMBS:
        return False
    names = " ".join(element.get(name) or "" for name in ("class", "id", "aria-label", "itemtype"))
    if re.search(r"breadcrumb|kruimel", names, re.IGNORECASE):
        return True
    return bool(element.text and _CRUMB_WORDS.match(element.text.strip()))


def _crumbs_of_data(elements: object) -> list[str]:
    names = []
    for element in elements if isinstance(elements, list) else []:
        if isinstance(element, dict):
            item = element.get("item")
            names.append(
                str(element.get("name") or (item.get("name", "") if isinstance(item, dict) else ""))
            )
    return names


def _named(items: list[str]) -> tuple[str, ...]:
    names = [clean(_CRUMB_WORDS.sub("", item)).strip(" >\u203a»/|→") for item in items]
    return tuple(name for name in names if name and name.casefold() not in _HOME)
