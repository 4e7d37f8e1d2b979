"""A question streams checked lines from a real vLLM into Chromium; nothing goes elsewhere.

Its name comes last: Playwright leaves an event loop running in the thread of the tests.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from assistant.domain import Answer, Conversation, Event, Question
from assistant.pipeline import Assistant
from assistant.web.chat_stream import PAUSE
from tests.assistant.town import town
from tests.assistant.web.scripted import serving
from tests.vllm.verbatim import truthful
from tests.web.conftest import chromium, visit

__all__ = ["chromium", "visit"]
pytestmark = [pytest.mark.vllm, pytest.mark.browser]
SEEN = """
    window.seen = [];
    const said = (line) => {
        const copy = line.cloneNode(true);
        copy.querySelectorAll('.cite').forEach((one) => one.remove());
        return copy.textContent.trim();
    };
    new MutationObserver(() => {
        const lines = document.querySelectorAll('#pending .claim');
        const marked = document.querySelector('#pending [data-ai-generated]');
        if (lines.length) window.seen.push([[...lines].map(said), !!marked]);
    }).observe(document.body, {childList: true, subtree: true, characterData: true});
"""


@dataclass(frozen=True)
class Unhurried:
    """Tells everything as `assistant` does, its last word only after the page drew the lines.

    So small a model may be done within the time in which lines are gathered for one drawing.
    """

    assistant: Assistant

    async def ask(self, question: Question, conversation: Conversation) -> AsyncIterator[Event]:
        async for event in self.assistant.ask(question, conversation):
            if isinstance(event, Answer):
                await asyncio.sleep(4 * PAUSE)
            yield event

    async def propose(self, question: Question, conversation: Conversation) -> Answer:
        return await self.assistant.propose(question, conversation)


@pytest.fixture(scope="module")
def address(eurollm, tmp_path_factory):
    chat = eurollm.settings(wait=30.0)
    answering = {"writer": "generate"}
    with town(tmp_path_factory.mktemp("town"), answering=answering, chat=chat) as service:
        speaking = truthful(service, 8)
        with serving(replace(speaking, assistant=Unhurried(speaking.assistant))) as address:
            yield address


def test_checked_lines_stream_into_the_browser(visit):
    page = visit()
    page.evaluate(SEEN)
    page.fill("#question textarea", "Wat kost een paspoort en hoe lang duurt het?")
    page.press("#question textarea", "Enter")
    article = page.locator("#log article.answer")
    article.wait_for()
    seen = page.evaluate("window.seen")
    assert seen
    assert all(marked for _, marked in seen)
    assert article.get_attribute("data-ai-generated") == "true"
    assert article.get_attribute("data-ai-model") == "tiny-test"
    assert article.get_attribute("data-outcome") == "answered"
    kept = " ".join(article.text_content().split())
    assert all(" ".join(line.split()) in kept for lines, _ in seen for line in lines)
