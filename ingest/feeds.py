"""RSS and Atom feeds: the pages a site has news of (RSS 2.0, RSS 1.0, RFC 4287)."""

import re
from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

ROOTS = frozenset(("rss", "feed", "RDF"))
ENTRIES = frozenset(("item", "entry"))
DATES = ("updated", "modified", "published", "pubDate", "date")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")


def name(element: Element) -> str:
    """Its name without the namespace."""
    return str(element.tag).rpartition("}")[2]


def pages(root: Element) -> Iterator[tuple[str, date | None]]:
    """The address of every entry, with the day on which it changed or was published."""
    for entry in root.iter():
        if name(entry) in ENTRIES and (link := _link(entry)):
            parts = {name(child): (child.text or "").strip() for child in entry}
            told = next((parts[field] for field in DATES if parts.get(field)), "")
            yield link, _day(told)


def _link(entry: Element) -> str:
    """Atom has links with a `rel`, the page itself is the alternate; RSS has text."""
    for child in entry:
        if name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return (child.get("href") or child.text or "").strip()
    return ""


def _day(told: str) -> date | None:
    try:
        if found := _DAY.match(told):
            return date.fromisoformat(found[0])
        return parsedate_to_datetime(told).date() if told else None
    except ValueError:
        return None
