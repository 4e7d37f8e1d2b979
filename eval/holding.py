"""What a library holds and which settings it was asked by, as a run keeps them."""

from collections.abc import Mapping

from configs.settings import Settings
from eval.domain import PageText
from ingest.library.library import Library

SECRET = "key", "password", "token", "secret"
"""Endings of the names of settings that are never written down."""


def held(library: Library) -> frozenset[str]:
    """The addresses of all pages of the published edition."""
    return frozenset(url for source in library.sources() for url in library.holdings(source))


def texts(library: Library, url: str) -> PageText:
    """What stands on a page of the published edition."""
    passages = library.show(url)
    leads = dict.fromkeys(span.lead for one in passages for span in one.sentences if span.lead)
    return PageText(passages=tuple(one.text for one in passages), leads=tuple(leads))


def public(settings: Settings) -> dict[str, object]:
    """All settings but the secrets, and addresses without the passwords in them."""
    found = settings.model_dump(mode="json")
    found["records"].pop("url", None)
    return {name: _open(value) for name, value in found.items()}


def _open(value: object) -> object:
    if not isinstance(value, Mapping):
        return value
    return {name: _open(one) for name, one in value.items() if not name.endswith(SECRET)}
