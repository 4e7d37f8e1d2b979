"""What a running server does by itself: delete what is past its retention."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from assistant.domain import AssistantError
from assistant.records.records import Records

logger = logging.getLogger(__name__)
PAUSE = 3600.0
"""Seconds between two rounds."""


@contextmanager
def upkeep(records: Records, pause: float = PAUSE) -> Iterator[None]:
    """Keep house in a thread of its own while the context lasts; the first round is at once."""
    done = threading.Event()

    def rounds() -> None:
        while True:
            sweep(records)
            if done.wait(pause):
                return

    thread = threading.Thread(target=rounds, name="upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(timeout=5)


def sweep(records: Records) -> None:
    """One round; a database that is busy or full is tried again in the next."""
    try:
        gone = records.enforce_retention(datetime.now(UTC))
    except AssistantError:
        logger.exception("Could not delete what is past its retention.")
        return
    if any(gone.values()):
        logger.info("Deleted what is past its retention: %s", gone)
