"""The text of a law as a file holds it: articles, title, and from when until when it holds.

YAML as the project regelrecht of the Ministry of the Interior writes it
(https://github.com/MinBZK/regelrecht, schema 0.5), or Markdown with `Artikel` headings and front
matter.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from configs.domain import ConfigurationError, Noun
from configs.files import parse_yaml
from ingest.domain import ReadError
from ingest.kinds.front_matter import front_matter
from ingest.reading.charset import decode

SUFFIXES = (".yaml", ".yml", ".md")
OFFICIAL = ("https://wetten.overheid.nl/", "https://lokaleregelgeving.overheid.nl/")
REGULATION = re.compile(r"\b(?:BWB[RVW]\d{7}|CVDR\d+)\b")
_VERSION = re.compile(r"/(\d{4}-\d{2}-\d{2})(?:[/#?]|$)")
_ARTICLE = re.compile(r"^#{2,6}[ \t]*Artikel[ \t]+([\w.:-]+)[ \t]*(.*?)[ \t]*#*$", re.M | re.I)
_HEADING = re.compile(r"^#{1,6}[ \t]*(.+?)[ \t]*#*$", re.M)
_META = re.compile(r"<meta[^>]*>", re.I)


class Article(Noun):
    """One article: its number, its own heading where it has one, and where it stands."""

    number: str
    text: str
    heading: str = ""
    anchor: str = ""


class LawText(Noun):
    """One version of a law. It holds from `since` up to and with `until`, where these are known."""

    regulation: str
    """What all versions of it share, such as BWBR0005537."""
    title: str
    address: str
    layer: str = ""
    since: date | None = None
    until: date | None = None
    articles: tuple[Article, ...] = ()


def read_law(body: bytes, file: Path) -> LawText:
    """Raises `ReadError` with what is missing or wrong."""
    text = decode(body, "")
    if file.suffix.lower() == ".md":
        return _from_markdown(text, file)
    try:
        return _from_fields(parse_yaml(text, file.name), file)
    except ConfigurationError as error:
        raise ReadError(str(error)) from error


def _from_fields(fields: dict[str, Any], file: Path) -> LawText:
    entries = fields.get("articles")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ReadError("articles: must be a list of articles, each with `number` and `text`")
    articles = tuple(
        Article(
            number=str(entry["number"]),
            text=str(entry["text"]),
            anchor=urlsplit(str(entry.get("url") or "")).fragment,
        )
        for entry in entries
        if entry.get("number") and entry.get("text")
    )
    return _law(fields, file, articles, _name(fields, entries))


def _from_markdown(text: str, file: Path) -> LawText:
    fields, body = front_matter(text)
    body = _META.sub("", body)
    found = list(_ARTICLE.finditer(body))
    ends = [match.start() for match in found[1:]] + [len(body)]
    articles = tuple(
        Article(
            number=match[1].rstrip(".:"),
            heading=match[2].strip(),
            text=_HEADING.sub("", body[match.end() : end]).strip(),
        )
        for match, end in zip(found, ends, strict=False)
    )
    first = _HEADING.search(body)
    title = str(fields.get("title") or (first[1] if first else ""))
    return _law(fields, file, articles, title)


def _law(fields: dict[str, Any], file: Path, articles: tuple[Article, ...], name: str) -> LawText:
    address = str(fields.get("url") or "")
    named = str(fields.get("bwb_id") or "")
    found = REGULATION.search(f"{named} {address} {file.name}")
    regulation = found[0] if found else str(fields.get("$id") or fields.get("id") or "")
    since = _day(fields, "valid_from")
    version = _VERSION.search(address)
    # The address names a day on which this text held; a law that was amended since it came into
    # force has an older `valid_from`. The latest is the version.
    days = [since, _iso(version[1]) if version else None, None if since else _iso(file.stem)]
    held = max((day for day in days if day), default=None)
    if not address and regulation.startswith("BWB") and held:
        address = f"{OFFICIAL[0]}{regulation}/{held}"
    if not name or not articles:
        raise ReadError("holds no articles" if name else "has no title; give it one in `name`")
    if not regulation:
        raise ReadError("does not say which law it is; give it a `bwb_id`, or an `$id`")
    return LawText(
        regulation=regulation,
        title=name,
        address=address,
        layer=str(fields.get("regulatory_layer") or "").replace("_", " ").capitalize(),
        since=held,
        until=_day(fields, "valid_until"),
        articles=articles,
    )


def _name(fields: dict[str, Any], articles: list[dict[str, Any]]) -> str:
    """The name; `#wet_naam` stands for what an article's actions give under that name."""
    name = str(fields.get("name") or "")
    if name.startswith("#"):
        name = next((str(value) for key, value in _outputs(articles) if key == name[1:]), "")
    identity = str(fields.get("$id") or "").replace("_", " ")
    return str(name or fields.get("officiele_titel") or identity.capitalize())


def _outputs(value: object) -> Iterator[tuple[str, object]]:
    """Every `output: …, value: …` pair in a machine-readable part, wherever it stands."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(part.get("output"), str) and isinstance(part.get("value"), str):
                yield part["output"], part["value"]
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def _day(fields: dict[str, Any], key: str) -> date | None:
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    day = value if isinstance(value, date) else _iso(str(value))
    if day is None:
        raise ReadError(f"{key}: {value!r} is not a date, such as 2025-01-01")
    return day


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
