"""One question with its answer as the open data of rijksoverheid.nl give it → `Reading`.

The record: https://www.rijksoverheid.nl/opendata/vac. HTML fragments stand in `introduction` and in
`content[].paragraph`; `canonical` is the page that residents see.
"""

from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from ingest.domain import ReadError, Reading, Source
from ingest.reading import read
from ingest.reading.dates import first_date

OFFICIAL = ("https://www.rijksoverheid.nl/",)
HTML = "text/html; charset=utf-8"


class Part(BaseModel):
    """A part of an answer: its heading, and HTML."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str | None = Field(None, alias="paragraphtitle")
    html: str | None = Field(None, alias="paragraph")


class Record(BaseModel):
    """What is used of a record; others may be added to the interface without harm."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: Annotated[str, Field(min_length=1)] = Field(
        validation_alias=AliasChoices("question", "title")
    )
    canonical: Annotated[str, Field(min_length=1)]
    introduction: str | None = None
    content: tuple[Part, ...] | None = None
    subjects: tuple[str, ...] | None = None
    lastmodified: str | None = None
    language: str | None = None
    dataurl: str = ""
    stamp: str = ""
    """A digest of the record as it came."""


def record_of(entry: object) -> Record:
    """Raises `ReadError` naming the field that is missing or wrong."""
    try:
        record = Record.model_validate(entry)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"]) or "the record"
        raise ReadError(f"is no question and answer: {place}: {problem['msg']}") from error
    return record.model_copy(update={"stamp": sha256(repr(entry).encode()).hexdigest()})


def reading_of(record: Record, url: str, source: Source) -> Reading:
    """The record as a page: the question is its title, the subjects its breadcrumb."""
    reading = read(_page(record).encode(), url, HTML, source, datetime.now(UTC))
    changes: dict[str, Any] = {
        "title": record.question,
        "modified": first_date(record.lastmodified or ""),
        "trail": record.subjects or (),
    }
    return Reading(page=reading.page.model_copy(update=changes))


def _page(record: Record) -> str:
    parts = "".join(
        f"{f'<h2>{escape(part.title)}</h2>' if part.title else ''}{part.html or ''}"
        for part in record.content or ()
    )
    question, language = escape(record.question), escape((record.language or "nl")[:2])
    return (
        f'<!doctype html><html lang="{language}"><head><title>{question}</title></head><body>'
        f"<main><h1>{question}</h1>{record.introduction or ''}{parts}</main></body></html>"
    )
