"""What is kept to account for answers: the setup, what was dropped, complaints, and signals."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from assistant.domain import Complaint, NotFound
from assistant.masking import mask
from assistant.records import auditing
from assistant.records.accounting_domain import Behind, Day, Listed, Passed, Setup, Signal, Wanted
from assistant.records.accounting_tables import BehindRow, ComplaintRow, SetupRow, SignalRow
from assistant.records.database import Database
from assistant.records.domain import Act, Dossier
from assistant.records.rows import GONE, dossier_of, storable
from assistant.records.tables import AnswerRow, HandoffRow, ReportRow, StatisticRow


class AccountingRecords:
    """Behind answers; every look that a person takes is the caller's to note in the audit log."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def keep_setup(self, setup: Setup) -> None:
        """Once for each that differs."""
        with self._database.writing() as session:
            if session.get(SetupRow, setup.digest) is None:
                session.add(SetupRow(**setup.model_dump(mode="python")))

    def dossier(self, answer: str) -> Dossier:
        """Everything behind an answer; `NotFound` without it."""
        with self._database.reading() as session:
            row = session.get(AnswerRow, answer)
            if row is None:
                raise NotFound(GONE)
            kept = session.get(BehindRow, answer)
            setup = session.get(SetupRow, kept.setup) if kept else None
            signal = session.scalar(_signals().where(SignalRow.answer == answer))
            return dossier_of(
                row,
                behind=kept and Behind(setup=kept.setup, **kept.content),
                setup=setup and Setup.model_validate(setup, from_attributes=True),
                signal=reference_of(signal) if signal else "",
                passed=_passed(session, row.conversation),
            )

    def search(self, wanted: Wanted, limit: int = 100) -> list[Listed]:
        """The latest answers that fit, newest first."""
        query = select(AnswerRow).order_by(AnswerRow.at.desc(), AnswerRow.id).limit(limit)
        with self._database.reading() as session:
            return [_listed(row) for row in session.scalars(_fitting(query, wanted)).unique()]

    def complain(self, answer: str, complaint: Complaint, remark: str) -> str:
        """Keep a report, its count and, for discrimination, a signal, whose reference it gives."""
        now, masked = self._clock(), storable(mask(remark).text)
        with self._database.writing() as session:
            if session.get(AnswerRow, answer, with_for_update={"of": AnswerRow}) is None:
                raise NotFound(GONE)
            if before := session.get(ReportRow, answer):
                _count(session, before.at.date(), before.complaint, -1)
            _count(session, now.date(), complaint.value, 1)
            made = ReportRow(answer=answer, complaint=complaint.value, remark=masked, at=now)
            session.merge(made)
            return _signal(session, answer, now) if complaint is Complaint.DISCRIMINATING else ""

    def days(self, since: date) -> list[Day]:
        """Answers and complaints of each day (UTC) that has any, oldest first."""
        counted: dict[date, dict[Complaint, int]] = defaultdict(dict)
        with self._database.reading() as session:
            for row in session.scalars(select(ComplaintRow).where(ComplaintRow.day >= since)):
                counted[row.day][Complaint(row.complaint)] = row.count
            of_day = select(StatisticRow.day, func.count().label("many"))
            of_day = of_day.where(StatisticRow.day >= since).group_by(StatisticRow.day)
            answers = {row.day: row.many for row in session.execute(of_day)}
        return [
            Day(day=day, answers=answers.get(day, 0), complaints=counted.get(day, {}))
            for day in sorted({*counted, *answers})
        ]

    def signals(self, *, unsent: bool = False) -> list[Signal]:
        """The reports of discrimination, newest first; `unsent` those that nobody was mailed of."""
        query = _signals().where(SignalRow.mailed_at.is_(None)) if unsent else _signals()
        with self._database.reading() as session:
            return [_signal_of(row) for row in session.scalars(query)]

    def sent(self, signal: int, error: str = "") -> None:
        """That a signal was mailed, or what stood in the way."""
        at = None if error else self._clock()
        of_it = update(SignalRow).where(SignalRow.id == signal)
        with self._database.writing() as session:
            session.execute(of_it.values(mailed_at=at, error=error))

    def judge(self, signal: int, who: str, result: str) -> None:
        """What came of a signal, by whom; the same moment stands in the audit log."""
        now = self._clock()
        with self._database.writing() as session:
            row = session.get(SignalRow, signal)
            if row is None:
                raise NotFound(GONE)
            row.seen_by, row.seen_at, row.result = who, now, storable(mask(result).text)
            subject = reference_of(row)
            auditing.note(session, Act(who=who, action="audit.judge", subject=subject, at=now))


def reference_of(signal: SignalRow) -> str:
    """What the reporter is told, such as D-2026-00003."""
    return f"D-{signal.at.year}-{signal.id:05d}"


def _signals() -> Select[SignalRow]:
    return select(SignalRow).order_by(SignalRow.id.desc())


def _signal_of(row: SignalRow) -> Signal:
    named = {name: getattr(row, name) for name in Signal.model_fields if name != "reference"}
    return Signal(reference=reference_of(row), **named)


def _signal(session: Session, answer: str, at: datetime) -> str:
    """A second report on the same answer is the same signal."""
    row = session.scalar(_signals().where(SignalRow.answer == answer))
    if row is None:
        row = SignalRow(answer=answer, at=at, error="", seen_by="", result="")
        session.add(row)
        session.flush()
    return reference_of(row)


def _count(session: Session, day: date, complaint: str, more: int) -> None:
    row = session.get(ComplaintRow, (day, complaint), with_for_update=True)
    if row is None:
        row = ComplaintRow(day=day, complaint=complaint, count=0)
        session.add(row)
    row.count = max(0, row.count + more)


def _passed(session: Session, conversation: str) -> Iterable[Passed]:
    query = select(HandoffRow).where(HandoffRow.conversation == conversation)
    return [
        Passed(reference=row.reference, state=row.state, reason=row.reason, at=row.asked_at)
        for row in session.scalars(query.order_by(HandoffRow.asked_at))
    ]


def _fitting(query: Select[AnswerRow], wanted: Wanted) -> Select[AnswerRow]:
    """Days are those of UTC."""
    if text := wanted.text.strip():
        query = query.where(_named(text))
    if wanted.since:
        query = query.where(AnswerRow.at >= _start(wanted.since))
    if wanted.until:
        query = query.where(AnswerRow.at < _start(wanted.until) + timedelta(days=1))
    if wanted.outcome:
        query = query.where(AnswerRow.outcome == wanted.outcome.value)
    if wanted.complaint:
        reported = select(ReportRow.answer).where(ReportRow.complaint == wanted.complaint.value)
        query = query.where(AnswerRow.id.in_(reported))
    return query


def _named(text: str) -> ColumnElement[bool]:
    """An answer's id, a conversation's, or the reference of a request or a signal."""
    of_request = select(HandoffRow.conversation).where(HandoffRow.reference == text.upper())
    number = text.rpartition("-")[2]
    signal = int(number) if text.upper().startswith("D-") and number.isdecimal() else 0
    of_signal = select(SignalRow.answer).where(SignalRow.id == signal)
    return or_(
        AnswerRow.id == text,
        AnswerRow.conversation == text,
        AnswerRow.conversation.in_(of_request),
        AnswerRow.id.in_(of_signal),
    )


def _listed(row: AnswerRow) -> Listed:
    return Listed(
        id=row.id,
        question=row.question,
        outcome=row.outcome,
        edition=row.edition,
        complaint=row.report.complaint if row.report else None,
        at=row.at,
    )


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
