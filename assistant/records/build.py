"""From settings to open records."""

from collections.abc import Callable
from datetime import datetime

from assistant.records.domain import utc_now
from assistant.records.opening import open_database
from assistant.records.records import Records
from configs.settings import Settings


def open_records(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Records:
    """Open the database that the settings name; `ConfigurationError` where that can't be."""
    return Records(open_database(settings), settings.records, clock)
