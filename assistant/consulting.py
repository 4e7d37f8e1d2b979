"""Ask the served model one short question, as a step before writing does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from configs.domain import Language
from configs.prompts import read_prompt
from models.domain import Chat, ChatBusy, ChatCut, ChatError, ChatSlow, Message, Prompt
from models.obeying import complete


@dataclass(frozen=True)
class Consulting:
    """`speaks` is the emergency switch; `patience` the longest wait for a whole answer (s)."""

    chat: Chat
    speaks: Callable[[], bool]
    patience: float

    async def choose(
        self, rules: str, language: Language, said: str, among: tuple[str, ...]
    ) -> str:
        """One of `among`. Raises a `ChatError`."""
        prompt = _prompt(rules, language, said)
        return await self._ask(prompt.model_copy(update={"choices": among, "most_tokens": 12}))

    async def write(self, rules: str, language: Language, said: str, grammar: str) -> str:
        """One line that obeys `grammar`. Raises a `ChatError`."""
        prompt = _prompt(rules, language, said)
        return await self._ask(prompt.model_copy(update={"grammar": grammar}))

    async def _ask(self, prompt: Prompt) -> str:
        try:
            async with asyncio.timeout(self.patience):
                made = await complete(self.chat, prompt)
        except TimeoutError as error:
            raise ChatSlow(f"{self.chat.model} gave no word in {self.patience} s.") from error
        if made.finish != "stop":
            raise ChatCut(f"{self.chat.model} did not end its line.")
        return " ".join(made.text.split())


def _prompt(rules: str, language: Language, said: str) -> Prompt:
    return Prompt(
        messages=(
            Message(role="system", content=read_prompt(rules, language)),
            Message(role="user", content=said),
        ),
        most_tokens=150,
    )


def fallback_of(error: ChatError) -> str:
    """The key of the text that tells a user why no model wrote."""
    return "fallback_busy" if isinstance(error, ChatBusy) else "fallback_down"
