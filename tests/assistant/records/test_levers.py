"""What editors change, in a real database: every version, one winner, one line in the audit log."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.records import open_records
from assistant.records.domain import Change, Overtaken

TEXT = Change(kind="text", name="a.nl", content={"text": "één"}, seen=0)


def test_every_version_is_kept_and_the_last_one_counts(records):
    levers = records.levers
    assert (levers.revision(), levers.current()) == (0, (0, []))
    levers.keep("Anna", [TEXT])
    levers.keep("Bram", [TEXT.model_copy(update={"content": {"text": "twee"}, "seen": 1})])
    revision, (current,) = levers.current()
    assert (revision, current.number, current.by) == (2, 2, "Bram")
    assert [one.content["text"] for one in levers.history("text", "a.nl")] == ["twee", "één"]
    levers.keep("Anna", [TEXT.model_copy(update={"gone": True, "seen": 2, "did": "removed"})])
    assert levers.current() == (3, [])
    assert [one.number for one in levers.gone("text")] == [3]
    acts = [(act.who, act.action, act.detail["did"]) for act in records.audit.all()]
    assert acts[0] == ("Anna", "levers.text", "removed")
    assert len(acts) == 3


def test_of_two_at_once_one_wins_and_the_other_leaves_no_trace(records, settings):
    other = open_records(settings)

    def keep(levers):
        try:
            return levers.keep("x", [TEXT])
        except Overtaken:
            return None

    with ThreadPoolExecutor(2) as pool:
        records.levers.keep("first", [TEXT.model_copy(update={"name": "b.nl"})])
        kept = list(pool.map(keep, [records.levers, other.levers] * 4))
    other.close()
    assert len([one for one in kept if one]) == 1
    assert len(records.levers.history("text", "a.nl")) == 1
    assert (records.levers.revision(), len(records.audit.all())) == (2, 2)


def test_of_many_changes_all_are_kept_or_none(records):
    records.levers.keep("Anna", [TEXT])
    both = [TEXT.model_copy(update={"name": "new.nl"}), TEXT]
    with pytest.raises(Overtaken):
        records.levers.keep("Anna", both)
    assert records.levers.history("text", "new.nl") == []
    assert len(records.audit.all()) == 1
