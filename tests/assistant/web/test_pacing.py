"""Events that come together are shown together; none is lost, and closing stops what is awaited."""

import asyncio
from contextlib import aclosing

from assistant.web.pacing import paced


async def events(*steps):
    for step in steps:
        if isinstance(step, float):
            await asyncio.sleep(step)
        else:
            yield step


async def gathered(source, pause):
    return [batch async for batch in paced(source, pause)]


def test_what_comes_at_once_is_one_batch():
    assert asyncio.run(gathered(events(1, 2, 3), 60)) == [[1, 2, 3]]


def test_a_batch_does_not_wait_for_what_comes_late():
    async def first():
        async with aclosing(paced(events(1, 2, 3600.0, 3), 0.01)) as batches:
            return await anext(batches)

    assert asyncio.run(first()) == [1, 2]


def test_nothing_gives_nothing():
    assert asyncio.run(gathered(events(), 60)) == []


def test_an_error_reaches_who_reads():
    async def broken():
        yield 1
        raise OSError("gone")

    async def read():
        try:
            return await gathered(broken(), 60)
        except OSError as error:
            return str(error)

    assert asyncio.run(read()) == "gone"


def test_closing_closes_what_is_read():
    closed = []

    async def endless():
        try:
            yield 1
            await asyncio.sleep(3600)
        finally:
            closed.append(True)

    async def leave():
        source = endless()
        async with aclosing(source), aclosing(paced(source, 0.01)) as batches:
            assert await anext(batches) == [1]

    asyncio.run(leave())
    assert closed == [True]
