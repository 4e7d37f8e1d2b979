"""One office per file: starting it takes a second."""

import pytest

from tests.assistant.accounts.office import Browser, office
from tests.assistant.accounts.provider import Lies


@pytest.fixture(scope="module")
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
def address(here):
    return here[2]


@pytest.fixture
def browser(address):
    with Browser(address) as browser:
        yield browser
