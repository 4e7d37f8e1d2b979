"""Mail the person who is named for it that discrimination was reported: a number, and a link.

Nothing of the conversation is in the mail. A signal stays unsent until the mail server took it.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime

from assistant.domain import AssistantError
from assistant.handoff.delivering.domain import DeliveryError
from assistant.handoff.delivering.mail import post
from assistant.records import Records
from assistant.records.accounting_domain import Signal
from assistant.records.domain import utc_now
from assistant.rounds import going_round
from configs.domain import ConfigurationError, Language
from configs.settings import Settings
from configs.texts import Texts

logger = logging.getLogger(__name__)
PAUSE = 60.0
"""Seconds between two looks at what is unsent."""


class Signals:
    """Sends what is unsent; a server that does not take it is tried again."""

    def __init__(
        self, records: Records, settings: Settings, texts: Texts, organisation: str
    ) -> None:
        """Raises `ConfigurationError` where someone is named, and no mail server is."""
        self._accounting = records.accounting
        self._settings = settings
        self._texts = texts
        self._organisation = organisation
        if self.named and not settings.handoff.mail.host:
            raise ConfigurationError(
                "VRAAGBAAK_AUDIT__DISCRIMINATION_TO: mail needs VRAAGBAAK_HANDOFF__MAIL__HOST; "
                "without both, reports of discrimination stand in /verantwoording only."
            )

    @property
    def named(self) -> tuple[str, ...]:
        """The addresses that are mailed."""
        return self._settings.audit.discrimination_to

    def send_due(self) -> int:
        """Send every signal that is unsent; how many went."""
        sent = 0
        for signal in self._accounting.signals(unsent=True) if self.named else ():
            try:
                mail = self._settings.handoff.mail
                post(self._message(signal), mail, self._settings.handoff.timeout)
            except DeliveryError as error:
                logger.warning("%s was not mailed: %s", signal.reference, error)
                self._accounting.sent(signal.id, str(error))
            else:
                self._accounting.sent(signal.id)
                sent += 1
        return sent

    def _message(self, signal: Signal) -> EmailMessage:
        language, sender = Language(self._settings.language), self._settings.handoff.mail.sender
        link = f"{self._settings.server.public_url.rstrip('/')}/verantwoording/meldingen"
        told = {"reference": signal.reference, "organisation": self._organisation, "link": link}
        message = EmailMessage()
        message["Message-ID"] = f"<{signal.reference}@{sender.rpartition('@')[2]}>"
        message["Date"] = format_datetime(utc_now())
        message["From"] = sender
        message["To"] = ", ".join(self.named)
        message["Subject"] = self._texts.say("audit.mail_subject", language, **told)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834
        message.set_content(self._texts.say("audit.mail_text", language, **told) + "\n")
        return message


@contextmanager
def signalling(
    records: Records, settings: Settings, texts: Texts, organisation: str
) -> Iterator[None]:
    """Send in a thread of its own while the context lasts, where anyone is named."""
    signals = Signals(records, settings, texts, organisation)
    if not signals.named:
        yield
        return
    done = threading.Event()

    def rounds() -> None:
        while not done.wait(PAUSE):
            try:
                signals.send_due()
            except AssistantError:
                logger.exception("Reports of discrimination can't be read; it is tried again.")

    with going_round("signals", rounds, done.set):
        yield
