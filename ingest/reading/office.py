"""DOCX and ODT → `Content`, from the XML inside the zip, within limits on its size."""

from xml.etree.ElementTree import Element

from ingest.domain import ReadError
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.docx import docx_units
from ingest.reading.odt import odt_units
from ingest.reading.packed import open_document, part, unpack
from ingest.reading.units import Unit, lay_out, title_of
from ingest.reading.wording import clean, words_of_file

_PARTS = ("document", "styles", "numbering", "footnotes", "endnotes", "comments")


def read_docx(body: bytes, url: str) -> Content:
    """Raises `ReadError`: damaged, encrypted, or larger than any honest document."""
    archive = unpack(body)
    parts = {name: part(archive, f"word/{name}.xml") for name in _PARTS}
    if parts["document"] is None:
        raise ReadError("The document is not a DOCX: it has no word/document.xml.")
    units, told_title, remarks = docx_units(parts)
    core = part(archive, "docProps/core.xml")
    return _content(units, core, told_title, url).model_copy(update={"remarks": tuple(remarks)})


def read_odt(body: bytes, url: str) -> Content:
    """Raises `ReadError`: damaged, encrypted, or larger than any honest document."""
    archive, content = open_document(body, "ODT")
    styles = part(archive, "styles.xml")
    units, told_title, remarks = odt_units(content, styles)
    read = _content(units, part(archive, "meta.xml"), told_title, url)
    return read.model_copy(update={"remarks": tuple(remarks)})


def _content(units: list[Unit], meta: Element | None, told_title: str, url: str) -> Content:
    told = {_local(told.tag): told.text or "" for told in meta.iter()} if meta is not None else {}
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
    return tag.rpartition("}")[2]
