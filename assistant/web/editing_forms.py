"""Between what stands in a form and what is kept: each part of the editors' page has its fields."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from assistant.levers.domain import Kind, Quote, Severity
from configs.domain import Language

Raw = dict[str, str]
"""What stands in the fields, by name; the lines of a list are one text."""


class Field(NamedTuple):
    """A field of a form. `how` is area, lines, date, moment, line, colour, or one of its own."""

    name: str
    how: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """Values with the keys of their texts, or the words themselves."""


_LANGUAGES = tuple((one.value, f"editing.language_{one}") for one in Language)
_SEVERITIES = tuple((one.value, f"editing.severity_{one}") for one in Severity)
_SAYS = (Field("nl", "area"), Field("en", "area"))
_PHRASES = Field("phrases", "lines", "editing.hint_phrases")
_FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    Kind.PIN: (
        Field("questions", "lines", "editing.hint_questions"),
        Field("language", "choice", choices=_LANGUAGES),
        Field("until", "date", "editing.hint_until"),
        Field("quotes", "quotes"),
    ),
    Kind.BLOCK: (
        _PHRASES,
        *_SAYS,
        Field("turn", "choice", "editing.hint_turn"),
        Field("until", "date", "editing.hint_until_free"),
    ),
    Kind.NOTICE: (
        Field("severity", "choice", choices=_SEVERITIES),
        *_SAYS,
        Field("begins", "moment"),
        Field("ends", "moment"),
    ),
    Kind.TEXT: (Field("text", "area"),),
    Kind.ROUTE: (_PHRASES,),
    Kind.THEME: (
        Field("organisation", "line"),
        Field("assistant", "line"),
        Field("brand", "colour", "editing.hint_colour"),
        Field("brand_soft", "colour", "editing.hint_colour"),
        Field("focus", "colour", "editing.hint_colour"),
        Field("knows_nl", "line"),
        Field("knows_en", "line"),
        Field("examples_nl", "lines", "editing.hint_lines"),
        Field("examples_en", "lines", "editing.hint_lines"),
        Field("logo", "logo", "editing.hint_logo"),
    ),
}


def fields_of(kind: Kind, turns: Sequence[str]) -> tuple[Field, ...]:
    """The fields of a part; `turns` is where an editor may send people."""
    choices = (("", "editing.no_turn"), *((turn, turn) for turn in turns))
    return tuple(
        field._replace(choices=choices) if field.name == "turn" else field
        for field in _FIELDS[kind]
    )


def content_of(kind: Kind, raw: Mapping[str, str], zone: ZoneInfo) -> dict[str, Any]:
    """What would be kept; what can't be read stays as it was typed, for the checks to name."""
    content: dict[str, Any] = {}
    for field in _FIELDS[kind]:
        value = raw.get(field.name, "").strip()
        head, _, code = field.name.rpartition("_")
        if field.name in set(Language):
            content.setdefault("says", {})[field.name] = value
        elif head in {"knows", "examples"}:
            content.setdefault(head, {})[code] = _read(field, value, zone)
        else:
            content[field.name] = _read(field, value, zone)
    return content


def raw_of(kind: Kind, content: Mapping[str, Any], zone: ZoneInfo) -> Raw:
    """What stands in the fields for what was kept."""
    raw: Raw = {}
    for field in _FIELDS[kind]:
        head, _, code = field.name.rpartition("_")
        if field.name in set(Language):
            value = content.get("says", {}).get(field.name, "")
        elif head in {"knows", "examples"}:
            value = content.get(head, {}).get(code, "")
        else:
            value = content.get(field.name)
        raw[field.name] = _typed(field, value, zone)
    return raw


def quotes_of(raw: Mapping[str, str]) -> list[Quote]:
    """The sentences that were chosen; what is none of ours is left out."""
    found = []
    for line in raw.get("quotes", "").splitlines():
        try:
            found.append(Quote.model_validate_json(line))
        except ValidationError:
            continue
    return found


def told(kind: Kind, content: Mapping[str, Any], zone: ZoneInfo) -> Raw:
    """What was kept as people read it, to tell what changed."""
    raw = raw_of(kind, content, zone)
    if kind is Kind.PIN:
        raw["quotes"] = "\n".join(quote.text for quote in quotes_of(raw))
    if raw.get("logo"):
        raw["logo"] = f"PNG {_name(raw['logo'])}"
    return raw


def _name(text: str) -> str:
    """A short name for what nobody can read."""
    return sha256(text.encode()).hexdigest()[:8]


def _read(field: Field, value: str, zone: ZoneInfo) -> object:
    readers: Mapping[str, Callable[[], object]] = {
        "lines": lambda: [line.strip() for line in value.splitlines() if line.strip()],
        "moment": lambda: _moment(value, zone),
        "date": lambda: value or (None if field.hint == "editing.hint_until_free" else ""),
        "quotes": lambda: [quote.model_dump(mode="json") for quote in quotes_of({"quotes": value})],
        "logo": lambda: {"base64": value} if value else None,
    }
    return readers[field.how]() if field.how in readers else value


def _typed(field: Field, value: object, zone: ZoneInfo) -> str:
    writers: Mapping[str, Callable[[Any], str]] = {
        "lines": "\n".join,
        "moment": lambda moment: _clock(moment, zone),
        "quotes": lambda quotes: "\n".join(json.dumps(one, ensure_ascii=False) for one in quotes),
        "logo": lambda logo: str(logo["base64"]),
    }
    if not value:
        return ""
    return writers[field.how](value) if field.how in writers else str(value)


def _clock(value: str | datetime, zone: ZoneInfo) -> str:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def _moment(value: str, zone: ZoneInfo) -> str:
    """A time as the clock of the desk shows it, in UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return moment.replace(tzinfo=moment.tzinfo or zone).astimezone(ZoneInfo("UTC")).isoformat()
