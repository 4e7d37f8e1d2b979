"""What somebody asked is in no cache once enough others have asked something."""

import pytest

from tests.assistant.knowing import knows
from tests.assistant.town import ask, town
from tests.models.served import ModelServer, Script, serving
from tests.remembering import remembering

NAME = "zebravink balthazar"
SAID = (
    "Wat kost een paspoort voor mijn zebravink Balthazar?",
    "mijn zebravink Balthazar is weg",
    "En hoe lang duurt dat voor zebravink Balthazar?",
)
OTHERS = 64


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    chat = ModelServer(Script("= GEEN"), choice=knows)
    with serving(chat) as server:
        changes = {"answering": {"writer": "generate"}, "chat": server.settings()}
        with town(tmp_path_factory.mktemp("town"), **changes) as service:
            yield service


def test_no_cache_remembers_what_was_asked(service):
    conversation = None
    for said in SAID:
        conversation = ask(service, said, conversation).conversation
    for number in range(OTHERS):
        ask(service, f"Wat kost vergunning nummer {number}?")
    assert remembering(NAME) == set()
