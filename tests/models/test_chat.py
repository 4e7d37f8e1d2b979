"""The model server over the wire: what it says comes through, and what goes wrong has a name."""

import asyncio
from contextlib import aclosing

import pytest

from configs.domain import ConfigurationError
from configs.slices.models import ChatSettings
from models.chat import EASY, MOST_PIECE, open_chat
from models.domain import (
    ChatBusy,
    ChatCut,
    ChatDenied,
    ChatDown,
    ChatRefused,
    ChatSlow,
    Message,
    Prompt,
)
from models.obeying import complete, probe
from models.tokens import Counter, local
from tests.models.served import ModelServer, Script, serving

ASKED = Prompt(messages=(Message(role="user", content="Wat kost het?"),), most_tokens=50)


@pytest.fixture
def server():
    with serving(ModelServer(Script("Het kost niets."))) as server:
        yield server


def chat(server, **changes):
    return open_chat(ChatSettings(**server.settings(**{"wait": 1.5, **changes})))


def test_a_completion_comes_in_pieces_and_says_how_it_ended(server):
    async def collect():
        return [chunk async for chunk in chat(server).stream(ASKED)]

    chunks = asyncio.run(collect())
    assert len([chunk for chunk in chunks if chunk.text]) > 1
    assert "".join(chunk.text for chunk in chunks) == "Het kost niets."
    assert [chunk.finish for chunk in chunks if chunk.finish] == ["stop"]
    assert [chunk.usage.written for chunk in chunks if chunk.usage] == [5]


def test_a_grammar_goes_along_as_vllm_wants_it(server):
    asyncio.run(complete(chat(server), ASKED.model_copy(update={"grammar": 'root ::= "a" | "b"'})))
    asyncio.run(complete(chat(server), ASKED.model_copy(update={"choices": ("a", "b")})))
    first, second = server.asked
    assert first["structured_outputs"] == {"grammar": 'root ::= "a" | "b"'}
    assert second["structured_outputs"] == {"choice": ["a", "b"]}


@pytest.mark.parametrize(
    ("script", "error"),
    [
        (Script(status=429), ChatBusy),
        (Script(status=503), ChatBusy),
        (Script(status=500), ChatDown),
        (Script(status=400), ChatRefused),
        (Script(status=404), ChatRefused),
        (Script("Het kost", end="cut"), ChatCut),
        (Script("Het kost", end="mute"), ChatCut),
        (Script("Het kost", end="error"), ChatDown),
        (Script(end="full"), ChatBusy),
        (Script("Het kost", end="garbage"), ChatCut),
        (Script("Het kost", first=5), ChatSlow),
    ],
)
def test_what_goes_wrong_has_a_name(server, script, error):
    server.script = script
    with pytest.raises(error, match=r"127\.0\.0\.1"):
        asyncio.run(complete(chat(server), ASKED))


def test_nobody_at_the_address_is_down(server):
    nowhere = chat(server, url="http://127.0.0.1:9/v1")
    with pytest.raises(ChatDown, match="running"):
        asyncio.run(probe(nowhere))


def test_a_wrong_key_names_its_setting(server):
    with pytest.raises(ChatDenied, match="VRAAGBAAK_CHAT__KEY"):
        asyncio.run(probe(chat(server, key="fout")))


def test_a_question_goes_nowhere_else(server, monkeypatch):
    with serving(ModelServer(Script("Elders."))) as elsewhere:
        monkeypatch.setenv("HTTP_PROXY", elsewhere.address)
        monkeypatch.setenv("ALL_PROXY", elsewhere.address)
        assert asyncio.run(complete(chat(server), ASKED)).text == "Het kost niets."
        server.script = Script(f"{elsewhere.address}/v1/chat/completions", status=307)
        with pytest.raises(ChatRefused, match="307"):
            asyncio.run(complete(chat(server), ASKED))
        assert elsewhere.asked == []


def test_the_key_does_not_show(server):
    assert "sleutel" not in repr(chat(server))


def test_an_unknown_model_is_answered_with_the_known_ones(server):
    with pytest.raises(ChatRefused, match="tiny"):
        asyncio.run(probe(chat(server, model="eurollm")))


def test_a_server_that_obeys_is_accepted_with_its_window(server):
    assert asyncio.run(probe(chat(server))).window == 4096


def test_a_server_that_ignores_the_grammar_is_refused(server):
    server.deaf = True
    with pytest.raises(ChatRefused, match="ignores the answer grammar"):
        asyncio.run(probe(chat(server)))


def test_a_server_that_hangs_is_refused(server):
    server.deaf, server.script = True, Script(end="hang")
    with pytest.raises(ChatSlow, match="no answer"):
        asyncio.run(probe(chat(server), patience=0.3))


def test_who_stops_reading_closes_the_connection(server):
    server.script = Script("nog een woord ", end="endless", pause=0.002)

    async def leave():
        async with aclosing(chat(server).stream(ASKED)) as chunks:
            async for _ in chunks:
                break

    asyncio.run(leave())
    assert server.gone.wait(5)


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000/v1", "http://127.0.0.1:8000", "ftp://x/v1"])
def test_an_address_that_can_not_be_one_names_the_setting(url):
    with pytest.raises(ConfigurationError, match="VRAAGBAAK_CHAT__URL"):
        open_chat(ChatSettings(url=url, model="tiny"))


def test_the_server_counts_and_each_text_once(server):
    count = Counter(chat(server).count)
    assert asyncio.run(count(["een twee drie vier", "vijf", "vijf"])) == [5, 2, 2]
    server.address = "gone"
    assert asyncio.run(count(["vijf"])) == [2]


def test_what_was_counted_is_known_again_and_not_kept(server):
    count = Counter(chat(server).count)
    asyncio.run(count(["Mijn zebravink heet Balthazar"]))
    assert "Balthazar" not in str(vars(count))


def test_a_folder_counts_as_well(tmp_path):
    tokenizers = pytest.importorskip("tokenizers")
    words = tokenizers.Tokenizer(tokenizers.models.WordLevel({"een": 0, "?": 1}, unk_token="?"))
    words.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    words.save(str(tmp_path / "tokenizer.json"))
    assert asyncio.run(local(tmp_path)(["een twee drie", ""])) == [3, 0]


def test_a_folder_without_a_tokenizer_names_the_setting(tmp_path):
    with pytest.raises(Exception, match="VRAAGBAAK_CHAT__TOKENIZER"):
        local(tmp_path)
    (tmp_path / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(Exception, match="VRAAGBAAK_CHAT__TOKENIZER"):
        local(tmp_path)


def test_pieces_grow_when_many_answers_are_written(server):
    server.script = Script("Het kost niets. " * 9, pause=0.02)

    async def many(number):
        model = chat(server, wait=30.0)
        await asyncio.gather(*(complete(model, ASKED) for _ in range(number)))

    asyncio.run(many(EASY))
    assert {body["stream_interval"] for body in server.asked} == {1}
    asyncio.run(many(EASY * MOST_PIECE * 2))
    assert max(body["stream_interval"] for body in server.asked) == MOST_PIECE
    asyncio.run(many(1))
    assert server.asked[-1]["stream_interval"] == 1
