"""The OpenID Connect provider: its own description, its keys, and codes turned into identities.

Authorization Code with PKCE (RFC 6749, RFC 7636), discovery (OpenID Connect Discovery 1.0).
"""

import logging
from collections.abc import Callable, Mapping
from ssl import create_default_context
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assistant.accounts.domain import Begun, Identity, Misconfigured, ProviderDown, Untrusted
from assistant.accounts.tokens import Checker, Claims, UnknownKey
from configs.slices.accounts import LOCAL, AccountsSettings

logger = logging.getLogger(__name__)
DISCOVERY = "/.well-known/openid-configuration"
TIMEOUT = 5.0
"""Longest wait for the provider (s)."""
FRESH, AGAIN = 3600.0, 30.0
"""Its description and keys are kept so long; for an unknown key they are read no sooner (s)."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OURS = frozenset({"invalid_client", "unauthorized_client", "unsupported_grant_type"})
"""Refusals that only whoever set us up can mend (RFC 6749, 5.2)."""


class Provider:
    """One provider. Raises `ProviderDown`, `Misconfigured` or `Untrusted`."""

    def __init__(
        self,
        settings: AccountsSettings,
        redirect: str,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._settings, self._redirect, self._clock = settings, redirect, clock
        self._checker = Checker(settings.issuer, settings.client_id, settings.leeway)
        self._trust = create_default_context()  # the system's, which may know an own authority
        self._described: Mapping[str, Any] = {}
        self._keys: KeySet | None = None
        self._described_at = self._keys_at = -FRESH

    async def begin(self) -> Begun:
        """Where to send someone who wants to log in."""
        described = await self._describe()
        verifier, nonce = generate_token(64), generate_token(32)
        async with self._client() as client:
            url, state = client.create_authorization_url(
                described["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        return Begun(url=url, state=state, nonce=nonce, verifier=verifier)

    async def finish(self, code: str, begun: Mapping[str, str]) -> Identity:
        """Who came back with this code; `begun` has the `nonce` and the `verifier`."""
        fields = {"code": code, "code_verifier": begun["verifier"]}
        answer = await self._asked("authorization_code", fields)
        return await self._identity(answer, begun["nonce"], "")

    async def renew(self, refresh: str, subject: str) -> Identity:
        """The same person anew, as the provider knows them now."""
        answer = await self._asked("refresh_token", {"refresh_token": refresh})
        identity = await self._identity({"refresh_token": refresh, **answer}, "", subject)
        if identity.claims["sub"] != subject:
            raise Untrusted("the renewed token is someone else's")
        return identity

    async def access(self, token: str) -> Claims:
        """The claims of an access token that a program brings."""
        return await self._with_keys(
            lambda keys: self._checker.access(token, keys, self._settings.audience)
        )

    async def logout(self, token: str) -> Claims:
        """The claims of a logout token that the provider sends."""
        return await self._with_keys(lambda keys: self._checker.logout(token, keys))

    async def goodbye(self, id_token: str, back: str) -> str:
        """Where one logs out at the provider too (RP-Initiated Logout 1.0); empty: nowhere."""
        try:
            end = (await self._describe()).get("end_session_endpoint")
        except ProviderDown:
            return ""
        known = {"client_id": self._settings.client_id, "post_logout_redirect_uri": back}
        hint = {"id_token_hint": id_token} if id_token else {}
        return str(add_params_to_uri(end, {**known, **hint})) if self._safe(end) else ""

    async def _identity(self, answer: Mapping[str, Any], nonce: str, subject: str) -> Identity:
        """The identity in an answer; a renewal may come without an ID token, for a `subject`."""
        id_token, access = str(answer.get("id_token") or ""), str(answer.get("access_token", ""))
        if id_token:
            claims = await self._with_keys(
                lambda keys: self._checker.identity(id_token, keys, nonce, access)
            )
        elif subject:
            claims = {"sub": subject}
        else:
            raise Untrusted("the provider sent no ID token")
        if self._settings.roles_claim.split(".")[0] not in claims:
            claims = {**await self._told(access, claims["sub"]), **claims}
        return Identity(
            claims=claims, id_token=id_token, refresh=str(answer.get("refresh_token", ""))
        )

    async def _told(self, access: str, subject: str) -> Claims:
        """What the provider tells beside the token (OpenID Connect Core 1.0, 5.3)."""
        place = (await self._describe()).get("userinfo_endpoint")
        if not self._safe(place):
            return {}
        told = await self._fetch(str(place), {"Authorization": f"Bearer {access}"})
        if told.get("sub") != subject:
            raise Untrusted("the provider tells about someone else")
        return told

    async def _asked(self, grant: str, fields: Mapping[str, str]) -> Mapping[str, Any]:
        described = await self._describe()
        try:
            async with self._client() as client:
                return dict(
                    await client.fetch_token(
                        described["token_endpoint"], grant_type=grant, **fields
                    )
                )
        except OAuthError as error:
            if error.error in OURS:
                logger.warning(
                    "VRAAGBAAK_ACCOUNTS__CLIENT_ID or VRAAGBAAK_ACCOUNTS__CLIENT_SECRET: %s "
                    "refuses them (%s). Give those that it knows.",
                    self._settings.issuer,
                    error.error,
                )
                raise Misconfigured(str(error)) from error
            raise Untrusted(f"the provider refuses: {error.error}") from error
        except (httpx2.HTTPError, ValueError, TypeError) as error:
            raise self._down(error) from error

    async def _with_keys(self, check: Callable[[KeySet], Claims]) -> Claims:
        """The keys are read anew, now and then, for a token that names one we don't know."""
        try:
            return check(await self._key_set(FRESH))
        except UnknownKey:
            try:
                return check(await self._key_set(AGAIN))
            except UnknownKey as error:
                raise Untrusted("signed with a key that the provider does not name") from error

    async def _key_set(self, fresh: float) -> KeySet:
        described = await self._describe()
        if self._keys is None or self._clock() - self._keys_at >= fresh:
            try:
                self._keys = KeySet.import_key_set(await self._fetch(described["jwks_uri"]))  # type: ignore[arg-type]
            except (JoseError, ValueError, KeyError, TypeError) as error:
                raise self._down(error) from error
            self._keys_at = self._clock()
        return self._keys

    async def _describe(self) -> Mapping[str, Any]:
        if not self._described or self._clock() - self._described_at >= FRESH:
            found = await self._fetch(self._settings.issuer.rstrip("/") + DISCOVERY)
            if found.get("issuer") != self._settings.issuer:
                raise self._down(f"it calls itself {found.get('issuer')!r}")
            if not all(self._safe(found.get(name)) for name in ENDPOINTS):
                raise self._down("its description lacks an endpoint, or names an unsafe one")
            self._described, self._described_at = found, self._clock()
        return self._described

    async def _fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Claims:
        try:
            async with self._client() as client:
                reply = await client.request("GET", url, headers=headers or {}, withhold_token=True)
            reply.raise_for_status()
            found = reply.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise self._down(error) from error
        if not isinstance(found, dict):
            raise self._down("it answers with something else than an object")
        return found

    def _client(self) -> AsyncOAuth2Client:
        secret = self._settings.client_secret
        return AsyncOAuth2Client(
            self._settings.client_id,
            secret.get_secret_value() if secret else None,
            scope=self._settings.scope,
            redirect_uri=self._redirect,
            code_challenge_method="S256",
            timeout=TIMEOUT,
            follow_redirects=False,
            trust_env=False,
            verify=self._trust,
        )

    def _safe(self, url: object) -> bool:
        """An address over https; the one on this machine, where the issuer is there too."""
        parts = urlsplit(str(url or ""))
        here = urlsplit(self._settings.issuer).scheme == "http" and parts.hostname in LOCAL
        return bool(parts.hostname) and (parts.scheme == "https" or here)

    def _down(self, why: object) -> ProviderDown:
        logger.warning("The provider %s can't be used: %s", self._settings.issuer, why)
        return ProviderDown(f"{self._settings.issuer}: {why}")
