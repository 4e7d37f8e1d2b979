"""The desk: a user asks for a person; staff take over, answer, hand back and close."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from assistant.domain import AssistantError, Handoff, Message, NotAllowed, Reason, Role, State
from assistant.handoff.contact import check_contact
from assistant.handoff.delivering.domain import Parcel
from assistant.handoff.delivering.outbox import Outbox
from assistant.handoff.domain import MOVES, HandoffRequest
from assistant.handoff.hours import OpeningHours
from assistant.handoff.presence import Presence
from assistant.handoff.promise import promise
from assistant.handoff.topics import Topics
from assistant.masking import REACHING, mask
from assistant.records import Records
from assistant.records.desk_domain import Change, Mark, Note
from assistant.records.domain import Line, utc_now
from configs.domain import Language
from configs.texts import Texts

LONGEST_MESSAGE = 4000
"""Characters of a user's note or a reply of staff; the text `handoff.message_too_long` says so."""


class Handoffs:
    """Every change is atomic and kept, so that all of it is there after a restart.

    Raises `NotFound`, `NotAllowed`, `AssistantError` (with the key of a text) and `RecordsError`.
    """

    def __init__(
        self,
        records: Records,
        hours: OpeningHours,
        texts: Texts,
        clock: Callable[[], datetime] = utc_now,
        outbox: Outbox | None = None,
    ) -> None:
        self.presence = Presence(records, clock)
        self.topics = Topics({})
        self._records = records
        self._kept = records.handoffs
        self._hours = hours
        self._texts = texts
        self._clock = clock
        self.outbox = outbox

    def preview(self, conversation: str) -> list[Message]:
        """Exactly what the desk would see of the conversation."""
        return self._records.messages(conversation)

    def request(self, request: HandoffRequest) -> Handoff:
        """Queue a conversation for the desk; while one is active, that same one is returned.

        How to reach someone and the note go to the desk only, never into the conversation.
        """
        if not request.consent:
            raise NotAllowed("handoff.consent_needed")
        now = self._clock()
        asked = Handoff(
            id=secrets.token_urlsafe(18),
            conversation=request.conversation,
            reference="",
            state=State.CONTACT_ASKED,
            reason=request.reason,
            contact=check_contact(request.contact),
            note=mask(_within_limit(request.message), leave=REACHING).text,
            asked_at=now,
            language=request.language,
        )
        queued = _moved(asked, State.QUEUED)
        said = self._records.messages(request.conversation)
        parcel = Parcel(handoff=queued, messages=tuple(said))
        topic = self.topics.of(parcel)
        mark = Mark(topic=topic) if topic else None
        year = self._hours.local(now).year
        made = self._kept.add(queued, year, self._desks(parcel), mark)
        if self.outbox:
            self.outbox.call()
        return made

    def reason(self, conversation: str) -> Reason:
        """Why a person is asked for now: as the last answer offered one, or a report on it."""
        said = self._records.messages(conversation)
        answers = [message.answer for message in said if message.answer]
        if answers and answers[-1].id in self._records.desk.reported(conversation):
            return Reason.NEGATIVE_FEEDBACK
        return (answers and answers[-1].handoff.reason) or Reason.ASKED

    def active(self, conversation: str) -> Handoff | None:
        """The hand-off of this conversation that waits or is taken; the bot is silent in it."""
        return self._kept.active(conversation)

    def waiting(self) -> list[Handoff]:
        """The queue; who asked first comes first."""
        return self._kept.in_state(State.QUEUED)

    def of_staff(self, staff: str) -> list[Handoff]:
        """What this member of staff has taken and not closed."""
        return self._kept.in_state(State.TAKEN, staff.strip())

    def recent(self, limit: int) -> list[Handoff]:
        """The last hand-offs in any state; who asked last comes first."""
        return self._kept.latest(limit)

    def handoff(self, handoff: str) -> Handoff:
        """One hand-off."""
        return self._kept.get(handoff)

    def take(self, handoff: str, staff: str) -> Handoff:
        """Take it over: of two at once, one gets it. Taking one's own again changes nothing."""
        now, name = self._clock(), staff.strip()
        if not name:
            raise NotAllowed("handoff.name_needed")

        def alter(before: Handoff) -> Change:
            if before.state is State.TAKEN and before.staff == name:
                return Change(before, name, "")
            if before.state is State.TAKEN:
                raise NotAllowed("handoff.already_taken")
            after = _moved(before, State.TAKEN, staff=name, taken_at=now)
            return Change(after, name, "desk.take", self._notice("handoff.taken", after))

        return self._kept.change(handoff, now, alter)[0]

    def reply(self, handoff: str, staff: str, text: str) -> Message:
        """Answer the user; only by who took it."""
        words = _within_limit(text)
        if not words:
            raise AssistantError("handoff.message_empty")

        def alter(before: Handoff) -> Change:
            _require_owner(before, staff)
            said = Line(role=Role.STAFF, text=words, author=before.staff)
            return Change(before, before.staff, "desk.reply", said)

        message = self._kept.change(handoff, self._clock(), alter)[1]
        if message is None:
            raise NotAllowed("handoff.not_possible")
        return message

    def release(self, handoff: str, staff: str) -> Handoff:
        """Back to the queue; also by a colleague, or someone's absence would block it."""
        name = staff.strip()
        if not name:
            raise NotAllowed("handoff.name_needed")

        def alter(before: Handoff) -> Change:
            after = _moved(before, State.QUEUED, staff="", taken_at=None)
            line = self._notice("handoff.released", before)
            return Change(after, name, "desk.release", line, Mark())

        return self._kept.change(handoff, self._clock(), alter)[0]

    def pass_on(self, handoff: str, staff: str, to: Mark, note: str = "") -> Handoff:
        """To a colleague or a topic, with a note for them; whoever is free may still take it.

        What waits may be passed on by anyone, what is taken only by who has it.
        """
        words, name = mask(_within_limit(note), leave=REACHING).text, staff.strip()
        if not name or to == Mark():
            raise NotAllowed("handoff.name_needed" if not name else "handoff.nobody_chosen")

        def alter(before: Handoff) -> Change:
            if before.state is State.QUEUED:
                return Change(before, name, "desk.pass_on", None, to, words)
            _require_owner(before, staff)
            after = _moved(before, State.QUEUED, staff="", taken_at=None)
            line = self._notice("handoff.passed_on", before)
            return Change(after, name, "desk.pass_on", line, to, words)

        return self._kept.change(handoff, self._clock(), alter)[0]

    def note(self, handoff: str, staff: str, text: str) -> None:
        """Write something down for staff; the resident never sees it."""
        words = mask(_within_limit(text), leave=REACHING).text
        if not words:
            raise AssistantError("handoff.message_empty")
        written = Note(author=staff.strip(), text=words, at=self._clock())
        self._records.desk.add_note(handoff, written)

    def notes(self, handoff: str) -> list[Note]:
        """What staff wrote down, oldest first."""
        return self._records.desk.notes(handoff)

    def marks(self, handoffs: Iterable[Handoff]) -> Mapping[str, Mark]:
        """For whom each of these waits, by the id of the hand-off."""
        return self._records.desk.marks(one.id for one in handoffs)

    def close(self, handoff: str, staff: str, result: str = "") -> Handoff:
        """End it: the user is told so, and the bot answers again. `result` is for the desk."""
        now = self._clock()

        def alter(before: Handoff) -> Change:
            _require_owner(before, staff)
            noted = mask(_within_limit(result)).text
            after = _moved(before, State.CLOSED, closed_at=now, result=noted)
            return Change(after, after.staff, "desk.close", self._notice("handoff.closed", after))

        return self._kept.change(handoff, now, alter)[0]

    def promise(self, now: datetime, language: Language) -> str:
        """What may be promised about the time in which a person answers."""
        nobody = self.presence.counts and not self.presence.available()
        return promise(self._hours, self._texts, now, language, nobody=nobody)

    def _desks(self, parcel: Parcel) -> list[str]:
        """Where else the request goes, by what it is about."""
        desks = self.outbox.desks if self.outbox else ()
        return [desk.name for desk in desks if desk.takes(parcel)]

    def _notice(self, key: str, handoff: Handoff) -> Line:
        text = self._texts.say(key, handoff.language, name=handoff.staff)
        return Line(role=Role.SYSTEM, text=text)


def _moved(handoff: Handoff, to: State, **changes: object) -> Handoff:
    if to not in MOVES[handoff.state]:
        raise NotAllowed("handoff.not_possible")
    return handoff.model_copy(update={"state": to, **changes})


def _require_owner(handoff: Handoff, staff: str) -> None:
    if handoff.state is not State.TAKEN:
        raise NotAllowed("handoff.not_possible")
    if handoff.staff != staff.strip():
        raise NotAllowed("handoff.not_yours")


def _within_limit(text: str) -> str:
    if len(text) > LONGEST_MESSAGE:
        raise AssistantError("handoff.message_too_long")
    return text.strip()
