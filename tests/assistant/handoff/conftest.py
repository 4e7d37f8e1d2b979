"""A desk with ordinary opening hours, on records in a real SQLite file."""

from datetime import UTC, datetime, time, timedelta

import pytest

from assistant.domain import Role
from assistant.handoff.build import open_handoffs
from assistant.handoff.domain import HandoffRequest
from assistant.records import open_records
from configs.domain import Language
from configs.settings import Settings
from configs.slices.records import RecordsSettings
from configs.slices.server import DeskSettings
from configs.texts import Texts

MORNING, EVENING = time(8, 30), time(17, 0)
DESK = DeskSettings(
    hours={
        "monday": ((MORNING, EVENING),),
        "tuesday": ((MORNING, EVENING),),
        "wednesday": ((MORNING, time(12, 0)), (time(13, 0), EVENING)),
        "thursday": ((MORNING, time(20, 0)),),
        "friday": ((MORNING, time(13, 0)),),
    }
)


class Clock:
    now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def forward(self, **period):
        self.now += timedelta(**period)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(tmp_path, kept_in):
    return Settings(data=tmp_path / "data", desk=DESK, records=RecordsSettings(url=kept_in))


@pytest.fixture
def records(settings, clock):
    opened = open_records(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def desk(settings, records, clock):
    return open_handoffs(settings, records, Texts(), clock)


@pytest.fixture
def conversation(records):
    begun = records.open_conversation(None, Language.NL).id
    records.say(begun, Role.USER, "Mijn BSN is 123456782, wat nu?")
    return begun


@pytest.fixture
def queued(desk, conversation):
    return desk.request(HandoffRequest(conversation=conversation, consent=True))
