"""Who is answered now and who waits: first come, first served, and everyone knows their place.

Answers that are made side by side share one processor, so that all of them end late; in turn, half
of them end in half the time, and who waits can be told how many go first.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator

PATIENCE, AGAIN = 0.5, 3.0
"""Time until someone who waits is told their place for the first time, and then again (s)."""
SOON = 10
"""Who stands further back is told at once: they will have to wait."""


class Full(Exception):
    """So many wait that one more would not be helped by waiting."""


class Admission:
    """Lets `slots` in at once and `most` wait. For one event loop."""

    def __init__(self, slots: int, most: int) -> None:
        self._free, self._most = slots, most
        self._line: deque[Seat] = deque()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._line)

    def join(self) -> "Seat":
        """Come in, or stand in line; to be left again, whatever happens. Raises `Full`."""
        seat = Seat(self)
        if self._free:
            self._free -= 1
            seat.turn.set_result(None)
        elif len(self._line) >= self._most:
            raise Full
        else:
            self._line.append(seat)
        return seat

    def place(self, seat: "Seat") -> int:
        """How many from the front someone stands; 1 is the next."""
        return self._line.index(seat) + 1

    def leave(self, seat: "Seat") -> None:
        """Give up a place in the line, or let the next one in."""
        if not seat.turn.done():
            self._line.remove(seat)
        elif self._line:
            self._line.popleft().turn.set_result(None)
        else:
            self._free += 1


class Seat:
    """One who was let in, or stands in line."""

    def __init__(self, admission: Admission) -> None:
        self._admission = admission
        self.turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def places(self) -> AsyncGenerator[int, None]:
        """Yield the place in the line now and then, as it changes; end when it is one's turn."""
        if not self.turn.done() and self._admission.place(self) <= SOON:
            await asyncio.wait({self.turn}, timeout=PATIENCE)
        told = 0
        while not self.turn.done():
            place = self._admission.place(self)
            if place != told:
                told = place
                yield place
            await asyncio.wait({self.turn}, timeout=AGAIN)

    def leave(self) -> None:
        """Make room; once."""
        self._admission.leave(self)
