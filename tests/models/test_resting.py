"""While a model server hangs, nobody waits for it; when it speaks again, it is asked again."""

import asyncio
from contextlib import aclosing, suppress

import pytest

from models import resting
from models.domain import ChatBusy, ChatDown, ChatError, ChatSlow, Chunk, Message, Prompt, Served
from models.obeying import complete
from models.resting import REST, Resting

ASKED = Prompt(messages=(Message(role="user", content="Wat kost het?"),), most_tokens=50)
SILENCE = 3.0


class Clock:
    """Time passes when a test says so."""

    now = 1000.0

    def __call__(self):
        return self.now


class Model:
    """Says its words; then hangs, for so many seconds, or fails, where a test wants that."""

    model = "tiny"

    def __init__(self, clock):
        self.clock, self.words, self.hangs, self.fails, self.asked = clock, ("Niets.",), 0, None, 0

    async def stream(self, prompt):
        self.asked += 1
        if self.fails:
            raise self.fails
        for word in self.words:
            yield Chunk(text=word)
            await asyncio.sleep(0)
        if self.hangs:
            self.clock.now += self.hangs
            await asyncio.Event().wait()

    async def served(self):
        return Served(model=self.model, window=4096)

    async def count(self, texts):
        return [len(text) for text in texts]


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(resting, "monotonic", clock)
    return clock


@pytest.fixture
def model(clock):
    return Model(clock)


@pytest.fixture
def chat(model):
    return Resting(model, SILENCE)


async def give_up(chat):
    """Ask, and leave as soon as all that can happen has happened."""
    asking = asyncio.create_task(complete(chat, ASKED))
    for _ in range(9):
        await asyncio.sleep(0)
    asking.cancel()
    with suppress(asyncio.CancelledError):
        await asking


def said(chat):
    return asyncio.run(complete(chat, ASKED)).text


@pytest.mark.parametrize("words", [(), ("Het", " kost")])
def test_after_a_silence_nothing_is_asked_of_the_server(chat, model, words):
    model.words, model.hangs = words, SILENCE
    asyncio.run(give_up(chat))
    for _ in range(3):
        with pytest.raises(ChatDown, match="tiny"):
            said(chat)
    with pytest.raises(ChatDown):
        asyncio.run(chat.count(["paspoort"]))
    assert model.asked == 1


def test_after_its_rest_the_server_is_tried_and_then_asked_as_before(chat, model, clock):
    model.hangs = SILENCE
    asyncio.run(give_up(chat))
    model.hangs = 0
    clock.now += REST
    assert [said(chat), said(chat)] == ["Niets.", "Niets."]


def test_one_question_tries_and_the_others_do_not_wait_for_it(chat, model, clock):
    model.words, model.hangs = (), SILENCE

    async def both():
        await give_up(chat)
        clock.now += REST
        model.hangs = 1
        trying = asyncio.create_task(give_up(chat))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(ChatDown):
            await complete(chat, ASKED)
        await trying

    asyncio.run(both())
    assert model.asked == 2


@pytest.mark.parametrize("error", [ChatDown("refused"), ChatBusy("full")])
def test_what_fails_at_once_costs_nobody_time_and_does_not_count(chat, model, error):
    model.fails = error
    with pytest.raises(type(error)):
        said(chat)
    model.fails = None
    assert said(chat) == "Niets."


def test_who_leaves_while_it_writes_says_nothing_of_the_server(chat, clock):
    async def leave():
        async with aclosing(chat.stream(ASKED)) as chunks:
            async for _ in chunks:
                clock.now += SILENCE / 2
                return

    asyncio.run(leave())
    assert said(chat) == "Niets."


def test_an_answer_that_waits_while_others_are_written_says_nothing_of_it(chat, model, clock):
    async def wait():
        model.words, model.hangs = (), SILENCE - 1
        waiting = asyncio.create_task(give_up(chat))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        model.words, model.hangs = ("Niets.",), 0
        await complete(chat, ASKED)
        clock.now += 2
        await waiting

    asyncio.run(wait())
    assert said(chat) == "Niets."


def test_it_passes_on_what_its_server_tells(chat):
    assert asyncio.run(chat.served()).model == chat.model == "tiny"
    assert asyncio.run(chat.count(["paspoort"])) == [8]


@pytest.mark.parametrize(
    ("fails", "lost"), [(ChatDown("gone"), 2), (ChatBusy("full"), 0), (ChatSlow("hangs"), 0)]
)
def test_only_a_server_that_was_gone_may_have_come_back_with_another_model(
    chat, model, fails, lost
):
    model.fails = fails
    for _ in range(2):
        with suppress(ChatError):
            asyncio.run(complete(chat, ASKED))
    assert chat.lost == lost


def test_a_server_that_is_left_alone_is_not_lost_again(chat, model):
    model.hangs = SILENCE
    asyncio.run(give_up(chat))
    with pytest.raises(ChatDown):
        asyncio.run(complete(chat, ASKED))
    assert chat.lost == 0
