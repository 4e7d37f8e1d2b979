"""The facts in a sentence, normalised: € 83,87 equals 83,87 euro; two weeks equal 14 days."""

import re
from collections.abc import Callable, Iterator
from datetime import date, time
from enum import StrEnum
from functools import lru_cache
from re import Match

from configs.domain import Noun
from models.moments import MOMENTS, moment
from models.numbers import MONTHS, NUMBER, WEEKDAYS, decimal, whole


class FactKind(StrEnum):
    """What kind of thing a fact states."""

    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    DATE = "date"
    MOMENT = "moment"
    WEEKDAY = "weekday"
    TIME = "time"
    PERIOD = "period"
    ARTICLE = "article"
    URL = "url"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    NUMBER = "number"


class Fact(Noun):
    """One fact: `value` is comparable, `start` and `end` are its place in the text."""

    kind: FactKind
    value: str
    start: int
    end: int


Reader = Callable[[Match[str]], str | None]
"""The normalised value of a match, or None when it is no such fact after all."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
LEAP_YEAR = 2024  # 29 February is a date, also where no year is given
_UNITS = {
    **dict.fromkeys(("werkdag", "werkdagen", "working day", "working days"), ("WD", 1)),
    **dict.fromkeys(("dag", "dagen", "day", "days", "kalenderdagen"), ("D", 1)),
    **dict.fromkeys(("week", "weken", "weeks"), ("D", 7)),
    **dict.fromkeys(("maand", "maanden", "month", "months"), ("M", 1)),
    **dict.fromkeys(("kwartaal", "kwartalen", "quarter", "quarters"), ("M", 3)),
    **dict.fromkeys(("jaar", "jaren", "year", "years"), ("M", 12)),
    **dict.fromkeys(("uur", "uren", "hour", "hours"), ("MIN", 60)),
    **dict.fromkeys(("minuut", "minuten", "minute", "minutes"), ("MIN", 1)),
}
_UNIT = "|".join(sorted((unit.replace(" ", r"\s") for unit in _UNITS), key=len, reverse=True))


def _amount(match: Match[str]) -> str | None:
    digits = match["before"] or match["after"]
    size = match["size"] or match["after_size"]
    times = _SIZES[size.lower()] if size else 1
    return None if digits is None else f"{decimal(digits) * times:.2f}"


def _percentage(match: Match[str]) -> str:
    return _plain(decimal(match[1]))


def _written_date(match: Match[str]) -> str | None:
    return _day(match[3], MONTHS[match[2].lower()], match[1])


def _english_date(match: Match[str]) -> str | None:
    return _day(match[3], MONTHS[match[1].lower()], match[2])


def _reversed_date(match: Match[str]) -> str | None:
    return _day(match[1], int(match[2]), match[3])


def _digit_date(match: Match[str]) -> str | None:
    return _day(match[3], int(match[2]), match[1])


def _day(year: str | None, month: int, day: str) -> str | None:
    try:
        found = date(int(year or LEAP_YEAR), month, int(day))
    except ValueError:
        return None
    return found.isoformat() if year else f"--{found:%m-%d}"


def _time(match: Match[str]) -> str | None:
    hour, minute = next((match[n], match[n + 1]) for n in range(1, 5, 2) if match[n])
    try:
        return f"{time(int(hour) % 24, int(minute or 0)):%H:%M}"
    except ValueError:
        return None


def _period(match: Match[str]) -> str | None:
    kind, size = _UNITS[" ".join(match[3].lower().split())]
    counts = [whole(number) for number in (match[1], match[2]) if number]
    return "..".join(f"{count * size}{kind}" for count in counts if count) or None


def _same(match: Match[str]) -> str:
    return " ".join(match[0].lower().split())


def _url(match: Match[str]) -> str:
    return re.sub(r"^https?://(www\.)?|^www\.", "", match[0].lower()).rstrip("/.,;:)")


def _phone(match: Match[str]) -> str | None:
    digits = re.sub(r"\D", "", re.sub(r"^(\+|00)31\s?(\(0\))?", "0", match[0]))
    return digits if len(digits) in {5, 6, 8, 10, 11} else None


def _number(match: Match[str]) -> str | None:
    return _plain(decimal(match[0])) if match[0][0].isdigit() else str(whole(match[0]))


def _plain(value: float) -> str:
    """All the digits that a number has, and no more."""
    return f"{value:.12g}"


_MONEY = r"\d{1,3}(?:[.\s]\d{3})+(?:,\d{2})?|\d+(?:[.,]\d{1,2})?(?!\d)"
_SIZES = {"duizend": 1e3, "miljoen": 1e6, "miljard": 1e9, "million": 1e6, "billion": 1e9}
_SIZE = "|".join(_SIZES)
_APART = r"(?:\s?-\s?|\s)?"
_RANGE = r"\s?(?:tot|to|à|-|\u2013)\s?"

_PATTERNS: tuple[tuple[FactKind, str, Reader], ...] = (
    (FactKind.EMAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", _same),
    (
        FactKind.URL,
        r"https?://[^\s<>\"]+|www\.[^\s<>\"]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*"
        r"\.(?:nl|eu|com|org|net|info|gov|io|frl|amsterdam|example)\b(?:/[^\s<>\"]*)?",
        _url,
    ),
    (
        FactKind.DATE,
        rf"\b(\d{{1,2}})(?:e|ste|de|th|st|nd|rd)?\s(?:of\s)?({_MONTH})\b(?:\s(\d{{4}})\b)?",
        _written_date,
    ),
    (FactKind.DATE, rf"\b({_MONTH})\s(\d{{1,2}})(?!\d)(?:,?\s(\d{{4}})\b)?", _english_date),
    (FactKind.DATE, r"\b(\d{1,2})[-/](\d{1,2})[-/](\d{4})\b", _digit_date),
    (FactKind.DATE, r"\b(\d{4})-(\d{2})-(\d{2})\b", _reversed_date),
    *((FactKind.MOMENT, pattern, moment) for pattern in MOMENTS),
    (
        FactKind.PHONE,
        rf"(?<![\w.,/-])(?:(?:\+31|0031){_APART}(?:\(0\))?\s?\d(?:{_APART}\d){{7,8}}"
        rf"|\(?0\d{{1,3}}\)?{_APART}\d(?:{_APART}\d){{5,8}}"
        r"|0[89]00[\s-]?\d{3,4}(?:[\s-]?\d{3})?"
        r"|14[\s-]?0\d{2,3})(?![\w-])",
        _phone,
    ),
    (FactKind.ADDRESS, r"\b[1-9]\d{3}\s?(?-i:[A-Z]{2})\b", _same),
    (FactKind.WEEKDAY, rf"\b(?:{_WEEKDAY})\b", lambda match: WEEKDAYS[match[0].lower()]),
    (
        FactKind.TIME,
        r"\b(\d{1,2})[.:](\d{2})\s?(?:uur|u\b|h\b)|(?<=tot )(\d{1,2})()\suur\b",
        _time,
    ),
    (
        FactKind.TIME,
        r"\b(\d{1,2})[.:](\d{2})(?=\s?(?:-|\u2013|tot|to|en|and)\s?\d{1,2}[.:]\d{2})"
        r"|\b(\d{1,2}):(\d{2})\b",
        _time,
    ),
    (
        FactKind.AMOUNT,
        rf"(?:€|eur)\s?(?P<before>{_MONEY})(?:,-|,\u2013)?(?:\s(?P<size>{_SIZE})\b)?"
        rf"|(?<![\d.,])(?P<after>{_MONEY})\s?(?:(?P<after_size>{_SIZE})\s)?(?:euro\b|eur\b|€)",
        _amount,
    ),
    (FactKind.PERCENTAGE, r"(\d+(?:[.,]\d+)?)\s?(?:%|procent\b|per\s?cent\b)", _percentage),
    (
        FactKind.ARTICLE,
        r"\b(?:artikel|art\.|article|§)\s?\d+[a-z]?(?:[.:]\d+[a-z]?)*"
        r"(?:,?\s(?:eerste|tweede|derde|vierde|vijfde|\d+e)\slid)?",
        _same,
    ),
    (FactKind.PERIOD, rf"\b({NUMBER})(?:{_RANGE}({NUMBER}))?\s({_UNIT})\b", _period),
    (
        FactKind.NUMBER,
        r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\w)|(?<![\w.,])\d+(?:,\d+)?(?!\w)",
        _number,
    ),
)
_READERS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE), reader) for kind, pattern, reader in _PATTERNS
)


@lru_cache(maxsize=65_536)
def facts(text: str) -> tuple[Fact, ...]:
    """All facts of `text` in reading order; no two overlap."""
    return tuple(sorted(_find(text), key=lambda fact: fact.start))


def _find(text: str) -> Iterator[Fact]:
    taken: list[tuple[int, int]] = []
    for kind, pattern, reader in _READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < until and end > since for since, until in taken):
                continue
            value = reader(match)
            if value is not None:
                taken.append((start, end))
                yield Fact(kind=kind, value=value, start=start, end=end)


def values(text: str) -> frozenset[tuple[FactKind, str]]:
    """The facts of `text` without their places: what two sentences are compared by."""
    return frozenset((fact.kind, fact.value) for fact in facts(text))


def kinds(text: str) -> frozenset[FactKind]:
    """Which kinds of fact `text` states."""
    return frozenset(fact.kind for fact in facts(text))
