"""The writer on a model: a sentence is given as soon as its line is finished, and never sooner."""

import asyncio
from contextlib import aclosing

import pytest

from assistant.domain import Completeness, Conversation, Question
from assistant.draft import Draft
from assistant.writing.generate import Generating, Patience
from assistant.writing.prompt import Budget, Prompting
from configs.domain import Language
from configs.slices.models import ChatSettings
from models.chat import open_chat
from models.domain import ChatCut, ChatDown, ChatError, ChatOverflow, ChatSlow
from models.tokens import Counter
from tests.models.served import ModelServer, Script, serving
from tests.passages import hits, passage

PRICE = "[1.1] Een paspoort kost € 88,25.\n"
PHOTO = "[1.2] Neem een pasfoto mee.\n"


@pytest.fixture
def server():
    with serving(ModelServer()) as server:
        yield server


def draft():
    asked = "Wat kost een paspoort?"
    made = Draft(Question(text=asked), Conversation(id="c"), Language.NL, asked, asked)
    made.hits = hits(passage("Een paspoort kost € 88,25.", "Neem een pasfoto mee."))
    return made


def writer(server, *, speaks=lambda: True, line=1.0, whole=5.0, window=4096):
    chat = open_chat(ChatSettings(**server.settings()))
    prompting = Prompting(Counter(chat.count), Budget(window, 500, 5000), 0.2)
    return Generating(chat, prompting, Patience(line, whole), speaks)


def written(server, **changes):
    """What was written before it ended, the draft, and the error it ended with."""
    made, sentences = draft(), []
    keep = sentences.append

    async def collect():
        async with aclosing(writer(server, **changes)(made)) as found:
            async for sentence in found:
                keep(sentence.text)

    error = None
    try:
        asyncio.run(collect())
    except ChatError as raised:
        error = raised
    return sentences, made, error


def test_sentences_and_completeness(server):
    server.script = Script(f"{PRICE}{PHOTO}= VOLLEDIG")
    sentences, made, error = written(server)
    assert sentences == ["Een paspoort kost € 88,25.", "Neem een pasfoto mee."]
    assert (made.says, made.model, error) == (Completeness.COMPLETE, "tiny", None)


def test_a_sentence_is_given_before_the_next_is_written(server):
    order = []
    note = order.append

    async def collect():
        async with aclosing(writer(server)(draft())) as found:
            async for sentence in found:
                note(sentence.text[:4])

    server.script = Script(f"{PRICE}{PHOTO}= VOLLEDIG", pause=0.02)
    server.on_piece = lambda: order.append("piece")
    asyncio.run(collect())
    assert order.index("Een ") < len(order) - 1 - order[::-1].index("piece")


def test_no_more_is_asked_for_than_the_grammar_allows(server):
    server.script = Script("= GEEN")
    sentences, made, _ = written(server)
    assert (sentences, made.says) == ([], Completeness.NONE)
    assert 'number ::= "1." ("1" | "2")' in server.asked[0]["structured_outputs"]["grammar"]
    assert server.asked[0]["max_tokens"] == 500


def test_what_is_said_twice_is_given_once(server):
    server.script = Script(f"{PRICE}{PRICE}{PRICE}= VOLLEDIG")
    assert written(server)[0] == ["Een paspoort kost € 88,25."]


@pytest.mark.parametrize("end", ["cut", "mute", "error", "garbage"])
def test_a_line_that_broke_off_is_not_given(server, end):
    server.script = Script(f"{PRICE}[1.2] Neem een pas", end=end)
    sentences, _, error = written(server)
    assert sentences == ["Een paspoort kost € 88,25."]
    assert isinstance(error, ChatCut | ChatDown)


def test_a_line_cut_at_the_longest_answer_is_not_given(server):
    server.script = Script(f"{PRICE}[1.2] Neem geen", end="length")
    sentences, made, error = written(server)
    assert sentences == ["Een paspoort kost € 88,25."]
    assert (made.says, error) == (None, None)


def test_a_last_line_without_a_break_is_given_when_the_model_ended_by_itself(server):
    server.script = Script(PRICE.strip())
    assert written(server)[0] == ["Een paspoort kost € 88,25."]


@pytest.mark.parametrize("said", ["[1.1] en nog meer ", PRICE, "x", "\n"])
def test_an_answer_without_end_is_stopped(server, said):
    server.script = Script(said, end="endless", pause=0.001)
    sentences, _, error = written(server)
    assert len(sentences) <= 1
    assert isinstance(error, ChatCut | ChatSlow)
    assert server.gone.wait(5)


@pytest.mark.parametrize(
    "script", [Script(end="hang"), Script(PRICE, first=30), Script("x" * 99, pause=0.2)]
)
def test_silence_and_slowness_have_an_end(server, script):
    server.script = script
    sentences, _, error = written(server, line=0.3)
    assert sentences == []
    assert isinstance(error, ChatSlow)


def test_a_whole_answer_has_its_time_as_well(server):
    lines = "".join(f"[1.1] Zin {number}.\n" for number in range(7))
    server.script = Script(lines, pause=0.05)
    sentences, _, error = written(server, whole=0.5)
    assert 0 < len(sentences) < 7
    assert isinstance(error, ChatSlow)


def test_the_switch_stops_a_model_that_is_silent(server):
    server.script = Script(PRICE, end="hang")
    on = iter([True] * 4)
    sentences, _, error = written(server, speaks=lambda: next(on, False), line=30)
    assert sentences == ["Een paspoort kost € 88,25."]
    assert error is None
    assert server.gone.wait(5)


def test_who_stops_reading_ends_the_work_at_the_server(server):
    server.script = Script(PRICE, end="hang")

    async def leave():
        async with aclosing(writer(server)(draft())) as found:
            async for _ in found:
                break

    asyncio.run(leave())
    assert server.gone.wait(5)


def test_a_window_that_is_too_small_is_an_overflow(server):
    assert isinstance(written(server, window=600)[2], ChatOverflow)
