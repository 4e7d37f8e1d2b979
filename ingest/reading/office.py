"""DOCX and ODT → `Content`, from the XML inside the zip, within limits on its size."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ingest.domain import ReadError
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.docx import docx_units
from ingest.reading.odt import odt_units
from ingest.reading.units import Unit, lay_out, title_of
from ingest.reading.wording import clean, words_of_file

MOST_FILES = 2_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
"""Unpacked size over packed size; text packs about 10 to 1, a zip bomb 1000 to 1."""
_RATIO_FROM = 1_000_000
_NESTED = (".zip", ".docx", ".odt", ".jar", ".xlsx", ".7z", ".rar", ".gz")
_ENCRYPTED = 0x1


def read_docx(body: bytes, url: str) -> Content:
    """Raises `ReadError`: damaged, encrypted, or larger than any honest document."""
    archive = _open(body)
    document = _part(archive, "word/document.xml")
    if document is None:
        raise ReadError("The document is not a DOCX: it has no word/document.xml.")
    parts = {name: _part(archive, f"word/{name}.xml") for name in ("styles", "numbering")}
    units, told_title = docx_units(document, parts["styles"], parts["numbering"])
    core = _part(archive, "docProps/core.xml")
    return _content(units, core, told_title, url)


def read_odt(body: bytes, url: str) -> Content:
    """Raises `ReadError`: damaged, encrypted, or larger than any honest document."""
    archive = _open(body)
    manifest = _part(archive, "META-INF/manifest.xml")
    if manifest is not None and any(
        part.tag.endswith("}encryption-data") for part in manifest.iter()
    ):
        raise ReadError("The document is encrypted; it needs a password.")
    content = _part(archive, "content.xml")
    if content is None:
        raise ReadError("The document is not an ODT: it has no content.xml.")
    styles = _part(archive, "styles.xml")
    units, told_title = odt_units(content, styles)
    return _content(units, _part(archive, "meta.xml"), told_title, url)


def _content(units: list[Unit], meta: Element | None, told_title: str, url: str) -> Content:
    told = {_local(part.tag): part.text or "" for part in meta.iter()} if meta is not None else {}
    properties = clean(told.get("title", ""))
    title = told_title or (properties if len(properties.split()) > 1 else "")
    title = title or title_of(units) or properties or words_of_file(url)
    language = (told.get("language") or "")[:2].lower()
    return Content(
        title=title,
        language=language if language in ("nl", "en") else None,
        sections=lay_out(units, title),
        modified=first_date(told.get("modified") or told.get("date") or ""),
    )


def _local(tag: str) -> str:
    return re.sub(r"^\{.*\}", "", tag)


def _open(body: bytes) -> zipfile.ZipFile:
    """The archive, when its own list of contents stays within the limits."""
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


def _check(file: zipfile.ZipInfo) -> None:
    path = PurePosixPath(file.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise ReadError("The document is refused: a file in it points outside of it.")
    if file.flag_bits & _ENCRYPTED:
        raise ReadError("The document is encrypted; it needs a password.")
    bomb = file.file_size > _RATIO_FROM and file.file_size > MOST_RATIO * max(1, file.compress_size)
    if bomb:
        raise ReadError("The document is refused: it unpacks to more than is allowed.")
    if path.suffix.lower() in _NESTED and path.parts[0] not in ("word", "embeddings"):
        raise ReadError("The document is refused: there is an archive inside it.")


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
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
