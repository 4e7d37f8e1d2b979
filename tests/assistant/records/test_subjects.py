"""Someone's conversations are found, given out whole, and erased without a trace."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import String, create_engine, select

from assistant.domain import Complaint, Contact, Handoff, Reason, Role, State
from assistant.records import open_records
from assistant.records.accounting_domain import Behind, Refusal
from assistant.records.desk_domain import Mark, Note
from assistant.records.desk_tables import ApprovalRow
from assistant.records.hanging import references, tables
from assistant.records.opening import DRIVER, POSTGRESQL, address_of, engine_of
from assistant.records.tables import NOBODY, STAFF
from configs.domain import Audience, Language
from configs.settings import Settings
from configs.slices.records import RecordsSettings
from tests.postgres import ABSENT, programs
from tests.postgres import _server as server

SECRETS = ("geheim", "Vermeer", "vermeer@voorbeeld.nl", "12345678", "zwijgt", "u-u-i-d")


@pytest.fixture
def whole(records, clock, answer_for, hit):
    """A conversation with something in every table that can hold anything about it."""
    id_ = records.open_conversation(None, Language.NL).id
    answer = answer_for(id_)
    refusal = Refusal(text="Het is geheim", cited=(), check="facts", reason="geheim", written=True)
    passage = hit.passage.model_copy(update={"audience": Audience.INTERNAL})
    hits = [hit.model_copy(update={"passage": passage})]
    records.record(answer, "Een geheime vraag", hits, Behind(setup="s", refused=(refusal,)))
    records.complain(answer.id, Complaint.DISCRIMINATING, "Het zwijgt over ons")
    handoff = records.handoffs.add(
        Handoff(
            id=f"h-{id_}",
            conversation=id_,
            reference="",
            state=State.QUEUED,
            reason=Reason.ASKED,
            contact=Contact(name="Jo Vermeer", email="vermeer@voorbeeld.nl", phone="0612345678"),
            note="Een geheime opmerking",
            asked_at=clock(),
        ),
        2026,
        ["open_klant"],
        Mark(topic="geheim"),
    )
    records.desk.add_note(handoff.id, Note(author="Samira", text="Een geheime notitie", at=clock()))
    records.desk.watch(id_, clock(), is_open=True)
    with records._database.writing() as session:
        session.add(
            ApprovalRow(
                id=f"a-{id_}",
                conversation=id_,
                question="Een geheime vraag",
                answer={},
                found=[],
                behind={},
                state="waiting",
                staff="",
                reason="",
                final={},
                at=clock(),
                due=clock(),
            )
        )
    sent = records.deliveries.claim(clock(), ["open_klant"])
    records.deliveries.begin(sent.id, "contact", clock())
    records.deliveries.advance(sent.id, {"contact": "u-u-i-d"}, clock())
    records.say(id_, Role.STAFF, "Een geheim antwoord", author="Samira")
    records.audit.note("samira", "desk.take", handoff.reference, {"conversation": id_})
    return handoff


@pytest.fixture
def other(records, answer_for, hit):
    id_ = records.open_conversation(None, Language.NL).id
    records.record(answer_for(id_, 2), "Een andere vraag", [hit])
    records.audit.note("samira", "desk.take", "V-2026-09999", {"conversation": id_})
    return id_


def everything(settings):
    """All that stands in the database, table by table."""
    address = settings.records.url.replace(f"{POSTGRESQL}:", f"{DRIVER}:")
    engine = create_engine(address or f"sqlite:///{settings.data / 'records.db'}")
    with engine.connect() as connection:
        found = {table.name: repr(connection.execute(select(table)).all()) for table in tables()}
    engine.dispose()
    return found


def test_every_table_is_part_of_a_conversation_or_says_whom_it_is_about():
    """A new table refers to a conversation (`part_of`), or its `info` is NOBODY or STAFF."""
    for table in tables():
        if table.name == "conversations" or table.info in (NOBODY, STAFF):
            assert not references(table), table.name
            continue
        keys = references(table)
        assert keys, f"{table.name}: refer to a conversation with part_of, or set its info"
        assert any(key.ondelete == "CASCADE" for key in keys), table.name
        ids = {name for name, column in table.columns.items() if isinstance(column.type, String)}
        named = {"conversation", "handoff", "answer"} & ids
        assert named <= {key.parent.name for key in keys}, table.name


@pytest.mark.parametrize(
    "wanted",
    [
        {"conversation": True},
        {"reference": "V-2026-00001"},
        {"reference": " v-2026-00001 "},
        {"contact": "Vermeer@Voorbeeld.NL"},
        {"contact": "+31 6 1234 5678"},
        {"contact": "06-12345678"},
        {"contact": "jo  vermeer"},
    ],
    ids=str,
)
def test_a_conversation_is_found_by_what_someone_knows_of_it(records, whole, other, wanted):
    asked = {"conversation": whole.conversation} if "conversation" in wanted else wanted
    assert records.subjects.find(**asked) == [whole.conversation]


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"conversation": "made-up"},
        {"reference": "V-2026-09999"},
        {"contact": "vermeer"},
        {"contact": "voorbeeld.nl"},
        {"contact": "%"},
        {"contact": "12345678"},
        {"contact": " "},
    ],
    ids=str,
)
def test_nobody_else_is_found(records, whole, other, wanted):
    assert records.subjects.find(**wanted) == []


def test_the_export_holds_every_row_of_every_table(records, settings, whole, other):
    told = records.subjects.export([whole.conversation])
    about = {table.name for table in tables() if table.info not in (NOBODY, STAFF)}
    assert set(told) == about | {"audit"}
    assert all(told.values())
    assert {one["subject"] for one in told["audit"]} == {whole.reference}
    assert len(told["messages"]) == 3
    words = repr(told)
    assert [secret for secret in SECRETS if secret not in words] == []
    assert other not in words


def test_an_erasure_leaves_no_trace_in_any_table_but_counts(records, settings, whole, other):
    before = everything(settings)
    erased = records.subjects.erase([whole.conversation], who="beheer")
    after = everything(settings)
    for table, rows in after.items():
        for secret in (*SECRETS, *erased.called, whole.conversation, whole.reference):
            assert secret not in rows, (table, secret)
    assert erased.rows["messages"] == 3
    assert records.subjects.left(erased.called) == []
    assert after["statistics"] == before["statistics"]
    assert after["complaint_counts"] == before["complaint_counts"]
    assert len(records.messages(other)) == 2
    acts = records.audit.all()
    assert (acts[0].who, acts[0].action, acts[0].detail["messages"]) == (
        "beheer", "records.erase", "3",
    )  # fmt: skip
    assert [act.subject for act in acts[1:]] == ["V-2026-09999", "erased", "erased"]


def test_who_has_a_copy_is_told(records, whole):
    (copy,) = records.subjects.erase([whole.conversation]).copies
    assert (copy.desk, copy.reference, copy.whole) == ("open_klant", whole.reference, False)
    assert copy.known == {"contact": "u-u-i-d"}


def test_erasing_nothing_is_no_act(records, other):
    acts = records.audit.all()
    assert records.subjects.erase(["made-up"]).rows == {}
    assert records.audit.all() == acts


@pytest.mark.parametrize("kept_in", [""], ids=["sqlite"])
def test_the_files_hold_nothing_of_it_either(records, settings, whole, other):
    assert any(b"geheim" in file.read_bytes() for file in settings.data.iterdir())
    reader = open_records(settings)  # as another process has it open
    reader.messages(other)
    erased = records.subjects.erase([whole.conversation])
    assert records.scrub()
    content = b"".join(file.read_bytes() for file in settings.data.iterdir())
    for secret in (*SECRETS, *erased.called):
        assert secret.encode() not in content, secret
    reader.close()


def test_postgresql_keeps_the_bytes_until_its_tables_are_made_anew(tmp_path):
    """What `records erase --rewrite` promises: searched in the files of the server itself."""
    if programs() is None:
        pytest.skip(ABSENT)
    with TemporaryDirectory(prefix="vraagbaak-pg-") as folder, server(Path(folder)) as url:
        settings = Settings(data=tmp_path, records=RecordsSettings(url=url))
        records = open_records(settings)
        one, other = (records.open_conversation(None, Language.NL).id for _ in range(2))
        for number in range(20):
            records.say(one, Role.USER, f"Geheimpje {number}")
            records.say(other, Role.USER, f"Anders {number}")
        engine = engine_of(address_of(settings))

        def found():
            with engine.execution_options(isolation_level="AUTOCOMMIT").begin() as connection:
                connection.exec_driver_sql("CHECKPOINT")
            files = (file for file in (Path(folder) / "pg" / "base").rglob("*") if file.is_file())
            return sum(file.read_bytes().count(b"Geheimpje") for file in files)

        assert found() == 20
        records.subjects.erase([one])
        records.scrub(rewrite=True)
        assert found() == 0
        assert len(records.messages(other)) == 20
        records.close()
        engine.dispose()
