"""Gather events that come close together: every drawing of the page takes time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

E = TypeVar("E")


async def paced(events: AsyncIterator[E], pause: float) -> AsyncGenerator[list[E], None]:
    """Yield what came within `pause` seconds (s) of each other's first, in order.

    Closing this one cancels what `events` is waiting for.
    """
    loop = asyncio.get_running_loop()
    batch: list[E] = []
    due = 0.0
    coming: asyncio.Future[E] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(events))
            wait = max(0.0, due - loop.time()) if batch else None
            if not (await asyncio.wait({coming}, timeout=wait))[0]:
                yield batch
                batch = []
                continue
            arrived, coming = coming, None
            due = due if batch else loop.time() + pause
            batch.append(arrived.result())
    except StopAsyncIteration:
        if batch:
            yield batch
    finally:
        if coming is not None:
            coming.cancel()
            await asyncio.gather(coming, return_exceptions=True)
