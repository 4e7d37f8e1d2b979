"""The settings of the server and of the desk."""

import re
from datetime import date, time
from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from configs.domain import Noun

_ORIGIN = re.compile(
    r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?"
)


def _origin(text: str) -> str:
    """An origin as browsers write it (RFC 6454), since it goes into a policy and is compared."""
    if not _ORIGIN.fullmatch(text):
        raise ValueError(
            f"{text!r} is no origin; write it as https://www.gemeente.nl, without a path"
            " (http only for 127.0.0.1 and localhost)"
        )
    return text


def _network(text: str) -> str:
    ip_network(text)
    return text


Origin = Annotated[str, AfterValidator(_origin)]
Network = Annotated[str, AfterValidator(_network)]

Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class ServerSettings(Noun):
    host: str = Field("127.0.0.1", description="Address the server listens on")
    port: int = Field(7860, ge=0, le=65535, description="Port the server listens on")
    slots: int = Field(
        0, ge=0, le=5000, description="Chats answered at the same time; 0: what suits the writer"
    )
    queue: int = Field(2000, ge=1, description="Chats that may wait before 'busy' is said")
    public_url: str = Field("", description="Address of the assistant as its users see it")
    requests_per_minute: int = Field(
        600, ge=0, description="Most questions from one address in a minute; 0: no limit"
    )
    embed_origins: tuple[Origin, ...] = Field(
        (), description="Websites that may show the chat, such as https://www.gemeente.nl"
    )
    trusted_proxies: tuple[Network, ...] = Field(
        ("127.0.0.1", "::1"),
        description="Proxies whose X-Forwarded-For and -Proto count: addresses or networks",
    )


class DeskSettings(Noun):
    password: SecretStr | None = Field(None, description="Opens /balie; environment only")
    time_zone: str = Field("Europe/Amsterdam", description="Time zone of the opening hours")
    country: str = Field(
        "NL", description="Public holidays of this country are closed; empty: none"
    )
    closed_on: tuple[date, ...] = Field((), description="Further days on which the desk is closed")
    hours: dict[Day, tuple[tuple[time, time], ...]] = Field(
        default_factory=dict, description="Opening hours per weekday; a day left out is closed"
    )
    topics: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Topics of the desk, each with the words that a request goes to it by",
    )
    approve: Literal["off", "generated", "all"] = Field(
        "off", description="Which answers staff see before the resident does"
    )
    approve_minutes: int = Field(
        10, ge=1, le=1440, description="So long they have for it; then a person is offered"
    )
