"""The two databases that records may stand in: what holds on one holds on the other."""

import itertools

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import ABSENT, postgresql, programs

NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def postgres():
    """Makes a database of its own in a real PostgreSQL, and gives its address."""
    if programs() is None:
        pytest.skip(ABSENT)
    with postgresql() as address:
        server = address.rpartition("/")[0]
        engine = create_engine(
            address.replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT"
        )

        def make():
            name = f"records{next(NUMBERS)}"
            with engine.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            return f"{server}/{name}"

        yield make
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept_in(request):
    """The address of a new database; empty for SQLite in the data folder."""
    return request.getfixturevalue("postgres")() if request.param == "postgresql" else ""
