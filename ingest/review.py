"""How a source stands with the person who must look at it again: it warns, and later rests.

A source that rests is not read, and its pages are not cited, until somebody moves `review_by`.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from ingest.domain import Source

SOON = timedelta(days=30)


class Standing(StrEnum):
    """How a source stands today."""

    APPROVED = "approved"
    SOON = "review due soon"
    OVERDUE = "review overdue"
    RESTS = "rests"
    PROPOSED = "proposed"


def rests_from(source: Source, grace: int) -> date:
    """The first day on which a source rests, `grace` days after its review was due."""
    return source.review_by + timedelta(days=grace + 1)


def standing(source: Source, today: date, grace: int) -> Standing:
    """How a source stands today; `grace` are the days of `ingest.review_grace`."""
    if source.proposed:
        return Standing.PROPOSED
    if today >= rests_from(source, grace):
        return Standing.RESTS
    if today > source.review_by:
        return Standing.OVERDUE
    return Standing.SOON if today >= source.review_by - SOON else Standing.APPROVED


def overdue(source: Source, today: date) -> str:
    """What to tell the owner when the review date has passed; empty before that."""
    if source.review_by >= today:
        return ""
    return (
        f"source {source.name}: the review by {source.owner} was due on {source.review_by}; "
        "check the source and move review_by"
    )


def refusal(source: Source, today: date, grace: int) -> str:
    """Why a source may not be read today; empty where it may."""
    stands = standing(source, today, grace)
    if stands is Standing.PROPOSED:
        return (
            f"source {source.name} is a proposal; read its file, correct it, and take the line "
            "`proposed: true` away"
        )
    if stands is Standing.RESTS:
        return (
            f"source {source.name} rests since {rests_from(source, grace)}: the review by "
            f"{source.owner} was due on {source.review_by}; its pages are not cited until "
            "somebody has checked it and moved review_by"
        )
    return ""


class Resting:
    """The names of the sources that may not be cited now; each call goes through the list."""

    def __init__(self, sources: Iterable[Source], grace: int) -> None:
        self._sources = sources
        self._grace = grace

    def __call__(self) -> frozenset[str]:
        """Their names, as of today (UTC)."""
        today = datetime.now(UTC).date()
        return frozenset(
            source.name for source in self._sources if refusal(source, today, self._grace)
        )
