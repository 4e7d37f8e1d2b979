"""A served model routes only once it has shown that it knows one kind of message from another."""

import logging
import re

import httpx
import pytest

from assistant.consulting import Consulting
from assistant.domain import Outcome
from assistant.routing import trial as trials
from assistant.routing.labels import labels
from assistant.routing.trial import Trial
from assistant.writing.asking import Asking
from configs.slices.models import ChatSettings
from models.chat import open_chat
from tests.assistant.knowing import KNOWN, knows
from tests.assistant.town import ask, town
from tests.assistant.web.scripted import serving as serving_web
from tests.models.served import ModelServer, Script, serving


@pytest.fixture
def server():
    with serving(ModelServer()) as server:
        yield server


def trial(server, least=0.75, speaks=True, **fields):
    chat = open_chat(ChatSettings(**server.settings()))
    return Trial(Consulting(chat, lambda: speaks, 30.0), labels(Asking()), least, **fields)


def test_a_model_that_knows_the_kinds_may_route(server, caplog):
    server.choice = knows
    one = trial(server)
    with caplog.at_level(logging.INFO):
        one.take()
    assert one.share == 1.0
    assert one.trusted()
    assert len(server.asked) == len(KNOWN)
    assert [record.levelname for record in caplog.records if "trial" in record.name] == ["INFO"]


@pytest.mark.parametrize("choice", ["greeting", "question", "unclear", "own_case", "nonsense"])
def test_a_model_that_does_not_leaves_it_to_the_rules_and_says_so_once(server, choice, caplog):
    server.choice = choice
    one = trial(server)
    one.take()
    assert not one.trusted()
    assert not one.trusted()
    (told,) = [record for record in caplog.records if "trial" in record.name]
    assert told.levelname == "WARNING"
    assert "VRAAGBAAK_CHAT__LEAST_ROUTING is 0.75" in told.getMessage()
    assert re.search(r"tiny recognised \d+ of 14 questions and \d+ of 14 other", told.getMessage())


def test_whoever_sends_questions_away_fails_however_well_it_knows_the_rest(server):
    server.choice = lambda said: "own_case" if KNOWN[said] == "question" else KNOWN[said]
    one = trial(server, 0.5)
    one.take()
    assert one.share == 0.0
    assert not one.trusted()


def test_with_the_setting_at_nought_any_model_routes_untried(server):
    one = trial(server, 0.0)
    one.take()
    assert one.trusted()
    assert server.asked == []


def test_a_model_that_may_not_speak_is_not_asked(server):
    one = trial(server, speaks=False)
    one.take()
    assert server.asked == []
    assert one.share is None


@pytest.mark.parametrize("script", [Script(status=503), Script(end="hang"), Script(end="cut")])
def test_a_server_that_fails_meanwhile_leaves_it_to_the_rules(server, script, monkeypatch, caplog):
    monkeypatch.setattr(trials, "WHOLE", 0.5)
    server.scripts["choice"] = script
    one = trial(server)
    one.take()
    assert not one.trusted()
    assert "only the rules route" in caplog.text


def test_after_the_server_was_lost_what_serves_now_is_tried_first(server, monkeypatch):
    monkeypatch.setattr(trials, "AGAIN", 0.0)
    lost = [0]
    server.choice = knows
    one = trial(server, lost=lambda: lost[0])
    one.take()
    assert one.trusted()
    server.choice, lost[0] = "greeting", 1
    assert not one.trusted()
    _ended(one)
    assert not one.trusted()
    server.choice, lost[0] = knows, 2
    assert not one.trusted()
    _ended(one)
    assert one.trusted()


def test_a_server_that_could_not_be_tried_is_tried_again_once_it_answers(server, monkeypatch):
    monkeypatch.setattr(trials, "AGAIN", 0.0)
    server.scripts["choice"] = Script(status=503)
    one = trial(server)
    one.take()
    server.scripts.clear()
    server.choice = knows
    assert not one.trusted()
    _ended(one)
    assert one.trusted()


def _ended(one):
    """Wait until the trial in the background is over."""
    with one._turn:
        pass


def figures(service):
    with serving_web(service) as address:
        return httpx.get(f"{address}/metrics").text


@pytest.mark.parametrize(
    ("choice", "said", "outcome"),
    [
        (knows, "Gezellig hier zeg", Outcome.GREETING),
        ("greeting", "waneer komt de chemokar in Oudveen", Outcome.REFERENCES),
    ],
)
def test_a_weak_model_keeps_nobody_from_an_answer(server, tmp_path, choice, said, outcome):
    server.choice = choice
    changes = {"answering": {"writer": "generate"}, "chat": server.settings()}
    with town(tmp_path, **changes) as service:
        assert ask(service, said).outcome is outcome
        told = figures(service)
    share = float(choice is knows)
    assert f"vraagbaak_routing_model {share}" in told
    assert f"vraagbaak_routing_share {share}" in told


def test_where_sources_are_quoted_there_is_nothing_to_tell(tmp_path):
    with town(tmp_path) as service:
        assert "vraagbaak_routing" not in figures(service)


def test_a_model_that_comes_back_in_anothers_place_is_tried_before_it_routes(
    server, tmp_path, monkeypatch
):
    monkeypatch.setattr(trials, "AGAIN", 0.0)
    server.choice = knows
    changes = {"answering": {"writer": "generate"}, "chat": server.settings()}
    with town(tmp_path, **changes) as service:
        assert ask(service, "Gezellig hier zeg").outcome is Outcome.GREETING
        server.scripts["choice"] = Script(status=500)  # its engine is gone
        assert ask(service, "Gezellig daar zeg").outcome is not Outcome.GREETING
        server.scripts.clear()
        server.choice = "greeting"
        assert ask(service, "Gezellig hier zeg").outcome is not Outcome.GREETING
        _ended(service.routing)
        assert ask(service, "Gezellig hier zeg").outcome is not Outcome.GREETING
    assert service.routing.share == 0.0
