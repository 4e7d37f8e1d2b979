"""What did not arrive is seen on the command line, and sent again."""

import json

import pytest

from assistant.command import main
from assistant.domain import Role
from assistant.handoff.build import open_handoffs
from assistant.handoff.domain import HandoffRequest
from assistant.records import open_records
from assistant.records.domain import Stage
from configs.domain import Language
from configs.settings import load_settings
from configs.texts import Texts


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VRAAGBAAK_DATA", str(tmp_path))
    monkeypatch.setenv("VRAAGBAAK_HANDOFF__WEBHOOK__URL", "http://127.0.0.1:9/hook")
    monkeypatch.setenv("VRAAGBAAK_HANDOFF__WEBHOOK__SECRET", "geheim")

    def called(*arguments):
        code = main(["outbox", *arguments])
        told = capsys.readouterr()
        return code, told.out, told.err

    return called


@pytest.fixture
def dead(run):
    """A request that was given up."""
    settings = load_settings()
    records = open_records(settings)
    conversation = records.open_conversation(None, Language.NL).id
    records.say(conversation, Role.USER, "Mijn vraag over parkeren")
    handoffs = open_handoffs(settings, records, Texts())
    handoffs.request(HandoffRequest(conversation=conversation, consent=True))
    (delivery,) = records.deliveries.all()
    records.deliveries.settle(delivery.id, Stage.DEAD, "POST /hook gave 410.")
    records.close()
    return delivery.id


def test_an_empty_outbox_says_so(run):
    code, out, _ = run("list")
    assert code == 0
    assert "Nothing was sent yet" in out


def test_what_died_is_listed_and_makes_the_command_fail(run, dead):
    code, out, _ = run("list", "--json")
    (one,) = json.loads(out)["deliveries"]
    assert code == 1
    assert (one["desk"], one["stage"]) == ("webhook", "dead")
    assert "410" in one["error"]
    assert "parkeren" not in out


def test_what_died_is_sent_again_when_asked(run, dead):
    code, out, _ = run("retry", str(dead))
    assert code == 0
    assert "waiting" in out


def test_a_number_that_did_not_die_is_one_clear_line(run, dead):
    code, _, err = run("retry", "999")
    assert code == 1
    assert "999" in err
