"""The nouns of accounts: who has logged in, what they may do, and why someone may not."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from configs.domain import Audience, Noun


class AccountRole(StrEnum):
    """What an account may do; `admin` opens every door."""

    EMPLOYEE = "employee"
    DESK = "desk"
    EDITOR = "editor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Account(Noun):
    """Someone who has logged in. Without a role there is no account: a stranger is a resident.

    `subject` is the provider's lasting name for a person (OpenID Connect Core 1.0, 2); `name` is
    what others read, and no two accounts have the same.
    """

    subject: Annotated[str, Field(min_length=1, max_length=255)]
    name: str
    roles: Annotated[frozenset[AccountRole], Field(min_length=1)]

    def opens(self, role: AccountRole) -> bool:
        """Whether this account may do what that role may; whoever has a role is an employee."""
        return role is AccountRole.EMPLOYEE or bool(self.roles & {role, AccountRole.ADMIN})

    @property
    def audiences(self) -> frozenset[Audience]:
        """The sources that this account is answered from."""
        return frozenset(Audience)


class Begun(Noun):
    """A login on its way to the provider: where to go, and what must come back with it."""

    url: str
    state: str
    nonce: str
    verifier: str


class Identity(Noun):
    """What the provider says of someone, verified; `refresh` is empty where it gave none."""

    claims: Mapping[str, Any]
    id_token: str
    refresh: str = ""


class LoggedIn(Noun):
    """An account with the session that was begun for it; `key` goes to the browser only."""

    account: Account
    key: str
    ends_at: datetime


class AccountError(Exception):
    """Someone can't be let in; the key names the text that tells them, the message is for the log.

    * AccountError
      - ProviderDown: the provider gives no answer, or none that can be used
      - Misconfigured: the provider refuses us, not them
      - Untrusted: what came back is not what the provider says to us about them now
      - NoRole: the provider knows them, but gives them no role here
    """

    key = "accounts.failed"


class ProviderDown(AccountError):
    """The provider gives no answer, or none that can be used."""

    key = "accounts.down"


class Misconfigured(AccountError):
    """The provider does not know us, or not by this secret."""

    key = "accounts.misconfigured"


class Untrusted(AccountError):
    """A token or an answer that does not hold: forged, expired, for another, or used before."""


class NoRole(AccountError):
    """The account has no role here."""

    key = "accounts.no_role"
