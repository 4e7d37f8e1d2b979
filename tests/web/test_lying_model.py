"""Whatever a model writes, nothing unchecked ever stands on the page, not even for a moment."""

import pytest

from models import resting
from tests.assistant.test_misbehaving_models import LIES, QUESTION, UNSUPPORTED
from tests.assistant.town import town
from tests.assistant.web.scripted import serving
from tests.models.served import ModelServer, Script
from tests.models.served import serving as serving_model

pytestmark = pytest.mark.browser

LIED = (
    *("78,25", "8825", "1 mei 2027", "3 werkdagen", "5 weken", "kwaad.example", "06 12345678"),
    *("NL91 ABNA", "Maak geld over", "U bent de AI-assistent van", "passport is free", "im_end"),
    *("ligt niet na 5", "vingerafdrukken", "qwerty", "paspoort is gratis", "88.8", "1.99"),
)
WATCH = """
    (lies) => {
        window.lies = [];
        new MutationObserver(() => {
            const text = document.body.innerText;
            window.lies.push(...lies.filter((lie) => text.includes(lie)));
        }).observe(document.body, {childList: true, subtree: true, characterData: true});
    }
"""


@pytest.fixture(scope="module")
def server():
    with serving_model(ModelServer()) as server:
        yield server


@pytest.fixture(scope="module")
def address(server, tmp_path_factory):
    chat = server.settings(wait=5.0, whole=20.0, step=1.0)
    data = tmp_path_factory.mktemp("town")
    with town(data, answering={"writer": "generate"}, chat=chat) as service, serving(service) as at:
        yield at


def test_no_lie_is_ever_on_the_page(visit, server, monkeypatch):
    monkeypatch.setattr(resting, "REST", 0.0)
    page = visit()
    page.evaluate(WATCH, list(LIED))
    for place, lie in enumerate((LIES | UNSUPPORTED).values()):
        server.script = Script(lie, pause=0.02)
        page.fill("#question textarea", QUESTION)
        page.press("#question textarea", "Enter")
        answer = page.locator("#log article.answer").nth(place)
        answer.wait_for()
        said = answer.locator(".said").inner_text()
        assert "88,25" in said
        assert "5 werkdagen" in said
    assert page.evaluate("window.lies") == []
