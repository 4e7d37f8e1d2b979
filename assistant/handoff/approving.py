"""Approve mode: staff see an answer first, and approve, edit or reject it; silence never follows.

What is held back is kept before the resident hears that a person looks at it; where it cannot be
kept, it isn't shown either. When the desk is closed the resident is offered a person at once, and
when nobody looks in time, then.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from assistant.domain import (
    CITING,
    Answer,
    AssistantError,
    Completeness,
    NotAllowed,
    Offer,
    Outcome,
    Reason,
    Role,
)
from assistant.draft import Draft
from assistant.handoff.editing import read_edited
from assistant.masking import mask
from assistant.records import Records
from assistant.records.accounting_domain import Behind
from assistant.records.desk_domain import Approval, Review
from assistant.records.domain import Line, utc_now
from assistant.records.journal import found_of
from configs.domain import Language
from configs.slices.server import DeskSettings
from configs.texts import Texts

logger = logging.getLogger(__name__)
LONGEST_REASON = 1000
"""Characters of the reason for which an answer is rejected."""
Decided = tuple[Approval, list[Line], Answer | None]


class Desk(NamedTuple):
    """What approving must know of the desk: whether it is open, and what may be promised."""

    is_open: Callable[[datetime], bool]
    promise: Callable[[datetime, Language], str]


class Approvals:
    """Raises `NotFound`, `NotAllowed`, `AssistantError` (with the key of a text)."""

    def __init__(
        self,
        records: Records,
        texts: Texts,
        settings: DeskSettings,
        desk: Desk,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.records = records
        self.keep: Callable[[Draft, Answer], object] = self._plainly
        """Keeps an answer that is shown at once."""
        self.behind: Callable[[Draft], Behind] = lambda _: Behind()
        """What lay behind an answer; kept with it, and with what becomes of it."""
        self._kept = records.approvals
        self._texts = texts
        self._mode = settings.approve
        self._wait = timedelta(minutes=settings.approve_minutes)
        self._desk = desk
        self._clock = clock

    @property
    def on(self) -> bool:
        """Whether any answer is held back."""
        return self._mode != "off"

    def journal(self, draft: Draft, answer: Answer) -> Answer:
        """Keep an answer; gives what the resident sees: that one, or that a person looks first."""
        if not self._holds(answer):
            self.keep(draft, answer)
            return answer
        now = self._clock()
        is_open = self._desk.is_open(now)
        told = self._told(answer, now, is_open=is_open)
        approval = Approval(
            id=told.id,
            conversation=answer.conversation,
            question=mask(draft.text).text,
            answer=answer,
            found=found_of(draft.hits),
            behind=self.behind(draft),
            state=Review.WAITING if is_open else Review.EXPIRED,
            at=now,
            due=now + self._wait if is_open else now,
        )
        try:
            self._kept.hold(approval, told, draft.hits)
        except AssistantError:
            logger.exception("Could not keep an answer that a person must see first.")
            failed = self._say(answer.language, "failed")
            return self._own(answer, Outcome.FAILED, failed, Reason.FAILED)
        return told

    def waiting(self) -> list[Approval]:
        """What is to be looked at; what was asked first comes first."""
        self.expire()
        return self._kept.waiting()

    def approval(self, approval: str) -> Approval:
        """One of them."""
        return self._kept.get(approval)

    def pending(self, conversation: str) -> bool:
        """Whether the resident waits for one."""
        return self._kept.pending(conversation)

    def approve(self, approval: str, staff: str) -> Approval:
        """Show the answer as it was made."""

        def decide(before: Approval) -> Decided:
            shown = self._looked_at(before.answer)
            after = before.model_copy(
                update={"state": Review.APPROVED, "staff": staff, "shown": shown}
            )
            return after, [_line(shown)], shown

        return self._decide(approval, staff, decide)

    def edit(self, approval: str, staff: str, text: str) -> Approval:
        """Show what is left of its claims, and a person's words as a person's words."""

        def decide(before: Approval) -> Decided:
            edited = read_edited(before.answer, text)
            shown = self._looked_at(edited.answer) if edited.answer else None
            if shown is None and not edited.words:
                raise AssistantError("handoff.message_empty")
            lines = [_line(shown)] if shown else []
            if edited.words:
                lines.append(Line(role=Role.STAFF, text=edited.words, author=staff))
            more = {"state": Review.EDITED, "staff": staff, "shown": shown, "words": edited.words}
            return before.model_copy(update=more), lines, shown

        return self._decide(approval, staff, decide)

    def reject(self, approval: str, staff: str, reason: str) -> Approval:
        """Show nothing of it; the resident is offered a person."""
        why = mask(reason.strip()).text
        if not why or len(why) > LONGEST_REASON:
            raise AssistantError("desk.review_reason_needed")

        def decide(before: Approval) -> Decided:
            made = before.answer
            told = self._own(
                made,
                Outcome.UNSUPPORTED,
                self._say(made.language, "review_rejected"),
                Reason.APPROVAL,
            )
            more = {"state": Review.REJECTED, "staff": staff, "reason": why}
            return before.model_copy(update=more), [_line(told)], told

        return self._decide(approval, staff, decide)

    def expire(self) -> int:
        """Offer a person to whoever waited in vain; how many did."""
        late = self._kept.overdue(self._clock())
        for approval in late:
            try:
                self._kept.decide(approval, self._clock(), self._expired)
            except NotAllowed:  # someone was just in time
                continue
        return len(late)

    def _decide(self, approval: str, staff: str, decide: Callable[[Approval], Decided]) -> Approval:
        def once(before: Approval) -> Decided:
            if before.state is Review.EXPIRED:
                raise NotAllowed("desk.review_too_late")
            if before.state is not Review.WAITING:
                raise NotAllowed("desk.review_done")
            return decide(before)

        if not staff.strip():
            raise NotAllowed("handoff.name_needed")
        return self._kept.decide(approval, self._clock(), once)

    def _expired(self, before: Approval) -> Decided:
        if before.state is not Review.WAITING:
            raise NotAllowed("desk.review_done")
        made = before.answer
        promise = self._desk.promise(self._clock(), made.language)
        told = self._own(
            made,
            Outcome.REVIEW,
            f"{self._say(made.language, 'review_expired')} {promise}",
            Reason.APPROVAL,
        )
        return before.model_copy(update={"state": Review.EXPIRED}), [_line(told)], told

    def _plainly(self, draft: Draft, answer: Answer) -> None:
        self.records.record(answer, draft.text, draft.hits)

    def _holds(self, answer: Answer) -> bool:
        if not self.on or answer.outcome not in CITING:
            return False
        return self._mode == "all" or bool(answer.written)

    def _told(self, answer: Answer, now: datetime, *, is_open: bool) -> Answer:
        """What is said at once: that a person looks, or that nobody is there to."""
        if is_open:
            minutes = round(self._wait.total_seconds() / 60)
            text = self._say(answer.language, "review", minutes=minutes)
            return self._own(answer, Outcome.REVIEW, text, None)
        promise = self._desk.promise(now, answer.language)
        text = f"{self._say(answer.language, 'review_closed')} {promise}"
        return self._own(answer, Outcome.REVIEW, text, Reason.APPROVAL)

    def _own(self, answer: Answer, outcome: Outcome, text: str, reason: Reason | None) -> Answer:
        """The assistant's own words in the place of an answer."""
        return Answer(
            id=uuid4().hex,
            conversation=answer.conversation,
            outcome=outcome,
            completeness=Completeness.NONE,
            notice=self._say(answer.language, "notice_own_words"),
            language=answer.language,
            message=text,
            handoff=Offer(offered=reason is not None, reason=reason),
            edition=answer.edition,
            seconds=answer.seconds,
        )

    def _looked_at(self, answer: Answer) -> Answer:
        said = self._say(answer.language, "notice_approved")
        return answer.model_copy(update={"notice": f"{answer.notice} {said}"})

    def _say(self, language: Language, key: str, **fields: object) -> str:
        return self._texts.say(f"answering.{key}", language, **fields)


def _line(answer: Answer) -> Line:
    said = [claim.text for claim in answer.claims] + [answer.message]
    return Line(role=Role.ASSISTANT, text="\n".join(filter(None, said)))
