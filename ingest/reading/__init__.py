"""The reading room: bytes of a page or document become a `Page`, or one clear `ReadError`."""

from datetime import datetime

from ingest.domain import Reading, Source


def read(body: bytes, url: str, content_type: str, source: Source, read_at: datetime) -> Reading:
    """Raises `ReadError` with one clear reason when no page can be made of the bytes."""
    # Late, so that the process that reads one PDF does not load the readers of everything else.
    from ingest.reading.reader import read_document

    return read_document(body, url, content_type, source, read_at)
