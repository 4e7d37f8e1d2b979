"""The nouns of delivery: what is sent, and where it goes."""

from collections.abc import Mapping
from typing import Protocol

from assistant.domain import Handoff, Message, Role
from configs.domain import Noun


class Parcel(Noun):
    """All that a desk is sent: the request, and the conversation as its user saw it."""

    handoff: Handoff
    messages: tuple[Message, ...]

    @property
    def question(self) -> str:
        """What it is about: the note, or else the last question before a person was asked."""
        asked = [
            message.text
            for message in self.messages
            if message.role is Role.USER and message.at <= self.handoff.asked_at
        ]
        return self.handoff.note or next(iter(reversed(asked)), "")

    @property
    def answer(self) -> Message | None:
        """The last thing that the assistant said."""
        said = [message for message in self.messages if message.role is Role.ASSISTANT]
        return said[-1] if said else None

    @property
    def sources(self) -> tuple[str, ...]:
        """The pages that were cited, in order."""
        answers = [message.answer for message in self.messages if message.answer]
        return tuple(dict.fromkeys(one.url for answer in answers for one in answer.citations))


class Desk(Protocol):
    """A place where requests are delivered, in steps that each happen once."""

    name: str

    def steps(self, parcel: Parcel) -> tuple[str, ...]:
        """The steps that this parcel takes, in order."""
        ...

    def send(
        self, step: str, parcel: Parcel, known: Mapping[str, str], *, again: bool
    ) -> Mapping[str, str]:
        """Do one step; gives at least what is known of `step` from now on.

        `again`: it was begun before and its end is not known, so look first whether it happened.
        Raises `TryLater`, or `Refused` where trying again can't help.
        """
        ...

    def takes(self, parcel: Parcel) -> bool:
        """Whether this request is about one of its topics."""
        ...


class DeliveryError(Exception):
    """A step failed; the message is for operators and holds no personal data."""


class TryLater(DeliveryError):
    """The other side is gone, full or broken for now."""


class Refused(DeliveryError):
    """The other side will never take it like this."""
