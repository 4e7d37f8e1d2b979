"""Sessions and conversations for employees, as they are kept."""

from datetime import timedelta

import pytest

from assistant.domain import NotFound
from assistant.records.sessions import Kept
from configs.domain import Audience
from tests.assistant.records.conftest import NOW

PUBLIC, ALL = frozenset({Audience.PUBLIC}), frozenset(Audience)


def kept(subject="sub-1", name="Sanne", number=1, **more):
    fields = {"roles": ("desk",), "sid": "", "sealed": "x", "begun_at": NOW, "checked_at": NOW}
    ends = NOW + timedelta(hours=9)
    return Kept(id=f"s{number}", subject=subject, name=name, ends_at=ends, **(fields | more))


def test_a_session_is_found_until_it_ends(records):
    begun = records.sessions.begin(kept(), "digest")
    assert records.sessions.find("digest", NOW) == begun
    assert records.sessions.find("other", NOW) is None
    assert records.sessions.find("digest", NOW + timedelta(hours=9)) is None
    records.sessions.end(begun, "accounts.logout", "Sanne", NOW)
    assert records.sessions.find("digest", NOW) is None
    assert [act.action for act in records.audit.all()] == ["accounts.logout", "accounts.login"]


def test_the_next_session_of_a_browser_takes_the_place_of_the_one_before(records):
    records.sessions.begin(kept(), "first")
    records.sessions.begin(kept(number=2), "second", "first")
    assert [one.id for one in records.sessions.active(NOW)] == ["s2"]


def test_only_one_asks_the_provider_anew(records):
    begun = records.sessions.begin(kept(), "digest")
    later = NOW + timedelta(minutes=5)
    assert records.sessions.claim(begun, later)
    assert not records.sessions.claim(begun, later)


def test_no_two_people_have_one_name(records):
    names = [
        records.sessions.begin(kept(f"sub-{one}", "Sanne", one), f"digest-{one}").name
        for one in (1, 2, 3)
    ]
    assert names == ["Sanne", "Sanne (2)", "Sanne (3)"]
    assert records.sessions.begin(kept("sub-2", "Sanne", 4), "digest-4").name == "Sanne (2)"
    assert records.sessions.begin(kept("sub-2", "Sanne %", 5), "digest-5").name == "Sanne %"
    assert records.sessions.begin(kept("sub-9", "", 6), "digest-6").name == "sub-9"


@pytest.mark.parametrize(
    ("subject", "sid", "left"),
    [("sub-1", "", ["s3"]), ("", "here", ["s3", "s2"]), ("sub-2", "here", ["s3", "s2", "s1"])],
)
def test_the_provider_ends_one_session_or_all_of_a_person(records, subject, sid, left):
    for number, (who, where) in enumerate([("sub-1", "here"), ("sub-1", "there"), ("sub-2", "x")]):
        begun = NOW + timedelta(seconds=number)
        one = kept(who, who, number + 1, sid=where, begun_at=begun)
        records.sessions.begin(one, f"digest-{number}")
    records.sessions.end_elsewhere(subject, sid, NOW)
    assert [one.id for one in records.sessions.active(NOW)] == left


def test_sessions_and_accounts_go_when_their_time_has_come(records, settings, clock):
    records.sessions.begin(kept(), "digest")
    gone = records.enforce_retention(clock.forward(hours=10))
    assert (gone["sessions"], gone["accounts"]) == (1, 0)
    gone = records.enforce_retention(clock.forward(days=settings.records.audit_days))
    assert gone["accounts"] == 1


def test_a_conversation_is_for_employees_from_its_first_internal_passage_on(
    records, conversation, answer_for, hit
):
    open_answer, shut_answer = answer_for(conversation), answer_for(conversation, 2)
    records.record(open_answer, "Vraag", [hit])
    records.internal.require(conversation, PUBLIC)
    inside = hit.passage.model_copy(update={"audience": Audience.INTERNAL})
    for answer in (shut_answer, answer_for(conversation, 3)):
        records.record(answer, "Vraag", [hit, hit.model_copy(update={"passage": inside})])
    with pytest.raises(NotFound):
        records.internal.require(conversation, PUBLIC)
    for answer in (open_answer, shut_answer):
        with pytest.raises(NotFound):
            records.internal.require_answer(answer.id, PUBLIC)
    records.internal.require(conversation, ALL)
    records.internal.require_answer(shut_answer.id, ALL)
    records.erase(conversation)
    records.internal.require(conversation, PUBLIC)
