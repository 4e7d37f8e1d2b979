"""One office for all: starting it takes a second."""

from datetime import timedelta

import pytest

from tests.assistant.accounts.office import Browser, office
from tests.assistant.accounts.provider import Lies


@pytest.fixture(scope="session")
def here(tmp_path_factory):
    with office(tmp_path_factory.mktemp("data")) as made:
        yield made


@pytest.fixture
def provider(here):
    provider = here[0]
    before = {who: list(person.roles) for who, person in provider.people.items()}
    yield provider
    provider.lies = Lies()
    provider.userinfo_roles = False
    for who, roles in before.items():
        provider.people[who].roles = roles


@pytest.fixture
def service(here):
    return here[1]


@pytest.fixture
def later(service):
    """Puts the clock forward, so that the provider is asked anew."""
    accounts, gone = service.accounts, timedelta()
    before = accounts._clock

    def forward(**period):
        nonlocal gone
        gone += timedelta(**(period or {"minutes": 6}))
        accounts._clock = lambda: before() + gone

    yield forward
    accounts._clock = before


@pytest.fixture
def address(here):
    return here[2]


@pytest.fixture
def browser(address):
    with Browser(address) as browser:
        yield browser
