"""Which requests a desk is for, by the words in them."""

from collections.abc import Iterable

from assistant.domain import Role
from assistant.handoff.delivering.domain import Parcel
from models.dutch import stems


def about(parcel: Parcel, topics: Iterable[str]) -> bool:
    """Whether the request holds one of these words, in any form; without words it is about all."""
    wanted = {stem for topic in topics for stem in stems(topic)}
    asked = [message.text for message in parcel.messages if message.role is Role.USER]
    held = {stem for text in (*asked, parcel.handoff.note) for stem in stems(text)}
    return not wanted or bool(wanted & held)
