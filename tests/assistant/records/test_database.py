"""The database is shared, full, locked or wrong: one clear message, and nothing lost."""

import resource
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.domain import Role
from assistant.records import open_records
from assistant.records.domain import RecordsError
from configs.domain import ConfigurationError, Language
from configs.settings import Settings
from configs.slices.records import RecordsSettings

ONLY_SQLITE = pytest.mark.parametrize("kept_in", [""], ids=["sqlite"])
"""What is about its file, its locks and its log."""


def test_many_threads_write_and_read_at_once_without_losing_a_line(records, conversation):
    def work(number):
        records.say(conversation, Role.USER, f"Regel {number}")
        return len(records.messages(conversation))

    with ThreadPoolExecutor(24) as pool:
        list(pool.map(work, range(240)))
    messages = records.messages(conversation)
    assert {message.text for message in messages} == {f"Regel {number}" for number in range(240)}
    assert [message.id for message in messages] == sorted(message.id for message in messages)


@ONLY_SQLITE
def test_two_processes_can_share_the_file(records, settings, conversation):
    second = open_records(settings)
    records.say(conversation, Role.USER, "Van de een")
    second.say(conversation, Role.USER, "Van de ander")
    assert [message.text for message in records.messages(conversation)] == [
        "Van de een",
        "Van de ander",
    ]
    second.close()


@ONLY_SQLITE
def test_reading_goes_on_while_another_process_writes(records, settings, conversation):
    records.say(conversation, Role.USER, "Hallo")
    other = sqlite3.connect(settings.data / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert len(records.messages(conversation)) == 1
    other.close()


@ONLY_SQLITE
def test_a_locked_database_is_one_kind_of_error_and_passes(settings, records, conversation):
    url = f"sqlite:///{settings.data / 'records.db'}?timeout=0.05"
    impatient = open_records(Settings(records=RecordsSettings(url=url)))
    other = sqlite3.connect(settings.data / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordsError):
        impatient.say(conversation, Role.USER, "Wacht")
    other.close()
    impatient.say(conversation, Role.USER, "Nu wel")
    impatient.close()


@ONLY_SQLITE
def test_a_full_disk_is_one_kind_of_error_and_loses_nothing(settings, records, conversation):
    records.say(conversation, Role.USER, "Voor")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = settings.data / "records.db-wal"
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size, unlimited[1]))
    try:
        with pytest.raises(RecordsError):
            records.say(conversation, Role.USER, "Te veel " * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    records.say(conversation, Role.USER, "Na")
    assert [message.text for message in records.messages(conversation)] == ["Voor", "Na"]


def _tamper(file, statement):
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.commit()
    connection.close()


@ONLY_SQLITE
def test_a_newer_database_is_refused_and_left_as_it_is(settings, records):
    records.close()
    _tamper(settings.data / "records.db", "UPDATE schema_version SET version = 99")
    with pytest.raises(ConfigurationError, match="version 99"):
        open_records(settings)


@ONLY_SQLITE
def test_a_file_that_is_no_database_is_refused(settings):
    settings.data.mkdir()
    (settings.data / "records.db").write_text("Dit is geen database. " * 500)
    with pytest.raises(ConfigurationError, match="RECORDS__URL"):
        open_records(settings)
    assert (settings.data / "records.db").read_text().startswith("Dit is geen")


@ONLY_SQLITE
def test_a_damaged_database_is_refused(settings, records):
    conversation = records.open_conversation(None, Language.NL).id
    for _ in range(50):
        records.say(conversation, Role.USER, "Een lange regel. " * 100)
    records.close()
    file = settings.data / "records.db"
    content = bytearray(file.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match="RECORDS__URL"):
        open_records(settings)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "unknown://host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////no/such/folder/records.db",
    ],
)
def test_an_address_that_leads_nowhere_names_the_setting(url):
    with pytest.raises(ConfigurationError, match="RECORDS__URL"):
        open_records(Settings(records=RecordsSettings(url=url)))


def test_a_data_folder_that_is_a_file_names_the_problem(tmp_path):
    (tmp_path / "data").write_text("")
    with pytest.raises(ConfigurationError, match="can't be written"):
        open_records(Settings(data=tmp_path / "data"))


@ONLY_SQLITE
def test_the_database_keeps_its_promises_about_safety(settings, records):
    connection = sqlite3.connect(settings.data / "records.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
