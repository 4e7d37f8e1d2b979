"""Work in a thread of its own for as long as a server runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 5.0
"""Longest wait for the thread to end (s)."""


@contextmanager
def going_round(name: str, rounds: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Run `rounds` while the context lasts; `stop` makes it return."""
    thread = threading.Thread(target=rounds, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop()
        thread.join(timeout=PATIENCE)
