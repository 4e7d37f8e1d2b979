"""First come, first served; everyone knows their place; who leaves makes room."""

import asyncio

import pytest

from assistant.web import admission
from assistant.web.admission import Admission, Full


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(admission, "PATIENCE", 0.01)
    monkeypatch.setattr(admission, "AGAIN", 0.01)


async def heard(seat, into):
    async for place in seat.places():
        into.append(place)
    into.append("turn")


async def test_who_finds_room_hears_no_place():
    told = []
    await heard(Admission(1, 5).join(), told)
    assert told == ["turn"]


async def test_places_count_down_until_it_is_ones_turn():
    line = Admission(1, 5)
    inside, second, third = line.join(), line.join(), line.join()
    told = []
    waiting = asyncio.create_task(heard(third, told))
    await asyncio.sleep(0.05)
    inside.leave()
    await asyncio.sleep(0.05)
    second.leave()
    await waiting
    assert told == [2, 1, "turn"]


async def test_who_stands_far_back_is_told_at_once(monkeypatch):
    monkeypatch.setattr(admission, "PATIENCE", 60)
    monkeypatch.setattr(admission, "SOON", 1)
    line = Admission(1, 5)
    line.join()
    near, far = line.join(), line.join()
    assert await anext(far.places()) == 2
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(anext(near.places()), 0.05)


async def test_who_leaves_the_line_lets_the_others_move_up():
    line = Admission(1, 5)
    inside, second, third = line.join(), line.join(), line.join()
    second.leave()
    assert line.place(third) == line.waiting == 1
    inside.leave()
    assert third.turn.done()
    third.leave()
    assert line.join().turn.done()


async def test_a_full_line_refuses():
    line = Admission(1, 1)
    inside, _ = line.join(), line.join()
    with pytest.raises(Full):
        line.join()
    inside.leave()
    line.join()
