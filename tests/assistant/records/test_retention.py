"""Old rows go in small pieces, at the right moment also when the clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain import Role
from assistant.records.retention import MOST, Sweeper, past
from configs.domain import Language

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_many_rows_go_in_pieces_with_pauses_and_the_young_ones_stay(
    records, settings, clock, conversation
):
    for number in range(450):
        records.say(conversation, Role.USER, f"Regel {number}")
    clock.forward(days=89)
    records.say(conversation, Role.USER, "Jong")
    pauses = []
    sweeper = Sweeper(records._database, pause=pauses.append, rows=40)
    old = past(settings.records, clock.forward(days=2))
    assert sweeper.delete(old)["messages"] == 450
    assert pauses
    assert [message.text for message in records.messages(conversation)] == ["Jong"]
    assert sweeper.rows <= MOST


def test_a_sweep_that_is_cut_off_goes_on_the_next_time(records, settings, clock, conversation):
    for number in range(120):
        records.say(conversation, Role.USER, f"Regel {number}")
    now = clock.forward(days=91)

    def cut(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Sweeper(records._database, pause=cut, rows=50).delete(past(settings.records, now))
    left = records.enforce_retention(now)
    assert 0 < left["messages"] < 120
    assert left["conversations"] == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM),  # summer time, the first 2.30
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=AMSTERDAM),  # an hour later
        datetime(2027, 3, 28, 3, 0, tzinfo=AMSTERDAM),  # right after the hour that was not there
    ],
    ids=["first", "second", "spring"],
)
def test_a_clock_change_neither_lengthens_nor_shortens_the_days(records, clock, moment):
    clock.now = moment
    id_ = records.open_conversation(None, Language.NL).id
    records.say(id_, Role.USER, "In de nacht van de klok")
    end = moment.astimezone(UTC) + timedelta(days=90)
    assert records.enforce_retention((end - timedelta(seconds=1)).astimezone(AMSTERDAM)) == (
        records.enforce_retention(end - timedelta(seconds=1))
    )
    assert len(records.messages(id_)) == 1
    gone = records.enforce_retention((end + timedelta(seconds=1)).astimezone(AMSTERDAM))
    assert (gone["messages"], gone["conversations"]) == (1, 1)
