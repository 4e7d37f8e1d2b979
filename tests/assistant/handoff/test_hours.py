"""Opening hours hold on every day of the year, also when the clock changes, and so do promises."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.handoff.hours import OpeningHours
from assistant.handoff.promise import promise
from configs.domain import ConfigurationError, Language
from configs.slices.server import DeskSettings
from configs.texts import Texts

HERE = ZoneInfo("Europe/Amsterdam")
WEEK = {
    "monday": (("08:30", "17:00"),),
    "tuesday": (("08:30", "17:00"),),
    "wednesday": (("13:00", "17:00"), ("08:30", "12:00")),
    "thursday": (("08:30", "20:00"),),
    "friday": (("08:30", "13:00"),),
}
DESK = DeskSettings(hours=WEEK, closed_on=(date(2026, 12, 24),))
HOURS = OpeningHours(DESK)
SUNDAYS = OpeningHours(DeskSettings(hours={"sunday": ((time(1, 0), time(4, 0)),)}, country=""))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-11-23 08:29:59", False),
        ("2026-11-23 08:30", True),
        ("2026-11-23 16:59:59", True),
        ("2026-11-23 17:00", False),
        ("2026-11-25 12:30", False),  # between two periods of one day
        ("2026-11-25 13:00", True),
        ("2026-11-26 19:30", True),
        ("2026-11-21 11:00", False),  # a Saturday
        ("2026-04-27 11:00", False),  # Koningsdag, a Monday
        ("2025-04-26 11:00", False),  # Koningsdag a day earlier, because the 27th is a Sunday
        ("2026-12-25 11:00", False),  # Christmas
        ("2026-12-24 11:00", False),  # closed by the settings
        ("2026-04-06 11:00", False),  # Easter Monday
        ("2024-03-31 11:00", False),  # Easter Sunday, on which the clock went forward
        ("2028-02-29 11:00", True),  # a leap day
    ],
)
def test_it_is_open_on_the_minute(now, is_open):
    assert HOURS.is_open(at(now)) is is_open


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23 07:00", "2026-11-23 08:30"),
        ("2024-03-31 01:30", "2024-04-02 08:30"),  # half an hour before the clock goes forward
        ("2026-11-23 10:00", "2026-11-24 08:30"),
        ("2026-11-25 12:30", "2026-11-25 13:00"),
        ("2026-11-20 14:00", "2026-11-23 08:30"),  # over the weekend
        ("2026-12-23 18:00", "2026-12-28 08:30"),  # over Christmas
        ("2026-12-31 21:00", "2027-01-04 08:30"),  # over New Year
        ("2026-03-27 14:00", "2026-03-30 08:30"),  # over the night in which an hour is lost
        ("2026-10-23 14:00", "2026-10-26 08:30"),  # over the night with an hour twice
    ],
)
def test_the_next_opening_skips_closed_days(now, opens):
    assert HOURS.next_opening(at(now)) == at(opens)
    assert HOURS.next_opening(at(now)).utcoffset() == at(opens).utcoffset()


def test_the_same_wall_clock_holds_in_summer_and_in_winter():
    assert HOURS.is_open(datetime(2026, 7, 6, 6, 30, tzinfo=UTC))  # 8.30 in summer
    assert not HOURS.is_open(datetime(2026, 1, 5, 6, 30, tzinfo=UTC))  # 7.30 in winter


def test_a_period_over_the_change_of_the_clock_has_its_real_length():
    longer = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)  # 1.00 in summer time
    assert SUNDAYS.closes_at(longer) - longer == timedelta(hours=4)
    shorter = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)  # 1.00 in winter time
    assert SUNDAYS.closes_at(shorter).astimezone(UTC) - shorter == timedelta(hours=2)


def test_closing_at_midnight_is_the_end_of_the_day():
    late = OpeningHours(DeskSettings(hours={"monday": ((time(20, 0), time(0, 0)),)}))
    assert late.closes_at(at("2026-11-23 23:30")) == at("2026-11-24 00:00")


@given(st.integers(0, 6 * 365 * 24 * 60))
def test_the_next_opening_is_ahead_and_open_and_nothing_opens_before_it(minutes):
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    opens = HOURS.next_opening(now)
    assert opens > now
    assert HOURS.is_open(opens)
    assert not HOURS.is_open(opens - timedelta(seconds=1))
    if closes := HOURS.closes_at(now):
        assert now < closes <= opens
        assert not HOURS.is_open(closes)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        HOURS.is_open(at("2026-11-23 10:00").replace(tzinfo=None))


@pytest.mark.parametrize(
    ("setting", "changes"),
    [
        ("TIME_ZONE", {"time_zone": "Europe/Waterveen"}),
        ("TIME_ZONE", {"time_zone": "../../etc/passwd"}),
        ("COUNTRY", {"country": "XX"}),
        ("HOURS", {"hours": {"monday": ((time(17, 0), time(8, 30)),)}}),
    ],
)
def test_a_wrong_setting_is_named(setting, changes):
    with pytest.raises(ConfigurationError, match=f"DESK__{setting}"):
        OpeningHours(DeskSettings(**changes))


@pytest.mark.parametrize(
    ("now", "language", "promised"),
    [
        (
            "2026-11-23 10:00",
            Language.NL,
            "Een medewerker kan u helpen. Wij zijn open tot 17.00 uur.",
        ),
        (
            "2026-11-23 10:00",
            Language.EN,
            "A member of our staff can help you. We are open until 17:00.",
        ),
        ("2026-11-23 07:00", Language.NL, "Vandaag zijn zij er vanaf 8.30 uur."),
        ("2026-11-22 10:00", Language.NL, "Zij zijn er weer op maandag 23 november om 8.30 uur."),
        ("2026-11-22 10:00", Language.EN, "available again on Monday 23 November at 8:30."),
        (
            "2026-04-27 10:00",
            Language.NL,
            "Het is vandaag Koningsdag. Onze medewerkers zijn er dan niet. "
            "Zij zijn er weer op dinsdag 28 april om 8.30 uur.",
        ),
        ("2026-12-25 10:00", Language.EN, "Today is Christmas Day."),
        ("2026-12-24 10:00", Language.NL, "Onze medewerkers zijn er nu niet. Zij zijn er weer op"),
    ],
)
def test_what_is_promised_is_said_in_plain_words(now, language, promised):
    assert promised in promise(HOURS, Texts(), at(now), language)


def test_a_desk_without_hours_promises_no_time():
    never = OpeningHours(DeskSettings())
    assert promise(never, Texts(), at("2026-11-24 10:00"), Language.NL) == (
        "Wij antwoorden zo snel mogelijk."
    )
