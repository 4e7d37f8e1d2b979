"""Look at some bytes: a page that can be used, or the reason why not; never a crash."""

from collections.abc import Callable
from datetime import UTC, datetime

from ingest.domain import Passage, ReadError, Reading, Source
from ingest.findings import Finding, What
from ingest.inspecting import EMPTY, suspicion
from ingest.reading import read
from ingest.splitting import split

# One strange page must not end a sync. Vendors' own errors become ReadError in the readers; these
# are what Python itself raises when a reader meets what its author did not think of.
CRASHES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def look(body: bytes, url: str, content_type: str, source: Source) -> Finding:
    """Read and inspect one page or document, as of now."""
    return look_with(lambda: read(body, url, content_type, source, datetime.now(UTC)), url)


def look_with(reader: Callable[[], Reading], url: str) -> Finding:
    """Inspect what this reader makes of the page at `url`."""
    try:
        reading = reader()
        doubt = suspicion(reading.page)
    except ReadError as error:
        return Finding(url=url, what=What.UNFIT, reason=str(error), answered=True)
    except CRASHES as error:
        reason = f"the reader failed on it ({type(error).__name__}: {error})"
        return Finding(url=url, what=What.SUSPECT, reason=reason, answered=True)
    what, reason = _judge(reading, doubt)
    answered = what is not What.SUSPECT
    return Finding(url=url, what=what, reason=reason, reading=reading, answered=answered)


def _judge(reading: Reading, doubt: str | None) -> tuple[What, str]:
    if reading.noindex:
        return What.ABSENT, "noindex"
    # A page of links only is no reason for concern, as a wall in front of a page is.
    if doubt and not doubt.startswith(EMPTY):
        return What.SUSPECT, doubt
    if doubt or not any(section.blocks for section in reading.page.sections):
        return What.UNFIT, doubt or "holds no text"
    return What.READ, ""


def passages_of(finding: Finding, source: Source, words: int) -> dict[str, Passage]:
    """The passages of a page that was read, by id; `ReadError` when it can't be split."""
    if finding.reading is None:
        return {}
    try:
        passages = split(finding.reading.page, source, words)
        return {passage.id: passage for passage in passages}
    except CRASHES as error:
        raise ReadError(f"could not be split ({type(error).__name__}: {error})") from error
