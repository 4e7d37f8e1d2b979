"""The list of the desk: which conversations and answers stand in it, and what each is about."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.domain import Handoff, Role
from assistant.handoff.summary import shortened
from assistant.records.desk_domain import Approval, Mark
from assistant.web.balie.parts import TOPIC
from assistant.web.port import Service

APPROVAL = "approval:"
"""What is selected begins so where it is an answer to be looked at, and no conversation."""
RECENT = 300
"""Hand-offs that `all` shows at most, closed ones included."""
SUBJECT, SUBJECTS = 90, 5_000
"""Characters of a subject, and how many are remembered: what a request is about never changes."""


@dataclass(frozen=True)
class Here:
    """Who looks, and at what."""

    name: str
    selected: str = ""
    filter: str = "waiting"


@dataclass(frozen=True)
class Listing:
    """Reads the records; remembers only subjects."""

    service: Service
    subjects: dict[str, str] = field(default_factory=dict)

    def wanted(self, here: Here, waiting: list[Handoff]) -> list[Handoff]:
        """The hand-offs that this filter shows."""
        handoffs = self.service.handoffs
        if here.filter == "mine":
            marks = handoffs.marks(waiting)
            meant = [one for one in waiting if marks.get(one.id, Mark()).meant_for == here.name]
            return handoffs.of_staff(here.name) + meant
        if here.filter == "all":
            return handoffs.recent(RECENT)
        if here.filter.startswith(TOPIC):
            marks, topic = handoffs.marks(waiting), here.filter.removeprefix(TOPIC)
            return [one for one in waiting if marks.get(one.id, Mark()).topic == topic]
        return handoffs.of_staff(here.name) + waiting

    def entry(self, handoff: Handoff, mark: Mark) -> dict[str, object]:
        """One of them, as the list shows it."""
        return {
            "handoff": handoff,
            "mark": mark,
            "subject": self._subject(handoff),
            "minutes": _minutes(handoff.asked_at),
        }

    def _subject(self, handoff: Handoff) -> str:
        if handoff.id not in self.subjects:
            if len(self.subjects) >= SUBJECTS:
                self.subjects.clear()
            lines = self.service.records.messages(handoff.conversation)
            asked = [
                line.text
                for line in lines
                if line.role is Role.USER and line.at <= handoff.asked_at and line.text
            ]
            said = asked[-1] if asked else handoff.note or handoff.reference
            self.subjects[handoff.id] = shortened(said)[:SUBJECT]
        return self.subjects[handoff.id]

    def reviews(self, here: Here, waiting: list[Approval]) -> list[dict[str, object]]:
        """The answers to be looked at, which stand above what waits."""
        shown = waiting if here.filter in {"waiting", "all"} else []
        return [
            {
                "key": f"{APPROVAL}{one.id}",
                "subject": shortened(one.question)[:SUBJECT],
                "minutes": _minutes(one.at),
            }
            for one in shown
        ]


def _minutes(at: datetime) -> int:
    return max(0, int((datetime.now(UTC) - at).total_seconds() // 60))
