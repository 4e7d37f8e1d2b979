"""Dates in text: ISO, `12 maart 2025` or `12-03-2025`; and the words before a last change."""

import re
from datetime import date

_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt march mar",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
UPDATED = re.compile(
    r"(?:(?:datum )?laatste? (?:bijgewerkt|gewijzigd|aangepast|gecontroleerd|update|wijziging)"
    r"|bijgewerkt op|gewijzigd op|aangepast op|last (?:updated|modified|changed|reviewed))",
    re.IGNORECASE,
)
"""What stands before the date of the last change of a page."""
_YEARS = range(1990, 2101)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_IN_WORDS = re.compile(r"\b(\d{1,2})\s+([a-z]+)\.?,?\s+(\d{4})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\b([a-z]+)\s+(\d{1,2}),?\s+(\d{4})\b", re.IGNORECASE)


def month_name(month: int) -> str:
    """The Dutch name of a month, counted from 1."""
    return next(name for name, number in _MONTHS.items() if number == month)


def first_date(text: str) -> date | None:
    """None when there is no date, or not one that exists between 1990 and 2100."""
    if found := _ISO.search(text):
        return _day(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(text):
        return _day(found[3], found[2], found[1])
    return _in_words(text)


def without_dates(text: str) -> str:
    """What is left of a text when the dates in it are taken out."""
    for pattern in (_ISO, _DAY_FIRST, _IN_WORDS, _MONTH_FIRST):
        text = pattern.sub(lambda found: "" if first_date(found[0]) else found[0], text)
    return text.strip(" -\u2013|,.")


def _in_words(text: str) -> date | None:
    for found in _IN_WORDS.finditer(text):
        if month := _MONTHS.get(found[2].lower()):
            return _day(found[3], month, found[1])
    for found in _MONTH_FIRST.finditer(text):
        if month := _MONTHS.get(found[1].lower()):
            return _day(found[3], month, found[2])
    return None


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in _YEARS else None
