"""What the assistant counts on, asked of a real vLLM with a model that writes at random."""

import asyncio
import os
import subprocess
from contextlib import aclosing

import pytest

from assistant.domain import Completeness
from assistant.writing.grammar import CITED, LINES, Lines, Shown, grammar, read
from configs.slices.models import ChatSettings
from models.chat import open_chat
from models.domain import (
    ChatBusy,
    ChatDenied,
    ChatError,
    ChatOverflow,
    ChatRefused,
    Message,
    Prompt,
)
from models.obeying import complete, probe
from tests.vllm.environment import ROOT
from tests.vllm.servers import vllm

pytestmark = pytest.mark.vllm
LONG = "Vertel alles wat u weet over het paspoort. " * 40


def chat(server, **changes):
    return open_chat(ChatSettings(**server.settings(**changes)))


def prompt(text="Wat kost een paspoort?", **fields):
    asked = Message(role="user", content=text)
    return Prompt(**{"messages": (asked,), "most_tokens": 300, "temperature": 1.0, **fields})


def offers():
    """Twelve answers' worth of passages, each with some sentences."""
    for many in range(1, 13):
        yield {
            number: Shown(number - 1, 1 + 7 * number * many % 30) for number in range(1, many + 1)
        }


def obeyed(text, offer, finish):
    """Whether every finished line has the form of an answer and cites what was shown."""
    lines = Lines()
    found = [read(line, offer) for line in lines.feed(text)]
    if finish == "stop":
        assert isinstance(read(lines.rest, offer), Completeness)
    assert len(found) <= LINES
    for sentence in found:
        assert 1 <= len(sentence.cited) <= CITED
        assert (-1, -1) not in sentence.cited
    return len(found)


def test_the_server_is_accepted_with_its_window(eurollm):
    served = asyncio.run(probe(chat(eurollm)))
    assert (served.model, served.window) == ("tiny-test", 8192)


def test_what_our_command_serves_our_check_accepts(eurollm):
    done = subprocess.run(
        [str(word) for word in (*eurollm.models("check"), "--url", eurollm.url)],
        cwd=ROOT,
        env={**os.environ, **eurollm.environment()},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0.32" in done.stdout


def test_a_random_model_writes_only_what_the_grammar_allows(eurollm):
    lines = 0
    for offer in offers():
        made = asyncio.run(complete(chat(eurollm), prompt(grammar=grammar(offer))))
        lines += obeyed(made.text, offer, made.finish)
    assert lines


@pytest.mark.parametrize("shape", ["teuken", "mistral"])
def test_other_shapes_and_templates_obey_as_well_and_a_full_server_says_so(models, tmp_path, shape):
    with vllm(models(shape), tmp_path / "log", "--max-num-queued-reqs", "2") as server:
        assert asyncio.run(probe(chat(server))).window == 8192
        for offer in offers():
            rules = Message(role="system", content="Antwoord alleen met de bronnen.")
            asked = Message(role="user", content="Wat kost het?")
            wanted = prompt(messages=(rules, asked), grammar=grammar(offer))
            made = asyncio.run(complete(chat(server), wanted))
            obeyed(made.text, offer, made.finish)
        found = asyncio.run(at_once(chat(server), 12))
        assert any(isinstance(one, ChatBusy) for one in found)
        assert all(isinstance(one, ChatBusy) or one.text for one in found)


async def at_once(model, many):
    """The outcomes of so many prompts at the same moment."""

    async def one(number):
        try:
            return await complete(model, prompt(f"Vraag {number}", most_tokens=120))
        except ChatError as error:
            return error

    return await asyncio.gather(*(one(number) for number in range(many)))


def test_thirty_two_answers_at_the_same_time(eurollm):
    found = asyncio.run(at_once(chat(eurollm, wait=120.0), 32))
    assert all(one.text for one in found)


def test_an_answer_comes_in_pieces(eurollm):
    """Not whether the server writes still: on a busy machine it is done before we have read."""

    async def pieces():
        async with aclosing(chat(eurollm).stream(prompt(most_tokens=500))) as chunks:
            return [chunk.text async for chunk in chunks if chunk.text]

    assert len(asyncio.run(pieces())) > 3


def test_who_leaves_frees_the_slot(eurollm):
    async def leave():
        async with aclosing(chat(eurollm).stream(prompt(most_tokens=3900))) as chunks:
            async for chunk in chunks:
                if chunk.text:
                    break

    assert eurollm.idle()
    before = eurollm.metric("generation_tokens_total")
    asyncio.run(leave())
    assert eurollm.idle()
    assert eurollm.metric("generation_tokens_total") - before < 3000


def test_a_cancelled_task_frees_the_slot_too(eurollm):
    async def leave():
        writing = asyncio.Event()

        async def reader():
            async for _ in chat(eurollm).stream(prompt(most_tokens=3900)):
                writing.set()

        task = asyncio.create_task(reader())
        await asyncio.wait_for(writing.wait(), 60)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(leave())
    assert eurollm.idle()


def test_what_was_read_before_is_not_read_again(eurollm):
    async def twice():
        model = chat(eurollm)
        first = await complete(model, prompt(f"{LONG} Eerst?", most_tokens=5))
        return first, await complete(model, prompt(f"{LONG} Daarna?", most_tokens=5))

    first, second = asyncio.run(twice())
    assert first.usage.cached < 128
    assert second.usage.cached >= 256


def test_a_prompt_over_the_window_has_a_name(eurollm):
    with pytest.raises(ChatOverflow, match="8192"):
        asyncio.run(complete(chat(eurollm), prompt(LONG * 40)))


def test_a_wrong_key_and_an_unknown_model_have_a_name(eurollm):
    with pytest.raises(ChatDenied, match="VRAAGBAAK_CHAT__KEY"):
        asyncio.run(complete(chat(eurollm, key="fout"), prompt()))
    with pytest.raises(ChatRefused, match="VRAAGBAAK_CHAT__MODEL"):
        asyncio.run(probe(chat(eurollm, model="eurollm-9b")))


def test_the_server_counts_with_its_own_tokenizer(eurollm):
    short, long = asyncio.run(chat(eurollm).count(["paspoort", LONG]))
    assert 0 < short < 6
    assert long > 40 * short
