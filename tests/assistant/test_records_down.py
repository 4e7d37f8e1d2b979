"""The database is locked, full or gone: the chat answers, says what was not kept, and recovers."""

import gc
import json
import sqlite3
import threading
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import create_engine, event, text

from assistant.build import build
from assistant.domain import Outcome, Role
from assistant.records.domain import RecordsError
from assistant.records.opening import DRIVER, POSTGRESQL
from configs.domain import Language
from configs.settings import load_settings
from tests.assistant.town import ask, said, town
from tests.assistant.web.scripted import serving

QUESTION = "Wat kost een paspoort?"
NOT_KEPT = "wij konden dit antwoord niet bewaren"


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """A service whose database is waited for no longer than a moment."""
    folder = tmp_path_factory.mktemp("down")
    url = f"sqlite:///{folder / 'records.db'}?timeout=0.05"
    with town(folder, records={"url": url}) as service:
        yield service, folder / "records.db"


@pytest.fixture
def over(impatient, tmp_path):
    """The same library with records elsewhere."""
    made = []

    def make(**records):
        settings = load_settings("demo", data=tmp_path, records=records)
        made.append(build(settings, library=impatient[0].library))
        return made[-1]

    yield make
    for service in made:
        service.records.close()


@contextmanager
def locked(file):
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def test_with_a_locked_database_an_answer_comes_that_says_so(impatient):
    service, file = impatient
    first = ask(service, QUESTION)
    assert NOT_KEPT not in first.message
    with locked(file):
        begun = ask(service, QUESTION)
        more = ask(service, "En voor kinderen?", first.conversation)
    assert said(begun) == said(first)
    assert begun.outcome is Outcome.REFERENCES
    assert NOT_KEPT in begun.message
    assert NOT_KEPT in more.message
    assert len(service.records.messages(first.conversation)) == 2
    assert NOT_KEPT not in ask(service, QUESTION, first.conversation).message


def test_many_at_once_do_not_wait_for_each_other(impatient):
    service, file = impatient
    failed = []

    def write():
        try:
            service.records.open_conversation(None, Language.NL)
        except RecordsError:
            failed.append(1)

    with locked(file):
        threads = [threading.Thread(target=write) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert not any(thread.is_alive() for thread in threads)
    assert len(failed) == 20


def asked_on_the_page(address, conversation=""):
    body = {"question": QUESTION, "conversation": conversation, "language": "nl"}
    reply = httpx.post(f"{address}/page/ask", json=body, timeout=60)
    kind, data = reply.text.strip().split("\n\n")[-1].split("\n")
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def test_the_page_shows_the_answer_too_and_goes_on_afterwards(impatient):
    service, file = impatient
    with serving(service) as address:
        kind, told = asked_on_the_page(address)
        with locked(file):
            kind, unkept = asked_on_the_page(address, told["conversation"])
        assert (kind, NOT_KEPT in unkept["log"]) == ("answer", True)
        kind, after = asked_on_the_page(address, told["conversation"])
        assert (kind, NOT_KEPT in after["log"]) == ("answer", False)


def test_a_database_that_may_not_grow_loses_nothing_it_promised(over):
    service = over()
    records = service.records
    kept = ask(service, QUESTION)
    pages = []

    def limit(connection, *_):
        connection.execute(f"PRAGMA max_page_count={pages[0]}")

    engine = records._database._engine
    with engine.connect() as connection:
        pages.append(connection.exec_driver_sql("PRAGMA page_count").scalar())
    event.listen(engine, "checkout", limit)
    with pytest.raises(RecordsError):
        records.say(kept.conversation, Role.USER, "Te veel " * 20_000)
    for _ in range(30):
        full = ask(service, QUESTION)
        if NOT_KEPT in full.message:
            break
    assert NOT_KEPT in full.message
    assert said(full) == said(kept)
    assert records.erase(kept.conversation) == 2  # deleting is possible, and makes room
    event.remove(engine, "checkout", limit)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    engine.dispose()
    assert NOT_KEPT not in ask(service, QUESTION).message


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_postgresql_that_goes_away_and_comes_back(over, postgres):
    """pg8000 can't close a line that the server cut; the warning is to come in this test."""
    url = postgres()
    name = url.rpartition("/")[2]
    server = create_engine(
        f"{url.rpartition('/')[0]}/postgres".replace(f"{POSTGRESQL}:", f"{DRIVER}:"),
        isolation_level="AUTOCOMMIT",
    )

    def allow(connections):
        with server.connect() as connection:
            switch = "true" if connections else "false"
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {switch}"))
            ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=:n")
            connection.execute(ended, {"n": name})

    service = over(url=url)
    first = ask(service, QUESTION)
    allow(connections=False)
    gone = ask(service, QUESTION, first.conversation)
    allow(connections=True)
    back = ask(service, QUESTION, first.conversation)
    assert said(gone) == said(first)
    assert (NOT_KEPT in gone.message, NOT_KEPT in back.message) == (True, False)
    assert len(service.records.messages(first.conversation)) == 4
    server.dispose()
    gc.collect()
