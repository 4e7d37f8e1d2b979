"""Words laid out as a PDF: tagged for screen readers, real text, links, a language and a title.

PDF/UA-1 (ISO 14289-1); where a sign stands in no font at hand, such as an emoji, the same without
the claim of conformity. The font is Libertinus Serif (OFL), which comes with typst.
"""

from pathlib import Path
from typing import Literal

import typst

from configs.domain import Noun

TEMPLATE = Path(__file__).parent / "templates" / "conversation.typ"


class SheetSource(Noun):
    """A page: what it is called, its address as shown, and what a click opens (https, or empty)."""

    name: str
    shown: str
    link: str


class SheetLine(Noun):
    """What one said, as paragraphs, with the sources of it."""

    who: str
    language: str
    said: tuple[str, ...]
    sources: tuple[SheetSource, ...] = ()
    notice: str = ""


class Sheet(Noun):
    """All that is printed; `keywords` stand in the file for machines."""

    title: str
    organisation: str
    language: str
    disclosure: str
    sources: str
    keywords: tuple[str, ...]
    lines: tuple[SheetLine, ...]


def printed(sheet: Sheet) -> bytes:
    """The PDF."""
    inputs = {"told": sheet.model_dump_json()}
    try:
        return _compiled(inputs, "ua-1")
    except typst.TypstError:
        return _compiled(inputs, None)


def _compiled(inputs: dict[str, str], standard: Literal["ua-1"] | None) -> bytes:
    made = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs=inputs, pdf_standards=standard, ignore_system_fonts=True
    )
    return bytes(made)
