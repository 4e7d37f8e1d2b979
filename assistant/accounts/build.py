"""From settings to accounts."""

from assistant.accounts.provider import Provider
from assistant.accounts.sessions import Accounts
from assistant.records.records import Records
from configs.domain import ConfigurationError
from configs.settings import Settings

BACK = "/inloggen/terug"
"""Where the provider sends people back to; to be registered there."""


def open_accounts(settings: Settings, records: Records) -> Accounts | None:
    """The accounts, where an issuer is set; the provider is first asked when someone logs in.

    Raises `ConfigurationError` when the assistant does not know its own address.
    """
    accounts, address = settings.accounts, settings.server.public_url.rstrip("/")
    if not accounts.issuer:
        return None
    if not address:
        raise ConfigurationError(
            "VRAAGBAAK_SERVER__PUBLIC_URL: with accounts.issuer the provider must know where to "
            "send people back to. Set the address as users see it, such as https://vraag.gemeente.nl."
        )
    return Accounts(accounts, Provider(accounts, f"{address}{BACK}"), records)
