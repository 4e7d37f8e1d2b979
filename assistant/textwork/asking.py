"""What the model is asked for one part of a text, and the form that its words must have."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.neutral import harmless
from assistant.textwork.domain import FOLLOWING, Given, Task
from assistant.textwork.parts import Paragraph, Part, fit
from configs.domain import Language
from configs.prompts import read_prompt
from models.domain import ChatOverflow, Message, Prompt
from models.tokens import Count

TEMPLATE = 96
"""Tokens that a chat template and the frame of the text may add."""
LEAST = 200
"""Tokens of text below which no work can be done."""
GROWTH = 1.6
"""A rewritten or translated text is at most so many times as long (tokens)."""
NUMBER = 8
"""Tokens of the number before a paragraph."""
SUMMARY, LETTER = 500, 900
"""Tokens of the longest summary of a part, and of the longest letter."""
UNWANTED = r"\x00-\x1f\x7f-\x9f<>{}|`*\\"
"""Control characters, and signs of mark-up and templates: no sentence needs them."""


@dataclass(frozen=True)
class Asking:
    """Knows the window (tokens) and how to count; `part` is the longest part to follow (tokens)."""

    count: Count
    window: int
    part: int
    temperature: float

    async def parts(
        self, given: Given, found: Sequence[Paragraph], language: Language
    ) -> tuple[Part, ...]:
        """The text in parts that fit. Raises `ChatOverflow` when the window has no room for any."""
        rules = (_rules(given.task, language), _frame(given, language, ""))
        room = self.window - sum(await self.count(rules)) - TEMPLATE
        if given.task in FOLLOWING:
            text = min(self.part, int(room / (1 + GROWTH)))
        else:
            text = room - _answer(given.task, 0)
        if text < LEAST:
            raise ChatOverflow("VRAAGBAAK_CHAT__WINDOW: there is no room for a text.")
        return await fit(found, text, self._numbered, language)

    async def _numbered(self, texts: Sequence[str]) -> list[int]:
        return [tokens + NUMBER for tokens in await self.count(texts)]

    async def prompt(self, given: Given, part: Part, language: Language) -> Prompt:
        """The question about one part."""
        follows = given.task in FOLLOWING
        lines = [
            f"[{number}] {paragraph.text}" if follows else paragraph.text
            for number, paragraph in enumerate(part, start=1)
        ]
        text = "\n".join(lines)
        size = sum(await self.count([text]))
        return Prompt(
            messages=(
                Message(role="system", content=_rules(given.task, language)),
                Message(role="user", content=_frame(given, language, text)),
            ),
            most_tokens=_answer(given.task, size),
            grammar=following(len(part)) if follows else free(),
            temperature=self.temperature,
        )


def following(paragraphs: int) -> str:
    """EBNF for xgrammar: each paragraph under its number, in order, and nothing else."""
    numbered = ' "\\n" '.join(f'"[{number}] " body' for number in range(1, paragraphs + 1))
    return "\n".join((f"root ::= {numbered}", 'body ::= line ("\\n- " line)*', _line("\\[\\]")))


def free() -> str:
    """EBNF for xgrammar: lines of plain text, with at most one empty line between them."""
    return "\n".join(('root ::= line ("\\n" "\\n"? line)*', _line("")))


def _line(more: str) -> str:
    return f"line ::= [^{UNWANTED}{more}# ] [^{UNWANTED}{more}]*"


def _answer(task: Task, size: int) -> int:
    if task in FOLLOWING:
        return max(LEAST, int(size * GROWTH))
    return LETTER if task is Task.LETTER else SUMMARY


def _rules(task: Task, language: Language) -> str:
    shared = "text_numbered" if task in FOLLOWING else "text_free"
    names = (f"text_{task}", shared, "text_rules")
    return "\n\n".join(read_prompt(name, language) for name in names)


def _frame(given: Given, language: Language, text: str) -> str:
    wish = harmless(given.wish)
    said = f"{read_prompt('text_wish', language).format(wish=wish)}\n\n" if wish else ""
    return read_prompt("text_given", language).format(wish=said, text=text)
