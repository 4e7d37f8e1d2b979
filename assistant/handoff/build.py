"""From settings to a desk with opening hours, and to where else its requests go."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from pydantic import SecretStr

from assistant.handoff.approving import Approvals
from assistant.handoff.approving import Desk as Atdesk
from assistant.handoff.delivering.calling import LOCAL, Caller, checked_address
from assistant.handoff.delivering.chatwoot import Chatwoot
from assistant.handoff.delivering.domain import Desk
from assistant.handoff.delivering.mail import Mail
from assistant.handoff.delivering.open_klant import OpenKlant
from assistant.handoff.delivering.open_klant_body import Version
from assistant.handoff.delivering.outbox import Outbox
from assistant.handoff.delivering.webhook import Webhook
from assistant.handoff.desk import Handoffs
from assistant.handoff.hours import OpeningHours
from assistant.handoff.topics import Topics
from assistant.records import Records
from assistant.records.domain import utc_now
from configs.domain import ConfigurationError
from configs.settings import Settings
from configs.slices.handoff import HandoffSettings, MailSettings
from configs.texts import Texts

OLDEST = Version(2, 4)
"""The first version of Open Klant with `maak-klantcontact`."""


def open_handoffs(
    settings: Settings, records: Records, texts: Texts, clock: Callable[[], datetime] = utc_now
) -> Handoffs:
    """The desk of these settings; `ConfigurationError` for hours or desks that cannot be."""
    give_up = timedelta(days=settings.handoff.give_up_days)
    outbox = Outbox(records, list(_desks(settings.handoff, texts)), give_up, clock)
    handoffs = Handoffs(records, OpeningHours(settings.desk), texts, clock, outbox)
    handoffs.topics = Topics(settings.desk.topics)
    handoffs.presence.counts = bool(settings.desk.password or settings.accounts.issuer)
    return handoffs


def open_approvals(
    settings: Settings,
    records: Records,
    texts: Texts,
    handoffs: Handoffs,
    clock: Callable[[], datetime] = utc_now,
) -> Approvals:
    """Approve mode, as `desk.approve` has it; off, it keeps answers and no more."""
    desk = Atdesk(OpeningHours(settings.desk).is_open, handoffs.promise)
    return Approvals(records, texts, settings.desk, desk, clock)


def _desks(settings: HandoffSettings, texts: Texts) -> Iterator[Desk]:
    if settings.open_klant.url:
        yield _open_klant(settings)
    if settings.mail.host:
        yield Mail(_mail(settings.mail), settings.timeout, texts)
    if settings.chatwoot.url:
        address = checked_address(settings.chatwoot.url, "VRAAGBAAK_HANDOFF__CHATWOOT__URL")
        token = _secret(settings.chatwoot.token, "CHATWOOT__TOKEN")
        caller = Caller(
            f"{address}/api/v1/accounts/{settings.chatwoot.account}",
            settings.timeout,
            {"api_access_token": token},
        )
        yield Chatwoot(caller, settings.chatwoot, texts)
    if settings.webhook.url:
        address = checked_address(settings.webhook.url, "VRAAGBAAK_HANDOFF__WEBHOOK__URL")
        secret = _secret(settings.webhook.secret, "WEBHOOK__SECRET")
        yield Webhook(Caller(address, settings.timeout, {}), secret, settings.webhook.topics)


def _open_klant(settings: HandoffSettings) -> OpenKlant:
    given = settings.open_klant
    address = checked_address(given.url, "VRAAGBAAK_HANDOFF__OPEN_KLANT__URL")
    if Version.of(given.version) < OLDEST:
        raise ConfigurationError(
            f"VRAAGBAAK_HANDOFF__OPEN_KLANT__VERSION: {given.version} is too old; 2.4 is the first."
        )
    token = _secret(given.token, "OPEN_KLANT__TOKEN")
    headers = {"authorization": f"Token {token}"}
    return OpenKlant(Caller(address, settings.timeout, headers), given)


def _mail(settings: MailSettings) -> MailSettings:
    if not settings.sender or not settings.to:
        raise ConfigurationError(
            "VRAAGBAAK_HANDOFF__MAIL__SENDER and VRAAGBAAK_HANDOFF__MAIL__TO: name both."
        )
    if settings.security == "none" and settings.host not in LOCAL:
        raise ConfigurationError(
            "VRAAGBAAK_HANDOFF__MAIL__SECURITY: `none` is for a mail server on this machine only."
        )
    return settings


def _secret(value: SecretStr | None, name: str) -> str:
    if value is None or not value.get_secret_value():
        raise ConfigurationError(f"VRAAGBAAK_HANDOFF__{name}: set it in the environment.")
    return value.get_secret_value()
