"""An uploaded document becomes plain text; its bytes stay in memory and are then forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from threading import BoundedSemaphore

from assistant.domain import AssistantError
from ingest.domain import Block, BlockKind, ReadError, Section
from ingest.reading.charset import decode
from ingest.reading.confined import read_confined
from ingest.reading.content import Content

AT_ONCE = 2
"""Documents that are read at the same time: each may take much memory."""
PATIENCE = 20.0
"""Longest wait for one's turn (s)."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a Word document begins with that is encrypted, or older than DOCX."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PROBLEMS = {
    "encrypted": "text.file_encrypted",
    "no text": "text.file_no_text",
    "empty": "text.file_no_text",
    "not a DOCX": "text.file_kind",
    "not an ODT": "text.file_kind",
}
"""What is said about a document that can't be read, by words of the reason; else that it is bad."""
_turn = BoundedSemaphore(AT_ONCE)


class Kind(StrEnum):
    """The documents that can be uploaded, by the ends of their names."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TXT = "txt"


def read_upload(body: bytes, kind: Kind) -> str:
    """The text of a document, in the order in which it is read.

    Raises `AssistantError`, whose key names one sentence that says what is wrong with it.
    """
    if not body.strip():
        raise AssistantError("text.file_no_text")
    if kind is Kind.TXT:
        return _plain(body)
    if body.startswith(OLE):
        raise AssistantError("text.file_encrypted" if ENCRYPTED in body else "text.file_kind")
    try:
        with _taking_turns():
            content = read_confined(kind.value, body, "")
    except ReadError as error:
        reason = str(error)
        key = next((key for words, key in PROBLEMS.items() if words in reason), None)
        raise AssistantError(key or "text.file_unreadable") from error
    text = "\n".join(_lines(content)).strip()
    if not text:
        raise AssistantError("text.file_no_text")
    return text


@contextmanager
def _taking_turns() -> Iterator[None]:
    if not _turn.acquire(timeout=PATIENCE):
        raise AssistantError("text.busy")
    try:
        yield
    finally:
        _turn.release()


def _plain(body: bytes) -> str:
    text = decode(body)
    if "\0" in text or text.count("\ufffd") * 20 > len(text):
        raise AssistantError("text.file_kind")
    return text.strip()


def _lines(content: Content) -> Iterator[str]:
    """Headings and blocks, with an empty line wherever the document has one."""
    if content.title:
        yield content.title
    trail: tuple[str, ...] = ()
    for section in content.sections:
        for place, heading in enumerate(section.headings):
            if section.headings[: place + 1] != trail[: place + 1]:
                yield f"\n{heading}"
        trail = section.headings
        yield from _blocks(section)


def _blocks(section: Section) -> Iterator[str]:
    before: Block | None = None
    for block in section.blocks:
        same = before is not None and before.kind is block.kind and before.lead == block.lead
        if block.kind is BlockKind.ROW:
            if not same:
                yield f"\n{block.lead}" if block.lead else ""
            yield block.text
        elif block.kind is BlockKind.ITEM:
            yield f"- {block.text}"
        else:
            yield f"\n{block.text}"
        before = block
