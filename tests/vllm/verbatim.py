"""Let a model with random weights write true sentences: its grammar knows only the sources' own.

All else is as it is: the prompt, the server, the stream, the checks. What comes out is a different
choice of true, cited lines each time, which the checks let through.
"""

import json
import re
from dataclasses import dataclass, replace

from assistant.draft import Draft
from assistant.service import Service
from assistant.steps.rephrase_chat import RephraseWithModel
from assistant.steps.route_chat import RouteWithModel
from assistant.writing.generate import Generating
from assistant.writing.grammar import UNWANTED, Offer
from assistant.writing.prompt import Prompting
from models.domain import Prompt

_SHOWN = re.compile(rf"(?m)^\[\d+\.\d+\] [^{UNWANTED}=;:]+[.]$")


@dataclass(frozen=True)
class Verbatim:
    """Makes the prompt as `prompting` does, and allows only lines that stand in it."""

    prompting: Prompting
    lines: int
    temperature: float

    async def __call__(self, draft: Draft) -> tuple[Prompt, Offer]:
        prompt, offer = await self.prompting(draft)
        shown = _SHOWN.findall(prompt.messages[1].content)
        said = " | ".join(json.dumps(f"{line}\n", ensure_ascii=False) for line in shown)
        grammar = f'root ::= line{{{self.lines}}} "= VOLLEDIG"\nline ::= {said}\n'
        return prompt.model_copy(
            update={"grammar": grammar, "temperature": self.temperature}
        ), offer


def truthful(service: Service, lines: int = 4, temperature: float = 1.0) -> Service:
    """The service, with a model that can only write true lines, and steps that go by their rules.

    What a random model makes of a question would only be found by chance.
    """
    assistant = service.assistant
    voice = assistant.voice
    assert isinstance(voice, Generating)
    spoken = replace(voice, prompting=Verbatim(voice.prompting, lines, temperature))
    rules = (RephraseWithModel, RouteWithModel)
    steps = tuple(
        (name, step.rules if isinstance(step, rules) else step) for name, step in assistant.steps
    )
    return replace(service, assistant=replace(assistant, voice=spoken, steps=steps))
