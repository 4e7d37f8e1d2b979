"""Who is named hears of discrimination by mail: a number and a link, nothing of what was said."""

import pytest

from assistant.domain import Answer, Complaint, Completeness, Outcome
from assistant.handoff.delivering.signals import Signals, signalling
from configs.domain import ConfigurationError, Language
from configs.settings import Settings
from configs.slices.audit import AuditSettings
from configs.slices.handoff import HandoffSettings
from configs.texts import Texts
from tests.assistant.handoff.test_mail_and_webhook import mailbox

__all__ = ["mailbox"]
NAMED = AuditSettings(discrimination_to=("gelijk@gemeente.example",))


@pytest.fixture
def named(settings, mailbox):
    mail = {
        "host": "127.0.0.1",
        "port": mailbox.port,
        "security": "none",
        "sender": "assistent@gemeente.example",
        "to": ["kcc@gemeente.example"],
    }
    handoff = HandoffSettings.model_validate({"mail": mail, "timeout": 5})
    return settings.model_copy(update={"handoff": handoff, "audit": NAMED})


@pytest.fixture
def reported(records):
    conversation = records.open_conversation(None, Language.NL).id
    answer = Answer(
        id="a1",
        conversation=conversation,
        outcome=Outcome.NO_SOURCE,
        completeness=Completeness.NONE,
        notice="Gemaakt door AI.",
        language=Language.NL,
        message="Niet gevonden.",
    )
    records.record(answer, "Een geheime vraag", [])
    return records.complain("a1", Complaint.DISCRIMINATING, "Een geheime opmerking")


def test_one_mail_goes_to_who_is_named_without_what_was_said(records, named, mailbox, reported):
    signals = Signals(records, named, Texts(), "Gemeente Waterveen")
    assert (signals.send_due(), signals.send_due()) == (1, 0)
    ((envelope, mail),) = mailbox.mails
    assert envelope.rcpt_tos == ["gelijk@gemeente.example"]
    assert reported in mail["Subject"]
    body = mail.get_content()
    assert "/verantwoording/meldingen" in body
    assert "geheime" not in body
    assert records.accounting.signals()[0].mailed_at


def test_a_server_that_refuses_is_told_and_tried_again(records, named, mailbox, reported):
    signals = Signals(records, named, Texts(), "Gemeente Waterveen")
    mailbox.refusal = "451 later"
    assert signals.send_due() == 0
    assert "451" in records.accounting.signals()[0].error
    mailbox.refusal = ""
    assert signals.send_due() == 1
    assert records.accounting.signals()[0].error == ""


def test_without_anyone_named_the_signal_waits_on_the_page(records, settings, reported):
    with signalling(records, settings, Texts(), "Gemeente Waterveen"):
        pass
    assert records.accounting.signals(unsent=True)


def test_someone_named_without_a_mail_server_is_a_mistake_in_the_settings(records):
    with pytest.raises(ConfigurationError, match="DISCRIMINATION_TO"):
        Signals(records, Settings(audit=NAMED), Texts(), "Gemeente Waterveen")
