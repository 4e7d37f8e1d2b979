"""What is promised about the time in which a person answers, in words."""

from datetime import datetime

from assistant.handoff.hours import OpeningHours
from configs.domain import Language
from configs.texts import Texts


def promise(
    hours: OpeningHours, texts: Texts, now: datetime, language: Language, *, nobody: bool = False
) -> str:
    """Open until when, unless `nobody` is there; or closed, why, and open again when."""
    if closes := hours.closes_at(now):
        key = "handoff.nobody_free" if nobody else "handoff.open"
        return texts.say(key, language, time=_time(texts, closes, language))
    opens = hours.next_opening(now)
    if opens is None:
        return texts.say("handoff.no_hours", language)
    again = _again(hours, texts, (now, opens), language)
    if holiday := hours.holiday(now, language):
        return texts.say("handoff.holiday", language, holiday=holiday) + " " + again
    return texts.say("handoff.closed_now", language) + " " + again


def _again(
    hours: OpeningHours, texts: Texts, moments: tuple[datetime, datetime], language: Language
) -> str:
    now, opens = moments
    time = _time(texts, opens, language)
    if hours.local(now).date() == opens.date():
        return texts.say("handoff.opens_today", language, time=time)
    day = texts.say(
        "handoff.date",
        language,
        weekday=texts.list("handoff.weekdays", language)[opens.weekday()],
        day=opens.day,
        month=texts.list("handoff.months", language)[opens.month - 1],
    )
    return texts.say("handoff.opens_on", language, day=day, time=time)


def _time(texts: Texts, moment: datetime, language: Language) -> str:
    return texts.say("handoff.clock", language, hour=moment.hour, minute=f"{moment.minute:02d}")
