"""What a running server does by itself: delete what is past its retention, and what is added."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from assistant.domain import AssistantError
from assistant.records.records import Records
from assistant.rounds import going_round

logger = logging.getLogger(__name__)
PAUSE = 3600.0
"""Seconds between two rounds."""


@contextmanager
def upkeep(
    records: Records, pause: float = PAUSE, also: Sequence[Callable[[], None]] = ()
) -> Iterator[None]:
    """Keep house in a thread of its own while the context lasts; the first round is at once.

    `also` is done in each round, and must not raise.
    """
    done = threading.Event()

    def rounds() -> None:
        while True:
            sweep(records)
            for more in also:
                more()
            if done.wait(pause):
                return

    with going_round("upkeep", rounds, done.set):
        yield


def sweep(records: Records) -> None:
    """One round; a database that is busy or full is tried again in the next."""
    try:
        gone = records.enforce_retention(datetime.now(UTC))
    except AssistantError:
        logger.exception("Could not delete what is past its retention.")
        return
    if any(gone.values()):
        logger.info("Deleted what is past its retention: %s", gone)
