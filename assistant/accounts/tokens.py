"""Hold a token against its signature, its issuer, for whom it is, and the time.

ID tokens as OpenID Connect Core 1.0, 3.1.3.7; access tokens as RFC 9068, 4, as far as Keycloak and
Entra follow it; logout tokens as OpenID Connect Back-Channel Logout 1.0, 2.6.
"""

from collections.abc import Mapping
from typing import Any

from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from assistant.accounts.domain import Untrusted

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key of the provider only: never `none`, never a secret that we share."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
NO_ACCESS = frozenset({"nonce", "at_hash", "events"})
"""Claims of other kinds of tokens, which must not pass for an access token."""
OTHER_KINDS = frozenset({"id", "logout", "refresh", "offline"})
"""What Keycloak calls those in its claim `typ`."""
LOGOUT_AGE = 300
"""A logout token is sent at once; an older one is not taken (s)."""

Claims = dict[str, Any]


class UnknownKey(Exception):
    """The token names a key that is not in the set: the provider may have a new one."""


class Checker:
    """Checks what one provider signed for one client."""

    def __init__(self, issuer: str, client: str, leeway: int) -> None:
        self._issuer, self._client, self._leeway = issuer, client, leeway

    def identity(self, token: str, keys: KeySet, nonce: str, access: str) -> Claims:
        """The claims of an ID token; `nonce` empty: of a renewed one, where it may be absent."""
        claims, header = _opened(token, keys)
        params = {"nonce": nonce, "client_id": self._client, "access_token": access}
        made = CodeIDToken(claims, header, self._expected(self._client), params)
        self._validate(made)
        if str(claims.get("typ", "")).lower() in OTHER_KINDS - {"id"}:
            raise Untrusted("this is no ID token")
        return claims

    def access(self, token: str, keys: KeySet, audience: str) -> Claims:
        """The claims of an access token for us."""
        claims, header = _opened(token, keys)
        kind = str(claims.get("typ", "")).lower()
        if NO_ACCESS & claims.keys() or kind in OTHER_KINDS:
            raise Untrusted("this is no access token")
        options = self._expected(audience) | {"exp": {"essential": True}}
        self._validate(JWTClaims(claims, header, options))
        return claims

    def logout(self, token: str, keys: KeySet) -> Claims:
        """The claims of a logout token: it has `sub` or `sid`, or both."""
        claims, header = _opened(token, keys)
        options = self._expected(self._client) | {"iat": {"essential": True}}
        self._validate(JWTClaims(claims, header, options))
        events = claims.get("events")
        if not isinstance(events, Mapping) or LOGOUT not in events or "nonce" in claims:
            raise Untrusted("this is no logout token")
        if not (claims.get("sub") or claims.get("sid")):
            raise Untrusted("a logout token of nobody")
        return claims

    def _expected(self, audience: str) -> dict[str, Any]:
        return {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": audience},
        }

    def _validate(self, claims: JWTClaims) -> None:
        try:
            claims.validate(leeway=self._leeway)
        except JoseError as error:
            raise Untrusted(f"token refused: {error}") from error
        except (TypeError, ValueError) as error:  # a claim of a kind that nobody expects
            raise Untrusted("token refused: a claim is malformed") from error


def _opened(token: str, keys: KeySet) -> tuple[Claims, dict[str, Any]]:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        opened = jwt.decode(token, key=keys, registry=registry)
    except InvalidKeyIdError as error:
        raise UnknownKey from error
    except (JoseError, ValueError) as error:
        raise Untrusted(f"token refused: {error or type(error).__name__}") from error
    return dict(opened.claims), dict(opened.header)
