"""Text work on a real vLLM: its tokenizer counts, its grammar holds the model to the form."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import date

import pytest

from assistant.records import open_records
from assistant.textwork.asking import Asking
from assistant.textwork.domain import Ended, Given, Piece, Task, Why
from configs.domain import Language
from configs.settings import load_settings
from tests.assistant.textwork.given import NOTE, text_work

pytestmark = pytest.mark.vllm


class Copying(Asking):
    """Lets a model with random weights write no other paragraphs than those of the text."""

    async def prompt(self, given, part, language):
        prompt = await super().prompt(given, part, language)
        known = " | ".join(json.dumps(one.text, ensure_ascii=False) for one in part)
        grammar = re.sub(r"(?s)body ::=.*", lambda _: f"body ::= {known}", prompt.grammar)
        return prompt.model_copy(update={"grammar": grammar, "temperature": 1.0})


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    records = open_records(load_settings(data=tmp_path_factory.mktemp("data")))
    yield records
    records.close()


@pytest.fixture
def service(eurollm, records):
    return text_work(eurollm, records, silence=30, whole=60)


def work(service, task=Task.REWRITE):
    async def collect():
        given = Given(task=task, text=NOTE)
        return [event async for event in service(given, Language.NL)]

    return asyncio.run(collect())


def test_each_paragraph_is_written_once_and_held_against_its_own(service, records):
    known = service.asking
    copying = Copying(known.count, known.window, known.part, known.temperature)
    *events, result = work(replace(service, asking=copying))
    assert result.ended is Ended.DONE
    assert [event for event in events if isinstance(event, Piece)] == list(result.pieces)
    lines = [one.text for one in result.pieces]
    own = NOTE.split("\n\n")
    assert len(lines) == len(own)
    assert set(lines) <= set(own)
    for line, right, piece in zip(lines, own, result.pieces, strict=True):
        strange = line != right and line != own[0]
        assert {mark.why for mark in piece.marks} == ({Why.ELSEWHERE} if strange else set())
    assert records.text_work(date(2000, 1, 1))[-1].ended == "done"


@pytest.mark.parametrize("task", [Task.REWRITE, Task.LETTER])
def test_whatever_a_random_model_writes_is_plain_text(service, task):
    wild = replace(service.asking, temperature=1.0)
    result = work(replace(service, asking=wild), task)[-1]
    assert result.ended in {Ended.DONE, Ended.PARTIAL, Ended.FAILED}
    assert not any(re.search(r"[<>{}|`*\x00-\x1f]", piece.text) for piece in result.pieces)
