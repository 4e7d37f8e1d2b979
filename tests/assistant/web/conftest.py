"""One scripted service per file, on a real server where a test needs one."""

import httpx
import pytest

from tests.assistant.web.scripted import make_service, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    service = make_service(tmp_path_factory.mktemp("data"))
    yield service
    service.close()


@pytest.fixture(scope="module")
def address(service):
    with serving(service) as address:
        yield address


@pytest.fixture
def client(address):
    with httpx.Client(base_url=address) as client:
        yield client
