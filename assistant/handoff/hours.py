"""When the desk is open: weekly hours in local time, without holidays and other closed days."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from configs.domain import ConfigurationError, Language
from configs.slices.server import Day, DeskSettings

WEEKDAYS: tuple[Day, ...] = get_args(Day)
LOCALES = {Language.NL: "nl", Language.EN: "en_US"}
HORIZON = 400
"""Days ahead in which the next opening is looked for."""


class Period(NamedTuple):
    """From opening to closing, both in UTC so that no change of the clock can confuse them."""

    opens: datetime
    closes: datetime


class OpeningHours:
    """Answers for any moment with a time zone; what it returns is in the desk's own zone.

    Raises `ConfigurationError` for a zone, a country or hours that cannot be.
    """

    def __init__(self, settings: DeskSettings) -> None:
        try:
            self.zone = ZoneInfo(settings.time_zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            problem = f"VRAAGBAAK_DESK__TIME_ZONE: there is no zone {settings.time_zone!r}."
            raise ConfigurationError(problem) from error
        self._country = settings.country
        self._closed_on = frozenset(settings.closed_on)
        self._week = tuple(settings.hours.get(day, ()) for day in WEEKDAYS)
        for opens, closes in (hours for day in self._week for hours in day):
            if closes <= opens and closes != time(0):
                raise ConfigurationError(f"VRAAGBAAK_DESK__HOURS: {opens} is not before {closes}.")
        _holidays(self._country, 2026, Language.NL)

    def is_open(self, now: datetime) -> bool:
        """Whether the desk is open."""
        return self.closes_at(now) is not None

    def closes_at(self, now: datetime) -> datetime | None:
        """When it closes, or None when it is closed already."""
        moment = now.astimezone(UTC)
        for period in self._periods(self.local(now).date(), days=1):
            if period.opens <= moment < period.closes:
                return self.local(period.closes)
        return None

    def next_opening(self, now: datetime) -> datetime | None:
        """When it opens after this moment, or None when that isn't within a year."""
        moment = now.astimezone(UTC)
        for period in self._periods(self.local(now).date(), days=HORIZON):
            if period.opens > moment:
                return self.local(period.opens)
        return None

    def holiday(self, now: datetime, language: Language) -> str | None:
        """The name of the public holiday that it is."""
        today = self.local(now).date()
        return _holidays(self._country, today.year, language).get(today)

    def local(self, moment: datetime) -> datetime:
        """The same moment on the desk's own clock; a moment without a zone is an error."""
        if moment.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return moment.astimezone(self.zone)

    def _periods(self, first: date, days: int) -> Iterator[Period]:
        for day in (first + timedelta(days=number) for number in range(days)):
            if day in self._closed_on or day in _holidays(self._country, day.year, Language.NL):
                continue
            for opens, closes in sorted(self._week[day.weekday()]):
                last = day + timedelta(days=1) if closes == time(0) else day
                yield Period(self._moment(day, opens), self._moment(last, closes))

    def _moment(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


@cache
def _holidays(country: str, year: int, language: Language) -> Mapping[date, str]:
    """Public holidays and their names; a year at a time, because the library fills in lazily."""
    if not country:
        return {}
    try:
        found = holidays.country_holidays(
            country, years=year, expand=False, language=LOCALES[language]
        )
    except NotImplementedError as error:
        problem = f"VRAAGBAAK_DESK__COUNTRY: no holidays are known for {country!r}."
        raise ConfigurationError(problem) from error
    return dict(found)
