"""For whom is written: texts, times and days as people of a language say them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from configs.domain import Language
from configs.texts import Texts
from configs.theme import Theme


@dataclass(frozen=True)
class Telling:
    """Words, look, language, and the time zone in which times are told."""

    texts: Texts
    theme: Theme
    language: Language
    zone: str = "Europe/Amsterdam"

    def say(self, key: str, **fields: object) -> str:
        """The text at `key`; an unknown one is a `KeyError`."""
        return self.texts.say(key, self.language, **fields)

    def day(self, moment: datetime | date) -> str:
        """Such as `21 november 2026`."""
        if isinstance(moment, datetime):
            moment = moment.astimezone(ZoneInfo(self.zone))
        month = self.texts.list("handoff.months", self.language)[moment.month - 1]
        return f"{moment.day} {month} {moment.year}"

    def clock(self, moment: datetime) -> str:
        """Such as `14.05`; `14:05` in English."""
        mark = "." if self.language is Language.NL else ":"
        return moment.astimezone(ZoneInfo(self.zone)).strftime(f"%H{mark}%M")
