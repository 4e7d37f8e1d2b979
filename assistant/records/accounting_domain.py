"""The nouns of accounting for answers: what lay behind them, and what was said of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from assistant.domain import Complaint, Outcome, Reason, State
from configs.domain import Audience, Noun


class Refusal(Noun):
    """A sentence that was dropped: what it cited (passage ids), which check refused it, and why."""

    text: str
    cited: tuple[str, ...]
    check: str
    reason: str
    written: bool
    """By a model; otherwise it was a quote."""


class Behind(Noun):
    """How an answer came about, beyond what the answer itself tells.

    `setup` is the digest of a `Setup`, `checks` those that every sentence had to pass, `searched`
    the words that were searched with.
    """

    setup: str = ""
    checks: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    searched: str = ""
    audiences: tuple[Audience, ...] = ()


class Setup(Noun):
    """What answers depend on besides the library: settings without secrets, prompts, models."""

    digest: str
    content: Mapping[str, Any]
    at: datetime


class Passed(Noun):
    """That a conversation was passed to a person; nothing of who asked."""

    reference: str
    state: State
    reason: Reason
    at: datetime


class Wanted(Noun):
    """Which answers are looked for; what is empty asks nothing. `text`: an id or a reference."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    outcome: Outcome | None = None
    complaint: Complaint | None = None


class Listed(Noun):
    """An answer in a list."""

    id: str
    question: str
    outcome: Outcome
    edition: int | None
    complaint: Complaint | None
    at: datetime


class Signal(Noun):
    """A report of discrimination; `result` is what came of it."""

    id: int
    reference: str
    answer: str
    at: datetime
    mailed_at: datetime | None = None
    error: str = ""
    seen_by: str = ""
    seen_at: datetime | None = None
    result: str = ""


class Day(Noun):
    """The answers of a day (UTC), and how many of each complaint there were."""

    day: date
    answers: int
    complaints: Mapping[Complaint, int]
