"""Compare the pages of the published edition with each other, and keep what was found."""

import logging
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from ingest.comparing.alike import twins
from ingest.comparing.contradicting import contradictions
from ingest.comparing.domain import Comparison, PageRef
from ingest.domain import Passage
from ingest.library.library import Library
from ingest.visits import write_whole

FILE = "comparison.json"
MOST_PASSAGES = 200_000
"""A larger library is counted, not compared: it would not fit in memory."""
RULES = 1
"""Raise this when other pages would be found alike or contradicting."""
QUICK = 20_000
"""Passages up to which a sync compares at once; above it the report does."""
log = logging.getLogger(__name__)


def compare(library: Library) -> Comparison:
    """Which pages say the same, and which contradict; reads the whole published edition."""
    pages: dict[str, list[Passage]] = defaultdict(list)
    edition, total = library.published, library.count()
    for passage in library.passages() if total <= MOST_PASSAGES else ():
        pages[passage.url].append(passage)
    told = {_page(passages[0]): passages for passages in pages.values()}
    for passages in told.values():
        passages.sort(key=lambda passage: passage.place)
    texts = {page: " ".join(one.text for one in passages) for page, passages in told.items()}
    return Comparison(
        at=datetime.now(UTC),
        edition=edition,
        rules=RULES,
        pages=tuple(sorted(told, key=lambda page: page.url)),
        passages=total,
        twins=tuple(twins(texts)),
        contradictions=tuple(contradictions(told.items())),
    )


def keep_comparison(comparison: Comparison, data: Path) -> None:
    """Write it below the data folder, for a report while another process has the library."""
    write_whole(data / FILE, comparison.model_dump_json())


def compare_quickly(library: Library, data: Path) -> None:
    """After a sync, where it takes no more than seconds."""
    if library.count() <= QUICK:
        keep_comparison(compare(library), data)


def read_comparison(data: Path) -> Comparison | None:
    """What was kept last; None without it."""
    try:
        return Comparison.model_validate_json((data / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError):
        log.warning("%s can't be read; the next sync writes it anew.", data / FILE)
        return None


def _page(passage: Passage) -> PageRef:
    return PageRef(
        url=passage.url,
        title=passage.title,
        source=passage.source,
        authority=passage.authority,
        modified=passage.modified,
        read_at=passage.read_at,
    )
