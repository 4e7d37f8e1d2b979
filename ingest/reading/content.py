"""What each reader hands over before it is known whose page it is."""

from datetime import date

from configs.domain import Noun
from ingest.domain import Section


class Content(Noun):
    """The text of one document, and what it says about itself."""

    title: str = ""
    language: str | None = None
    sections: tuple[Section, ...] = ()
    modified: date | None = None
    trail: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    canonical: str | None = None
    refresh: str | None = None
    noindex: bool = False
    nofollow: bool = False
