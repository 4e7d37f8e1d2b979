"""The audit log says who did what, newest first, and keeps to its own days."""


def test_what_was_done_stands_in_the_log_newest_first(records, clock):
    records.audit.note("j.devries", "levers.pin", "paspoort", {"expires": "2027-01-01"})
    later = clock.forward(minutes=1)
    records.audit.note("a.bakker", "desk.take", "V-2026-00001")
    last, first = records.audit.all()
    assert (last.who, last.action, last.subject, last.at) == (
        "a.bakker", "desk.take", "V-2026-00001", later,
    )  # fmt: skip
    assert first.detail == {"expires": "2027-01-01"}
    assert first.id < last.id


def test_the_log_can_be_asked_for_one_kind_of_act(records):
    for action in ("levers.pin", "levers.block", "leversx", "desk.take"):
        records.audit.note("j.devries", action)
    assert {act.action for act in records.audit.all(action="levers.")} == {
        "levers.pin", "levers.block",
    }  # fmt: skip
    assert len(records.audit.all(limit=2)) == 2


def test_the_log_outlives_the_texts_and_goes_when_its_own_days_are_over(records, clock, settings):
    records.audit.note("j.devries", "levers.pin")
    clock.forward(days=settings.records.content_days + 1)
    assert records.enforce_retention(clock())["audit"] == 0
    assert records.audit.all()
    clock.forward(days=settings.records.audit_days)
    assert records.enforce_retention(clock())["audit"] == 1
    assert records.audit.all() == []
