"""A request as an e-mail, for an organisation that works from a mailbox."""

import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime

from assistant.handoff.delivering.domain import Parcel, Refused, TryLater
from assistant.handoff.delivering.letter import written
from assistant.handoff.delivering.topics import about
from assistant.records.domain import utc_now
from configs.slices.handoff import MailSettings
from configs.texts import Texts

SENT = "sent"
REFUSED = 500
"""From this SMTP code on the server will not take it later either (RFC 5321, 4.2.1)."""


class Mail:
    """One mail; its Message-ID is the same each time, so that a mailbox knows a repetition."""

    name = "mail"

    def __init__(self, settings: MailSettings, timeout: float, texts: Texts) -> None:
        self._settings = settings
        self._timeout = timeout
        self._texts = texts

    def takes(self, parcel: Parcel) -> bool:
        return about(parcel, self._settings.topics)

    def steps(self, parcel: Parcel) -> tuple[str, ...]:
        return (SENT,)

    def send(
        self, step: str, parcel: Parcel, known: Mapping[str, str], *, again: bool
    ) -> Mapping[str, str]:
        message = self._message(parcel)
        post(message, self._settings, self._timeout)
        return {SENT: str(message["Message-ID"])}

    def _message(self, parcel: Parcel) -> EmailMessage:
        handoff, language = parcel.handoff, parcel.handoff.language
        message = EmailMessage()
        message["Message-ID"] = f"<{handoff.id}@{self._settings.sender.rpartition('@')[2]}>"
        message["Date"] = format_datetime(utc_now())
        message["From"] = self._settings.sender
        message["To"] = ", ".join(self._settings.to)
        message["Subject"] = self._texts.say("mail.subject", language, reference=handoff.reference)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers it
        if handoff.contact and handoff.contact.email:
            message["Reply-To"] = handoff.contact.email
        message.set_content(written(parcel, self._texts) + "\n")
        return message


def post(message: EmailMessage, settings: MailSettings, timeout: float) -> None:
    """Hand one mail to the server. Raises `TryLater`, or `Refused` where it never will go."""
    try:
        with _line(settings, timeout) as line:
            if settings.user and settings.password:
                line.login(settings.user, settings.password.get_secret_value())
            line.send_message(message)
    except smtplib.SMTPAuthenticationError as error:
        raise TryLater(f"{settings.host} does not take the login.") from error
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        raise _judged(settings.host, error) from error
    except (OSError, smtplib.SMTPException) as error:
        problem = f"{settings.host} does not take mail now ({type(error).__name__})."
        raise TryLater(problem) from error


def _line(settings: MailSettings, timeout: float) -> smtplib.SMTP:
    host, port, security = settings.host, settings.port, settings.security
    if security == "tls":
        safe = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=timeout, context=safe)
    line = smtplib.SMTP(host, port, timeout=timeout)
    if security == "starttls":
        try:
            line.starttls(context=ssl.create_default_context())
        except BaseException:
            line.close()
            raise
    return line


def _judged(
    host: str, error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
) -> Exception:
    """For good, or only for now."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
    else:
        codes = {error.smtp_code}
    shown = ", ".join(map(str, sorted(codes)))
    kind = Refused if min(codes) >= REFUSED else TryLater
    return kind(f"{host} refused the mail ({shown}).")
