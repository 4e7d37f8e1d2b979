"""The zip around an office document: opened within limits on its size, its XML parsed safely."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.domain import ReadError

MOST_FILES = 2_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
"""Unpacked size over packed size; text packs about 10 to 1, a zip bomb 1000 to 1."""
_RATIO_FROM = 1_000_000
_NESTED = (".zip", ".docx", ".odt", ".jar", ".xlsx", ".7z", ".rar", ".gz")
_ENCRYPTED = 0x1
_EMBEDDING = ("word", "xl", "embeddings")
"""Folders in which a document may hold another, which is not read."""


def unpack(body: bytes) -> zipfile.ZipFile:
    """The archive, when its own list of contents stays within the limits; else `ReadError`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ReadError("The document is damaged: it cannot be unpacked.") from error
    files = archive.infolist()
    if len(files) > MOST_FILES or sum(file.file_size for file in files) > MOST_BYTES:
        raise ReadError("The document is refused: it unpacks to more than is allowed.")
    for file in files:
        _check(file)
    return archive


def open_document(body: bytes, kind: str) -> tuple[zipfile.ZipFile, Element]:
    """An OpenDocument (`kind` such as ODT) and its content.

    Raises `ReadError` when it can't be unpacked, is encrypted, or holds none.
    """
    archive = unpack(body)
    manifest = part(archive, "META-INF/manifest.xml")
    parts = manifest.iter() if manifest is not None else ()
    if any(found.tag.endswith("}encryption-data") for found in parts):
        raise ReadError("The document is encrypted; it needs a password.")
    content = part(archive, "content.xml")
    if content is None:
        raise ReadError(f"The document is not an {kind}: it has no content.xml.")
    return archive, content


def _check(file: zipfile.ZipInfo) -> None:
    path = PurePosixPath(file.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise ReadError("The document is refused: a file in it points outside of it.")
    if file.flag_bits & _ENCRYPTED:
        raise ReadError("The document is encrypted; it needs a password.")
    bomb = file.file_size > _RATIO_FROM and file.file_size > MOST_RATIO * max(1, file.compress_size)
    if bomb:
        raise ReadError("The document is refused: it unpacks to more than is allowed.")
    if path.suffix.lower() in _NESTED and path.parts[0] not in _EMBEDDING:
        raise ReadError("The document is refused: there is an archive inside it.")


def part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """The root of an XML file in the archive; None when it is not there. Raises `ReadError`."""
    try:
        with archive.open(name) as file:
            data = file.read(MOST_BYTES + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError) as error:
        raise ReadError("The document is damaged: it cannot be unpacked.") from error
    if len(data) > MOST_BYTES:
        raise ReadError("The document is refused: it unpacks to more than is allowed.")
    try:
        return fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ReadError("The document is damaged: its XML cannot be parsed.") from error
