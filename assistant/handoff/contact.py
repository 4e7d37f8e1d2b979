"""Is this a way to reach someone? Plausible is enough: only a person can try it."""

import re

from assistant.domain import AssistantError, Contact

EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+")
PHONE = re.compile(r"\+?[\d ().\u2010-\u2013-]+")
DIGITS = range(10, 16)
"""How many digits a phone number has, from a Dutch one to the longest there is (E.164)."""


def check_contact(contact: Contact | None) -> Contact | None:
    """The contact without spaces around it, or None where nothing is filled in.

    Raises `AssistantError` when the e-mail address or the phone number can't be one.
    """
    if contact is None:
        return None
    given = Contact(**{name: value.strip() for name, value in contact.model_dump().items()})
    digits = sum(sign.isdecimal() for sign in given.phone)
    wrong_phone = given.phone and (not PHONE.fullmatch(given.phone) or digits not in DIGITS)
    if wrong_phone or (given.email and not EMAIL.fullmatch(given.email)):
        raise AssistantError("handoff.contact_invalid")
    return None if given == Contact() else given
