"""From settings to a desk with opening hours."""

from collections.abc import Callable
from datetime import datetime

from assistant.handoff.desk import Handoffs
from assistant.handoff.hours import OpeningHours
from assistant.records import Records
from assistant.records.domain import utc_now
from configs.settings import Settings
from configs.texts import Texts


def open_handoffs(
    settings: Settings, records: Records, texts: Texts, clock: Callable[[], datetime] = utc_now
) -> Handoffs:
    """The desk of these settings; `ConfigurationError` for hours that cannot be."""
    return Handoffs(records, OpeningHours(settings.desk), texts, clock)
