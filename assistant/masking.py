"""Personal data found in a text and replaced by its kind, before anything is stored or sent on."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from assistant import masking_rules as rules
from assistant.masking_homes import homes
from assistant.masking_names import names


class Kind(StrEnum):
    """The kinds of personal data that are recognised, in the order they are looked for."""

    EMAIL = "email"
    IBAN = "iban"
    PHONE = "phone"
    BSN = "bsn"
    ADDRESS = "address"
    PLATE = "plate"
    NAME = "name"


TOKENS = {
    Kind.EMAIL: "[e-mailadres]",
    Kind.IBAN: "[iban]",
    Kind.PHONE: "[telefoonnummer]",
    Kind.BSN: "[bsn]",
    Kind.ADDRESS: "[adres]",
    Kind.PLATE: "[kenteken]",
    Kind.NAME: "[naam]",
}
"""What stands in the text instead; no token can itself be taken for personal data."""

REACHING = frozenset({Kind.EMAIL, Kind.PHONE, Kind.NAME})
"""How to reach someone: left standing in what a person writes to the desk."""


class Masked(NamedTuple):
    """The text with tokens in it, and which kinds were found, in the order of `Kind`."""

    text: str
    kinds: tuple[Kind, ...] = ()


def mask(text: str, leave: Iterable[Kind] = ()) -> Masked:
    """Replace personal data by tokens, but leave some kinds; a second time changes nothing."""
    left = frozenset(leave)
    found: set[Kind] = set()
    before = None
    while before != text:  # a token can set free a number that touched what it replaced
        before = text
        for kind, replace in REPLACERS.items():
            if kind not in left and (masked := replace(text, TOKENS[kind])) != text:
                found.add(kind)
                text = masked
    return Masked(text, tuple(kind for kind in Kind if kind in found))


def _addresses(text: str, token: str) -> str:
    return homes(rules.addresses(text, token), token)


REPLACERS = {
    Kind.EMAIL: rules.emails,
    Kind.IBAN: rules.ibans,
    Kind.PHONE: rules.phones,
    Kind.BSN: rules.bsns,
    Kind.ADDRESS: _addresses,
    Kind.PLATE: rules.plates,
    Kind.NAME: names,
}
