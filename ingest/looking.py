"""Look at some bytes: a page that can be used, or the reason why not; never a crash."""

from datetime import UTC, datetime

from ingest.domain import ReadError, Source
from ingest.findings import Finding, What
from ingest.inspecting import suspicion
from ingest.reading import read

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
    try:
        reading = read(body, url, content_type, source, datetime.now(UTC))
        doubt = suspicion(reading.page)
    except ReadError as error:
        return Finding(url=url, what=What.UNFIT, reason=str(error), answered=True)
    except CRASHES as error:
        reason = f"the reader failed on it ({type(error).__name__}: {error})"
        return Finding(url=url, what=What.SUSPECT, reason=reason, answered=True)
    if reading.noindex:
        return Finding(url=url, what=What.ABSENT, reason="noindex", reading=reading, answered=True)
    if not any(section.blocks for section in reading.page.sections):
        return Finding(
            url=url, what=What.UNFIT, reason="holds no text", reading=reading, answered=True
        )
    if doubt:
        return Finding(url=url, what=What.SUSPECT, reason=doubt, reading=reading)
    return Finding(url=url, what=What.READ, reading=reading, answered=True)
