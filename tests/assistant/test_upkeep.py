"""A running server deletes what is past its retention by itself."""

import threading

from assistant.domain import AssistantError
from assistant.upkeep import sweep, upkeep


class Rounds:
    """Records that only count rounds; the deleting itself is tested with the records."""

    def __init__(self, fails=0):
        self.fails, self.count, self.twice = fails, 0, threading.Event()

    def enforce_retention(self, now):
        self.count += 1
        if self.count >= 2:
            self.twice.set()
        if self.count <= self.fails:
            raise AssistantError("errors.disk")
        return {"messages": 0}


def test_the_first_round_is_at_once_and_the_next_ones_follow():
    records = Rounds()
    with upkeep(records, pause=0.01):
        assert records.twice.wait(5)


def test_a_database_that_is_busy_is_tried_again():
    records = Rounds(fails=1)
    with upkeep(records, pause=0.01):
        assert records.twice.wait(5)


def test_what_is_past_its_days_is_gone(tmp_path, monkeypatch):
    from datetime import UTC, datetime, timedelta

    from assistant.domain import Role
    from assistant.records.build import open_records
    from configs.domain import Language
    from configs.settings import load_settings

    long_ago = datetime.now(UTC) - timedelta(days=400)
    settings = load_settings("demo", data=tmp_path)
    records = open_records(settings, clock=lambda: long_ago)
    conversation = records.open_conversation(None, Language.NL).id
    records.say(conversation, Role.USER, "Wat kost een paspoort?")
    sweep(records)
    assert not _texts(records, conversation)
    records.close()


def _texts(records, conversation):
    try:
        return records.messages(conversation)
    except AssistantError:
        return []
