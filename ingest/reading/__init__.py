"""The reading room: bytes of a page or document become a `Page`, or one clear `ReadError`."""

from ingest.reading.reader import read

__all__ = ["read"]
