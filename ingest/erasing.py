"""Erase a page for good: from every edition and collection, and from what syncs remember of it."""

import json
from collections.abc import Collection
from html import escape
from pathlib import Path
from typing import Any

from configs.domain import Noun
from configs.settings import Settings
from ingest.library.backup import kept_files
from ingest.library.library import Library
from ingest.visits import write_whole

ERASED = "(erased)"
MENDED = ("visits", "reports")
MADE_ANEW = ("report.html",)
"""Files that name pages beside those that a backup keeps."""
TELLING = ("url", "source", "status", "kind")
"""Texts in the entry of an erased page that say nothing of what stood on it."""


class Erased(Noun):
    """What was erased."""

    passages: int
    files: int
    """Files beside the library that named the page."""


def erase(settings: Settings, library: Library, urls: Collection[str]) -> Erased:
    """Erase these pages; what answers quoted of them lies in the journal, with its own retention.

    Raises `LibraryBusy` while another process has a collection that a rebuild replaced.
    """
    passages = library.forget(*urls)
    return Erased(passages=passages, files=_mend(settings.data, frozenset(urls)))


def _mend(data: Path, urls: frozenset[str]) -> int:
    files = [*kept_files(data), *(file for name in MADE_ANEW for file in data.glob(name))]
    return sum(_without(data, file, urls) for file in files)


def _without(data: Path, file: Path, urls: frozenset[str]) -> bool:
    """Take the pages out of one file; whether it named any.

    Visits and reports go on without them. The rest goes whole: the next sync makes it anew.
    """
    text = file.read_text(encoding="utf-8", errors="replace")
    if not any(form in text for url in urls for form in (url, escape(url), json.dumps(url)[1:-1])):
        return False
    try:
        content = json.loads(text) if file.relative_to(data).parts[0] in MENDED else None
    except ValueError:
        content = None
    if not isinstance(content, dict):
        file.unlink()
        return True
    if "visits" in content:
        _forget_visits(content, urls)
    write_whole(file, json.dumps(_cleaned(content, urls), ensure_ascii=False, indent=2))
    return True


def _forget_visits(content: dict[str, Any], urls: frozenset[str]) -> None:
    """Also those of the pages that point there: they are read again at the next sync."""
    numbers = {place for place, link in enumerate(content["links"]) if link in urls}
    content["visits"] = {
        url: visit
        for url, visit in content["visits"].items()
        if url not in urls
        and not numbers & set(visit.get("links", ()))
        and not urls & {visit.get("twin"), visit.get("moved")}
    }


def _cleaned(node: object, urls: frozenset[str]) -> object:
    """A JSON tree without these addresses, and without the words of entries about them."""
    if isinstance(node, dict):
        about = node.get("url") in urls
        whole = {key: _cleaned(value, urls) for key, value in node.items()}
        return {key: _silenced(key, value) for key, value in whole.items()} if about else whole
    if isinstance(node, list):
        return [_cleaned(one, urls) for one in node]
    for url in sorted(urls, key=len, reverse=True) if isinstance(node, str) else ():
        node = str(node).replace(url, ERASED)
    return node


def _silenced(key: str, value: object) -> object:
    return "" if isinstance(value, str) and key not in TELLING else value
