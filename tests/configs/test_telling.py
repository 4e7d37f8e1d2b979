"""Days and times stand on a page as people of its language write them, in the desk's own zone."""

from datetime import UTC, date, datetime

import pytest

from configs.domain import Language
from configs.telling import Telling
from configs.texts import Texts
from configs.theme import load_theme

LATE = datetime(2026, 11, 20, 23, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "time"),
    [(Language.NL, "21 november 2026", "00.05"), (Language.EN, "21 November 2026", "00:05")],
)
def test_a_moment_is_told_in_the_zone_of_the_desk(language, day, time):
    telling = Telling(Texts(), load_theme("neutral"), language)
    assert (telling.day(LATE), telling.clock(LATE)) == (day, time)
    assert telling.day(date(2026, 11, 21)) == day
