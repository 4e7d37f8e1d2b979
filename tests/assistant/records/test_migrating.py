"""Old databases go on with every row, new ones are equal, and two processes do it once."""

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, delete, insert, select, text
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

from assistant.domain import Role
from assistant.records import migrating, open_records, tables
from assistant.records.opening import DRIVER, POSTGRESQL
from assistant.records.tables import Table
from configs.domain import ConfigurationError, Language
from configs.settings import Settings
from configs.slices.records import RecordsSettings

BEFORE = Path(__file__).parent / "before"
BROKEN = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "r9999_broken", "r0001_baseline"
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("DELETE FROM messages")
    op.execute("SELECT * FROM no_such_table")
"""
REMADE = """
from alembic import op
import sqlalchemy as sa
revision, down_revision = "r9999_remade", "r0001_baseline"
def upgrade():
    with op.batch_alter_table("conversations") as table:
        table.alter_column("language", type_=sa.String(16))
"""


def engine_of(settings):
    address = settings.records.url.replace(f"{POSTGRESQL}:", f"{DRIVER}:")
    return create_engine(address or f"sqlite:///{settings.data / 'records.db'}")


@pytest.fixture
def old(settings):
    """A database as the program before the steps made it, with rows; gives its engine."""
    settings.data.mkdir()
    engine = engine_of(settings)
    script = (BEFORE / f"{engine.dialect.name}.sql").read_text()
    with engine.begin() as connection:
        for statement in script.split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        for statement in (BEFORE / "rows.sql").read_text().split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    yield engine
    engine.dispose()


@pytest.fixture
def steps(tmp_path, monkeypatch):
    """Adds a step to those of the program."""

    def add(source):
        folder = tmp_path / "revisions"
        folder.mkdir()
        for file in migrating.REVISIONS.glob("r*.py"):
            (folder / file.name).write_text(file.read_text())
        (folder / "r9999.py").write_text(source)
        monkeypatch.setattr(migrating, "REVISIONS", folder)
        migrating._scripts.cache_clear()

    yield add
    migrating._scripts.cache_clear()


def rows(engine):
    """Every row of every table."""
    found = MetaData()
    found.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all()))
            for name, table in found.tables.items()
        }


def test_the_steps_lead_to_the_tables_that_the_program_uses(settings, records):
    engine = engine_of(settings)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        lacking = compare_metadata(context, Table.metadata)
        script = produce_migrations(context, Table.metadata)
        assert lacking == [], (
            "Put this in a new file in assistant/records/revisions (see its __init__), with "
            f"sa.DateTime() for Utc:\n{render_python_code(script.upgrade_ops)}"
        )
    engine.dispose()


def test_the_names_of_steps_are_unique_and_fit_their_table():
    names = [script.revision for script in migrating._scripts().walk_revisions()]
    files = [file.stem for file in migrating.REVISIONS.glob("r*.py")]
    assert sorted(names) == sorted(files)
    assert max(map(len, names)) <= 32  # alembic_version.version_num


def test_a_database_from_before_the_steps_keeps_every_row(settings, old):
    before = rows(old)
    records = open_records(settings)
    after = rows(old)
    assert after["schema_version"] == [f"({tables.VERSION},)"]
    kept = {name: after[name] for name in before if name != "schema_version"}
    assert kept == {name: before[name] for name in kept}
    assert all(kept[name] for name in kept)
    (said, answered) = records.messages("c1")
    assert (said.text, answered.answer.id) == ("Wat kost een paspoort?", "a1")
    assert records.handoffs.active("c1").contact.name == "Jan"
    assert records.say("c1", Role.USER, "Nog een vraag").id > answered.id
    records.close()


def test_an_old_database_without_the_newest_tables_gets_them(settings, old):
    with old.begin() as connection:
        for name in ("audit", "text_work", "deliveries"):
            connection.execute(text(f"DROP TABLE {name}"))
    records = open_records(settings)
    assert records.audit.all() == []
    assert records.deliveries.all() == []
    records.close()


def test_a_second_opening_changes_nothing(settings, records):
    engine = engine_of(settings)
    before = rows(engine)
    open_records(settings).close()
    assert rows(engine) == before
    engine.dispose()


def test_a_step_that_fails_leaves_the_old_data_and_says_so(settings, old, steps):
    before = rows(old)
    steps(BROKEN)
    with pytest.raises(ConfigurationError, match="RECORDS__URL"):
        open_records(settings)
    assert rows(old) == before


def test_a_table_that_is_made_anew_loses_nothing_that_refers_to_it(settings, old, steps):
    steps(REMADE)
    records = open_records(settings)
    assert len(records.messages("c1")) == 2
    records.erase("c1")  # foreign keys are in force again
    records.close()
    assert rows(old)["messages"] == []


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [("alembic_version", "version_num", "r9998_next"), ("schema_version", "version", 99)],
)
def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(
    settings, records, table, column, value
):
    records.close()
    engine = engine_of(settings)
    with engine.begin() as connection:
        kept = sql_table(table, sql_column(column))
        connection.execute(delete(kept))
        connection.execute(insert(kept).values({column: value}))
    before = rows(engine)
    with pytest.raises(ConfigurationError, match=f"newer version.*{value}"):
        open_records(settings)
    assert rows(engine) == before
    engine.dispose()


def _open(data, url, number):
    records = open_records(Settings(data=data, records=RecordsSettings(url=url)))
    conversation = records.open_conversation(None, Language.NL).id
    records.say(conversation, Role.USER, f"Van {number}")
    records.close()


def test_processes_that_start_at_once_make_the_tables_once(settings):
    spawn = multiprocessing.get_context("fork")
    processes = [
        spawn.Process(target=_open, args=(settings.data, settings.records.url, number))
        for number in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    engine = engine_of(settings)
    assert len(rows(engine)["messages"]) == 4
    engine.dispose()
