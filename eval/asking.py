"""Whom the cases are put to: what an endpoint has to offer, and how one is opened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pydantic import SecretStr

from configs.settings import Settings
from eval.domain import Case, Given, PageText, RunError


class EndpointDown(RunError):
    """Nobody answers there now: nothing is kept of this case, and the run can be resumed."""


@dataclass(frozen=True)
class About:
    """What an endpoint tells of itself, for `run.json`."""

    edition: int | None = None
    writer: str = ""
    model: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)


class Endpoint(Protocol):
    """Answers cases; used from one event loop, several at a time."""

    def about(self) -> About:
        """What stands behind it."""
        ...

    async def ask(self, case: Case) -> Given:
        """What this case gets. Raises `EndpointDown` when nobody answers."""
        ...

    def holdings(self) -> frozenset[str]:
        """The addresses of the pages that it knows; empty where it does not tell."""
        ...

    def page(self, url: str) -> PageText:
        """What stands on a page; empty where it does not tell."""
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


@dataclass(frozen=True)
class Place:
    """Where an endpoint is to be found, and where it may write (`out`)."""

    settings: Settings
    out: Path
    url: str = ""
    model: str = ""
    key: SecretStr | None = None


@dataclass(frozen=True)
class Opening:
    """`about` says in one line whom it asks."""

    about: str
    open: Callable[[Place], Endpoint]


def matches(url: str, gold: Iterable[str]) -> bool:
    """Whether an address is one of the gold pages, which may be the ends of addresses."""
    return any(url == page or (page.startswith("/") and url.endswith(page)) for page in gold)
