"""How much one visitor may ask: no address is kept, only a salted fingerprint, in memory."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from hashlib import blake2b
from time import monotonic

MOST_VISITORS = 50_000
"""Fingerprints kept; the oldest is forgotten first."""


class Limiter:
    """A bucket per visitor: `per_minute` tokens, filled evenly; 0 means no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Take one token of this visitor; False when there is none left."""
        if not self._per_minute:
            return True
        visitor = blake2b(address.encode(), key=self._salt, digest_size=12).digest()
        now = self._clock()
        tokens, before = self._buckets.pop(visitor, (float(self._per_minute), now))
        tokens = min(self._per_minute, tokens + (now - before) * self._per_minute / 60)
        self._buckets[visitor] = (tokens - 1 if tokens >= 1 else tokens, now)
        if len(self._buckets) > MOST_VISITORS:
            self._buckets.popitem(last=False)
        return tokens >= 1


class LockOut:
    """After `tries` failures a visitor waits until `seconds` have passed since the last."""

    def __init__(self, tries: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self.seconds = seconds
        self._tries = tries
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._failures: OrderedDict[bytes, tuple[int, float]] = OrderedDict()

    def locked(self, address: str) -> bool:
        """Whether this visitor must wait."""
        count, last = self._failures.get(self._fingerprint(address), (0, 0.0))
        return count >= self._tries and self._clock() - last < self.seconds

    def failed(self, address: str) -> None:
        """Count one failure."""
        visitor = self._fingerprint(address)
        count, last = self._failures.pop(visitor, (0, 0.0))
        fresh = self._clock() - last < self.seconds
        self._failures[visitor] = (count + 1 if fresh else 1, self._clock())
        if len(self._failures) > MOST_VISITORS:
            self._failures.popitem(last=False)

    def succeeded(self, address: str) -> None:
        """Forget the failures."""
        self._failures.pop(self._fingerprint(address), None)

    def _fingerprint(self, address: str) -> bytes:
        return blake2b(address.encode(), key=self._salt, digest_size=12).digest()
