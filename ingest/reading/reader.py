"""Bytes as they were fetched → `Reading`, by the reader for their type."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from ingest.domain import Page, ReadError, Reading, Source
from ingest.formats import SUFFIXES, TYPES, UNKNOWING
from ingest.reading.confined import read_confined
from ingest.reading.content import Content
from ingest.reading.delimited import read_csv
from ingest.reading.html import read_html
from ingest.reading.languages import language_of
from ingest.reading.refusing import is_old_office, refuse, told_by_bytes
from ingest.reading.text import read_markdown, read_text
from ingest.reading.wording import shortened, words_of_file

_ZIPPED = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.xml", "xlsx"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
"""What stands in a zip that is a document, whatever its server calls it."""
_VAGUE = frozenset((*UNKNOWING, "text/plain"))
"""Content types that say less than the name of a file does."""


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
    if start.startswith(b"PK\x03\x04"):
        return _zipped(body, suffix, declared)
    if told_by_bytes(body) or is_old_office(body):
        refuse(body, suffix, declared)
    named = _named(suffix, declared)
    if named is None and start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    return named or refuse(body, suffix, declared)


def _named(suffix: str, declared: str) -> str | None:
    """By its type, and by its name where the server does not know or says nothing we know."""
    told = TYPES.get(declared)
    if told and declared not in _VAGUE:
        return told
    return TYPES.get(SUFFIXES.get(suffix, "")) or told


def _zipped(body: bytes, suffix: str, declared: str) -> str:
    for mark, kind in _ZIPPED:
        if mark in body:
            return kind
    named = _named(suffix, declared)
    return named if named in ("docx", "odt", "xlsx", "ods") else refuse(body, ".zip", declared)


_READERS: dict[str, Callable[[bytes, str, str], Content]] = {
    "html": read_html,
    "text": read_text,
    "markdown": read_markdown,
    "pdf": lambda body, url, _: read_confined("pdf", body, url),
    "docx": lambda body, url, _: read_confined("docx", body, url),
    "odt": lambda body, url, _: read_confined("odt", body, url),
    "xlsx": lambda body, url, _: read_confined("xlsx", body, url),
    "ods": lambda body, url, _: read_confined("ods", body, url),
    "csv": read_csv,
}
