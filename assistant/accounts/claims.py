"""From what a provider says of someone to our roles and a name."""

from collections.abc import Mapping
from typing import Any

from assistant.accounts.domain import AccountRole
from configs.slices.accounts import AccountsSettings

NAMES = ("name", "preferred_username", "email", "sub")
"""Where a name may stand (OpenID Connect Core 1.0, 5.1), the best first."""
LONGEST_NAME = 60
OWN = "vraagbaak-"
"""What a role is called at the provider where the settings do not say."""


def roles_of(claims: Mapping[str, Any], settings: AccountsSettings) -> frozenset[AccountRole]:
    """The roles that the claim of the settings gives; none where it is absent or odd."""
    told = told_roles(claims, settings.roles_claim)
    return frozenset(role for role in AccountRole if told & _called(role, settings))


def told_roles(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """What stands at the path: a list of names, or one. A claim may have dots in its own name."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return frozenset({found})
    if not isinstance(found, list):
        return frozenset()
    return frozenset(one for one in found if isinstance(one, str))


def name_of(claims: Mapping[str, Any]) -> str:
    """The name that others read."""
    names = (" ".join(str(claims.get(key, "")).split()) for key in NAMES)
    return next(filter(None, names), "")[:LONGEST_NAME]


def _called(role: AccountRole, settings: AccountsSettings) -> frozenset[str]:
    return frozenset(settings.roles.get(role.value, (f"{OWN}{role.value}",)))
