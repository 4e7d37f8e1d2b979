"""A request reaches a mailbox and a webhook, signed and once, or says why not."""

import base64
import hmac
import json
import socket
import threading
from email import message_from_bytes, policy
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from assistant.domain import Contact
from assistant.handoff.build import open_handoffs
from assistant.handoff.domain import HandoffRequest
from assistant.records.domain import Stage
from configs.domain import ConfigurationError
from configs.slices.handoff import HandoffSettings
from configs.texts import Texts

SECRET = "whsec_" + base64.b64encode(b"een geheim van dertig tekens..").decode()


class Mailbox:
    """A mail server that keeps what it gets, or answers with `refusal`."""

    refusal = ""

    def __init__(self):
        self.mails = []

    async def keep(self, server, session, envelope):
        if self.refusal:
            return self.refusal
        self.mails.append((envelope, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 kept"


@pytest.fixture
def mailbox():
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Controller(
        SimpleNamespace(handle_DATA=box.keep), hostname="127.0.0.1", port=box.port
    )
    controller.start()
    yield box
    controller.stop()


class Hook(ThreadingHTTPServer):
    """Keeps what is posted to it, and answers with `statuses`, then 204."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Posted)
        self.posts, self.statuses = [], []


class _Posted(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.posts.append((dict(self.headers.items()), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 204)
        self.end_headers()


@pytest.fixture
def hook():
    with Hook() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def opening(settings, records, clock):
    def opened(**desks):
        handoff = HandoffSettings.model_validate(desks)
        wired = settings.model_copy(update={"handoff": handoff})
        return open_handoffs(wired, records, Texts(), clock)

    return opened


@pytest.fixture
def mailing(opening, mailbox):
    def opened(**changes):
        given = {
            "host": "127.0.0.1",
            "port": mailbox.port,
            "security": "none",
            "sender": "assistent@gemeente.example",
            "to": ["kcc@gemeente.example"],
            **changes,
        }
        return opening(mail=given)

    return opened


@pytest.fixture
def posting(opening, hook):
    url = f"http://127.0.0.1:{hook.server_address[1]}/hook"
    return lambda secret=SECRET: opening(webhook={"url": url, "secret": secret})


def asked(handoffs, conversation, **contact):
    given = Contact(**contact) if contact else None
    request = HandoffRequest(
        conversation=conversation, consent=True, contact=given, message="Bel me graag.\nDank"
    )
    return handoffs.request(request)


def stage(records):
    (delivery,) = records.deliveries.all()
    return delivery.stage


def test_the_mail_says_all_and_can_be_answered(mailing, mailbox, conversation, records):
    handoffs = mailing()
    handoff = asked(handoffs, conversation, name="Jan", email="jan@voorbeeld.nl")
    assert handoffs.outbox.deliver_due() == 1
    ((envelope, mail),) = mailbox.mails
    assert envelope.rcpt_tos == ["kcc@gemeente.example"]
    assert handoff.reference in mail["Subject"]
    assert mail["Reply-To"] == "jan@voorbeeld.nl"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "Bel me graag." in text
    assert "Vraag: Mijn BSN is [bsn], wat nu?" in text
    assert stage(records) is Stage.DELIVERED


@pytest.mark.parametrize(
    ("refusal", "expected"), [("451 later", Stage.WAITING), ("550 never", Stage.DEAD)]
)
def test_a_mail_server_that_refuses(refusal, expected, *, mailing, mailbox, conversation, records):
    mailbox.refusal = refusal
    handoffs = mailing()
    asked(handoffs, conversation)
    assert handoffs.outbox.deliver_due() == 0
    assert stage(records) is expected


def test_the_same_mail_keeps_its_name_when_it_is_tried_again(
    mailing, mailbox, conversation, records, clock
):
    handoffs = mailing()
    asked(handoffs, conversation)
    handoffs.outbox.deliver_due()
    delivery = records.deliveries.all()[0]
    records.deliveries.settle(delivery.id, Stage.DEAD)
    records.deliveries._set(delivery.id, known={})
    records.deliveries.retry(delivery.id, clock())
    handoffs.outbox.deliver_due()
    first, second = (mail["Message-ID"] for _, mail in mailbox.mails)
    assert first == second


def test_no_header_can_be_smuggled_into_the_mail(mailing, mailbox, conversation):
    handoffs = mailing()
    asked(handoffs, conversation, name="Jan\r\nBcc: ander@elders.example", phone="0612345678")
    handoffs.outbox.deliver_due()
    ((envelope, mail),) = mailbox.mails
    assert envelope.rcpt_tos == ["kcc@gemeente.example"]
    assert mail["Bcc"] is None


def test_a_mail_server_that_is_gone_is_tried_again(opening, conversation, records):
    handoffs = opening(
        mail={
            "host": "127.0.0.1",
            "port": 9,
            "security": "none",
            "sender": "a@b.example",
            "to": ["c@d.example"],
        }
    )
    asked(handoffs, conversation)
    handoffs.outbox.deliver_due()
    assert stage(records) is Stage.WAITING


def test_a_server_without_encryption_gets_nothing_when_encryption_is_asked(
    mailing, mailbox, conversation, records
):
    handoffs = mailing(security="starttls")
    asked(handoffs, conversation)
    handoffs.outbox.deliver_due()
    assert not mailbox.mails
    assert stage(records) is Stage.WAITING


def test_the_webhook_is_signed_as_the_standard_says(posting, hook, conversation, records):
    handoffs = posting()
    handoff = asked(handoffs, conversation, phone="0612345678")
    assert handoffs.outbox.deliver_due() == 1
    ((headers, body),) = hook.posts
    found = {name.lower(): value for name, value in headers.items()}
    signed = f"{found['webhook-id']}.{found['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert found["webhook-signature"] == f"v1,{expected}"
    data = json.loads(body)["data"]
    assert data["reference"] == handoff.reference
    assert data["contact"]["phone"] == "0612345678"
    assert data["messages"][0]["text"] == "Mijn BSN is [bsn], wat nu?"


def test_a_webhook_that_fails_forever_is_given_up_and_said(
    posting, hook, conversation, records, clock
):
    hook.statuses = [500] * 30
    handoffs = posting()
    asked(handoffs, conversation)
    for _ in range(9):
        handoffs.outbox.deliver_due()
        clock.forward(days=1)
    (delivery,) = records.deliveries.all()
    assert delivery.stage is Stage.DEAD
    assert "500" in delivery.error


def test_a_repetition_has_the_same_id_and_a_redirect_is_not_followed(
    posting, hook, conversation, clock
):
    hook.statuses = [503, 301]
    handoffs = posting()
    asked(handoffs, conversation)
    handoffs.outbox.deliver_due()
    clock.forward(minutes=1)
    handoffs.outbox.deliver_due()
    assert len(hook.posts) == 2
    assert len({headers["webhook-id"] for headers, _ in hook.posts}) == 1


@pytest.mark.parametrize(
    ("desks", "named"),
    [
        ({"mail": {"host": "mail.example"}}, "MAIL__SENDER"),
        (
            {
                "mail": {
                    "host": "mail.example",
                    "sender": "a@b.example",
                    "to": ["c@d.example"],
                    "security": "none",
                }
            },
            "MAIL__SECURITY",
        ),
        ({"webhook": {"url": "http://elders.example/hook", "secret": "x"}}, "WEBHOOK__URL"),
        ({"webhook": {"url": "https://elders.example/hook"}}, "WEBHOOK__SECRET"),
    ],
)
def test_a_desk_that_cannot_be_is_refused_at_the_start(opening, desks, named):
    with pytest.raises(ConfigurationError, match=named):
        opening(**desks)


def test_a_thread_delivers_at_once_and_ends(posting, hook, conversation):
    handoffs = posting()
    with handoffs.outbox.running(pause=30):
        asked(handoffs, conversation)
        for _ in range(600):
            if hook.posts:
                break
            threading.Event().wait(0.05)
    assert len(hook.posts) == 1
