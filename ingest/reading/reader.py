"""Bytes as they were fetched → `Reading`, by the reader for their type."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.domain import Page, ReadError, Reading, Source
from ingest.reading.confined import read_confined
from ingest.reading.content import Content
from ingest.reading.html import read_html
from ingest.reading.languages import language_of
from ingest.reading.text import read_markdown, read_text
from ingest.reading.wording import shortened, words_of_file

_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
}
_BY_SUFFIX = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
}
_UNKNOWING = frozenset(("", "application/octet-stream", "binary/octet-stream", "text/plain"))
"""Content types that servers give when they do not know."""


def read_document(
    body: bytes, url: str, content_type: str, source: Source, read_at: datetime
) -> Reading:
    """Raises `ReadError` with one clear reason when no page can be made of the bytes."""
    if not body.strip():
        raise ReadError("The document is empty.")
    kind = _kind(body, url, content_type)
    try:
        content = _READERS[kind](body, url, content_type)
    except RecursionError as error:
        raise ReadError("The page is nested too deeply to be read.") from error
    if not content.sections:
        raise ReadError("There is no text in the document that a reader can see.")
    page = Page(
        source=source.name,
        url=url,
        title=shortened(content.title or words_of_file(url) or url, 300),
        language=content.language or language_of(content.sections, source.language),
        sections=content.sections,
        read_at=read_at,
        modified=content.modified,
        trail=content.trail,
        remarks=content.remarks,
    )
    return Reading(
        page=page,
        links=content.links,
        canonical=content.canonical,
        refresh=content.refresh,
        noindex=content.noindex,
        nofollow=content.nofollow,
    )


def _kind(body: bytes, url: str, content_type: str) -> str:
    """By the first bytes where they are certain, then the declared type, then the name."""
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    declared = content_type.split(";")[0].strip().lower()
    if b"%PDF-" in start:
        return "pdf"
    named = _BY_TYPE.get(declared)
    if declared in _UNKNOWING or named is None:
        named = _BY_SUFFIX.get(suffix) or (named if declared not in ("", *_BY_SUFFIX) else None)
    if start.startswith(b"PK\x03\x04"):
        return named if named in ("docx", "odt") else _unsupported(declared or suffix or "zip")
    if named is None and start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return named or _unsupported(declared or suffix or "unknown")


def _unsupported(what: str) -> str:
    raise ReadError(f"The type of the document is not supported ({what}).")


_READERS: dict[str, Callable[[bytes, str, str], Content]] = {
    "html": read_html,
    "text": read_text,
    "markdown": read_markdown,
    "pdf": lambda body, url, _: read_confined("pdf", body, url),
    "docx": lambda body, url, _: read_confined("docx", body, url),
    "odt": lambda body, url, _: read_confined("odt", body, url),
}
