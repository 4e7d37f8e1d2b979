"""How long and how large the head of a request may be: who dawdles on purpose is let go.

uvicorn waits for ever for the rest of a head, and takes one of any size.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD = 15.0
"""Seconds from connecting, or from its first byte, in which the head of a request must be there."""
MOST_HEAD = 65_536
"""Bytes before a head is over; cookies, and what proxies add, are far below it."""


class Unhurried(HttpToolsProtocol):
    """A connection that is closed when a head is late or too large."""

    _waiting: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head may take as long as any."""
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more is waited for."""
        self._arrived()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes while a head is not yet over."""
        self._head += len(data)
        super().data_received(data)
        if self._waiting and self._head > MOST_HEAD:
            self._leave()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._expect()

    def on_headers_complete(self) -> None:
        """The head is over."""
        self._arrived()
        super().on_headers_complete()

    def _expect(self) -> None:
        if self._waiting is None:
            self._head = 0
            self._waiting = self.loop.call_later(HEAD, self._leave)

    def _arrived(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _leave(self) -> None:
        self._arrived()
        self.transport.close()
