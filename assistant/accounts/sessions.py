"""Log in, stay known, and be known no longer: what the web asks about employees.

The browser holds a random key; the database holds its digest (BLAKE2b), and the provider's tokens
sealed under the key itself, so that a copy of the database opens nothing.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b

from pydantic import ValidationError

from assistant.accounts.claims import name_of, roles_of
from assistant.accounts.domain import (
    Account,
    AccountError,
    AccountRole,
    Begun,
    Identity,
    LoggedIn,
    Misconfigured,
    NoRole,
    ProviderDown,
    Untrusted,
)
from assistant.accounts.provider import Provider
from assistant.accounts.sealing import Seal
from assistant.records.domain import utc_now
from assistant.records.records import Records
from assistant.records.sessions import Kept
from configs.slices.accounts import AccountsSettings

logger = logging.getLogger(__name__)
LOGIN_MINUTES = 10
"""A login that was begun must end within this time."""
SID = 255


class Accounts:
    """One per server, where the settings name an issuer."""

    def __init__(
        self,
        settings: AccountsSettings,
        provider: Provider,
        records: Records,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.settings = settings
        self._provider, self._records, self._clock = provider, records, clock
        secret = settings.client_secret.get_secret_value() if settings.client_secret else ""
        self._seal = Seal(secret, "login")

    async def begin(self, to: str) -> tuple[Begun, str]:
        """Where to send someone, and what their browser must keep meanwhile (sealed)."""
        begun = await self._provider.begin()
        kept = begun.model_dump(exclude={"url"}) | {"to": to, "at": self._clock().isoformat()}
        return begun, self._seal.close(kept)

    async def finish(
        self, code: str, state: str, kept: str, before: str = ""
    ) -> tuple[LoggedIn, str]:
        """Who came back, with a session of their own, and where they wanted to go.

        `before` is the key of a session that the browser had: it ends. Raises `AccountError`.
        """
        begun = self._opened(state, kept)
        identity = await self._provider.finish(code, begun)
        subject, roles = str(identity.claims["sub"]), roles_of(identity.claims, self.settings)
        if len(subject) > SID:
            raise Untrusted("a subject that is too long")
        if not roles:
            await asyncio.to_thread(self.refuse, "no role", name_of(identity.claims), subject)
            raise NoRole(subject)
        key, now = secrets.token_urlsafe(32), self._clock()
        asked = Kept(
            id=secrets.token_hex(8),
            subject=subject,
            name=name_of(identity.claims),
            roles=tuple(sorted(roles)),
            sid=str(identity.claims.get("sid", ""))[:SID],
            sealed=_sealed(key, identity),
            begun_at=now,
            checked_at=now,
            ends_at=now + timedelta(hours=self.settings.session_hours),
        )
        sessions = self._records.sessions
        ended = digest(before) if before else ""
        named = await asyncio.to_thread(sessions.begin, asked, digest(key), ended)
        account = account_of(named)
        if account is None:
            raise Untrusted("an account that can't be")
        return LoggedIn(account=account, key=key, ends_at=asked.ends_at), begun["to"]

    async def identify(self, key: str) -> Account | None:
        """Whose session this is, now; None when it has ended or never was."""
        now = self._clock()
        kept = await asyncio.to_thread(self._records.sessions.find, digest(key), now)
        if kept is None:
            return None
        if now - kept.checked_at >= timedelta(minutes=self.settings.recheck_minutes) and (
            await asyncio.to_thread(self._records.sessions.claim, kept, now)
        ):
            return await self._rechecked(kept, key)
        return account_of(kept)

    async def bearer(self, token: str) -> Account:
        """Who a program asks for, by an access token. Raises `AccountError`."""
        claims = await self._provider.access(token)
        roles = roles_of(claims, self.settings)
        if not roles:
            raise NoRole(str(claims.get("sub", "")))
        try:
            return Account(subject=str(claims.get("sub", "")), name=name_of(claims), roles=roles)
        except ValidationError as error:
            raise Untrusted("an access token of nobody") from error

    async def end(self, key: str, back: str) -> str:
        """End one's own session; where to log out at the provider as well, or empty."""
        kept = await asyncio.to_thread(self._records.sessions.find, digest(key), self._clock())
        if kept is None:
            return ""
        await asyncio.to_thread(self._end, kept, "accounts.logout")
        return await self._provider.goodbye(_unsealed(key, kept).get("id_token", ""), back)

    async def end_elsewhere(self, token: str) -> int:
        """End what the provider says has ended; how many sessions. Raises `AccountError`."""
        claims = await self._provider.logout(token)
        subject, sid = str(claims.get("sub", "")), str(claims.get("sid", ""))[:SID]
        ended = self._records.sessions.end_elsewhere
        return await asyncio.to_thread(ended, subject, sid, self._clock())

    def refuse(self, why: str, who: str = "", subject: str = "") -> None:
        """Note in the audit log that someone was not let in."""
        self._records.audit.note(who, "accounts.refused", subject, {"reason": why})

    async def _rechecked(self, kept: Kept, key: str) -> Account | None:
        """What the provider says now; while it can't be asked, what it said last."""
        refresh = _unsealed(key, kept).get("refresh", "")
        if not refresh:
            return account_of(kept)
        try:
            identity = await self._provider.renew(refresh, kept.subject)
        except (ProviderDown, Misconfigured):
            return account_of(kept)
        except AccountError as error:
            logger.info("The provider does not renew a session: %s", error)
            await asyncio.to_thread(self._end, kept, "accounts.expired")
            return None
        return await self._renewed(kept, identity, key)

    async def _renewed(self, kept: Kept, identity: Identity, key: str) -> Account | None:
        roles = roles_of(identity.claims, self.settings)
        claim = self.settings.roles_claim.split(".", maxsplit=1)[0]
        if not identity.id_token and claim not in identity.claims:
            roles = frozenset(map(AccountRole, kept.roles))  # it said nothing about roles
        if not roles:
            await asyncio.to_thread(self._end, kept, "accounts.role_lost")
            return None
        renew, sealed = self._records.sessions.renew, _sealed(key, identity)
        return account_of(
            await asyncio.to_thread(renew, kept, sorted(roles), sealed, self._clock())
        )

    def _end(self, kept: Kept, action: str) -> None:
        self._records.sessions.end(kept, action, kept.name, self._clock())

    def _opened(self, state: str, kept: str) -> Mapping[str, str]:
        begun = self._seal.open(kept)
        if not begun or not secrets.compare_digest(begun["state"].encode(), state.encode()):
            raise Untrusted("no login was begun in this browser with this state")
        age = self._clock() - datetime.fromisoformat(begun["at"])
        if age > timedelta(minutes=LOGIN_MINUTES):
            raise Untrusted("the login was begun too long ago")
        return begun


def digest(key: str) -> str:
    """What the database knows a key by."""
    return blake2b(key.encode(), digest_size=32).hexdigest()


def account_of(kept: Kept) -> Account | None:
    """The account of a session; None where its roles are none of ours any more."""
    known = {role.value for role in AccountRole}
    roles = frozenset(AccountRole(role) for role in kept.roles if role in known)
    return Account(subject=kept.subject, name=kept.name, roles=roles) if roles else None


def _sealed(key: str, identity: Identity) -> str:
    held = {"refresh": identity.refresh, "id_token": identity.id_token}
    return Seal(key, "tokens").close(held)


def _unsealed(key: str, kept: Kept) -> dict[str, str]:
    return Seal(key, "tokens").open(kept.sealed)
