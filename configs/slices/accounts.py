"""The settings of accounts: who may log in, and what they may then do."""

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from configs.domain import Noun

RoleName = Literal["employee", "desk", "editor", "admin", "auditor"]
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})


class AccountsSettings(Noun):
    issuer: str = Field(
        "", description="OpenID Connect provider, by the name it gives itself; empty: passwords"
    )
    client_id: str = Field("", description="Name under which the provider knows the assistant")
    client_secret: SecretStr | None = Field(
        None, description="Secret that goes with that name; environment only"
    )
    scope: str = Field("openid profile email", description="What is asked of the provider")
    roles_claim: str = Field(
        "realm_access.roles", description="Where a token tells roles; dots lead inwards"
    )
    roles: dict[RoleName, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Per role what the provider calls it; a role left out: `vraagbaak-ROLE`",
    )
    employees_only: bool = Field(
        False, description="Only employees who logged in get the chat, API and documents"
    )
    audience: str = Field(
        "", description="Audience of access tokens that programs may bring; empty: none may"
    )
    session_hours: float = Field(9, gt=0, le=72, description="Hours after which to log in again")
    recheck_minutes: float = Field(
        5, ge=1, le=60, description="Minutes after which roles are asked of the provider anew"
    )
    leeway: int = Field(60, ge=0, le=300, description="How far the provider's clock may be off (s)")
    requests_per_minute: int = Field(
        120, ge=0, description="Most questions of one account in a minute; 0: no limit"
    )
    password: SecretStr | None = Field(
        None, description="Opens /beheer where no issuer is set; environment only"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.issuer:
            if self.employees_only:
                raise ValueError("employees_only needs an issuer, where employees log in")
            return self
        parts = urlsplit(self.issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
            raise ValueError("issuer must begin with https://")
        if not self.client_id or not self.client_secret:
            raise ValueError("an issuer needs client_id and client_secret")
        return self
