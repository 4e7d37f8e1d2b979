"""The noun that a user hands over, and the table of moves that a hand-off may make."""

from collections.abc import Mapping

from assistant.domain import Contact, Reason, State
from configs.domain import Language, Noun

MOVES: Mapping[State, frozenset[State]] = {
    State.BOT: frozenset({State.OFFERED, State.CONTACT_ASKED}),
    State.OFFERED: frozenset({State.BOT, State.CONTACT_ASKED}),
    State.CONTACT_ASKED: frozenset({State.BOT, State.QUEUED}),
    State.QUEUED: frozenset({State.TAKEN}),
    State.TAKEN: frozenset({State.QUEUED, State.CLOSED}),
    State.CLOSED: frozenset(),
}
"""From a state to the states it may become.

Up to `contact_asked` everything stands on the user's screen alone and nothing is kept; a closed
hand-off stays closed, and its conversation is with the bot again.
"""


class HandoffRequest(Noun):
    """What a user sends when asking for a person; `contact` None: skipped."""

    conversation: str
    reason: Reason = Reason.ASKED
    consent: bool
    contact: Contact | None = None
    message: str = ""
    language: Language = Language.NL
