"""The emergency switch at the desk, in a browser."""

import pytest

from assistant.switch import Mode
from tests.assistant.web.scripted import make_service
from tests.web.conftest import WIDTHS, check, log_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    service = make_service(folder, answering={"writer": "generate"})
    yield service
    service.close()


@WIDTHS
def test_one_click_switches_for_everybody_and_another_back(visit, service, width):
    page = visit("/balie", width=width)
    log_in(page)
    page.click("#switch:has-text('Zet de AI-schrijver uit')")
    page.wait_for_selector("#switch:has-text('weer aan')")
    assert not service.switch.generates
    assert service.switch.history[-1].by == "Samira"
    assert "alleen letterlijke zinnen" in page.inner_text("#status")
    check(page, "desk-switch")
    page.click("#switch")
    page.wait_for_selector("#switch:has-text('Zet de AI-schrijver uit')")
    assert service.switch.generates


def test_what_somebody_else_switches_shows_by_itself(visit, service):
    page = visit("/balie")
    log_in(page)
    page.wait_for_selector("#switch:has-text('Zet de AI-schrijver uit')")
    service.switch.turn(Mode.REFERENCES, "joost")
    page.wait_for_selector("#switch:has-text('weer aan')")
    service.switch.turn(Mode.GENERATE, "joost")
