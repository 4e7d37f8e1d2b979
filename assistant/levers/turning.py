"""Where an editor may send people: the organisation's own contacts, and the allowed links."""

from collections.abc import Iterable
from enum import StrEnum

from assistant.checking.terms import unknown_links, unknown_numbers
from assistant.evidence import Evidence
from assistant.sanitise import safe_link
from configs.theme import Theme


class Turn(StrEnum):
    """What a contact is."""

    NONE = "none"
    LINK = "link"
    WORDS = "words"


def turn_of(text: str) -> Turn:
    """A link is shown as one; a number or an address is said."""
    if not text:
        return Turn.NONE
    return Turn.LINK if safe_link(text) else Turn.WORDS


def turns(theme: Theme, allowed: Iterable[str]) -> tuple[str, ...]:
    """What may be chosen, each once."""
    contact = theme.contact
    own = (theme.url, contact.url, contact.phone, contact.email, theme.my_environment)
    return tuple(dict.fromkeys(filter(None, (*own, *allowed))))


def strangers(text: str, allowed: Iterable[str]) -> list[str]:
    """Links, e-mails and phone numbers in a text that are not allowed."""
    known = " ; ".join(allowed)
    held = Evidence(texts=(known,), leads=(), around=(), verbatim=False)
    links = [link.rstrip(".,;:!?)") for link in unknown_links(text, held)]
    return [*links, *unknown_numbers(text, known)]
