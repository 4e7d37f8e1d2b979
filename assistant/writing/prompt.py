"""What the model reads: the rules first, then numbered sentences, then the question.

All of it fits the window, counted by the model's own tokenizer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.neutral import neutral, neutral_source
from assistant.writing.grammar import Offer, Shown, grammar
from configs.prompts import read_prompt
from ingest.domain import CELL, BlockKind, Hit, Passage
from models.domain import ChatOverflow, Message, Prompt
from models.tokens import Count

TEMPLATE = 96
"""Tokens that a chat template and the frame of the question may add."""
HISTORY, TURNS = 300, 4
"""Most tokens and earlier questions of a conversation."""
CHARACTERS = 8
"""No tokenizer packs more characters into a token, over a whole passage."""
LEAST = 120
"""Tokens of passages below which no answer can be expected."""


@dataclass(frozen=True)
class Budget:
    """Tokens: of the window as a whole, of the longest answer, and of passages at most."""

    window: int
    answer: int
    passages: int


@dataclass(frozen=True)
class Prompting:
    """Makes the prompt of a draft."""

    count: Count
    budget: Budget
    temperature: float
    across: bool = False
    """Whether passages are shown that are in another language than the answer will be."""

    async def __call__(self, draft: Draft) -> tuple[Prompt, Offer]:
        """The prompt with its grammar, and which sentences it shows.

        Raises `ChatOverflow` when rules and question leave no room for a passage.
        """
        rules = read_prompt("answer", draft.language)
        frame = read_prompt("question", draft.language)
        question = neutral(draft.text)
        fixed = sum(await self.count([rules, frame, question])) + TEMPLATE + self.budget.answer
        room = self.budget.window - fixed
        if room < LEAST:
            raise ChatOverflow("VRAAGBAAK_CHAT__WINDOW: rules and question fill the window.")
        blocks, used = await self._blocks(draft, min(room, self.budget.passages))
        history = await self._history(draft, min(room - used, HISTORY))
        offer = {number: block.shown for number, block in blocks.items()}
        passages = "\n\n".join(block.text(number) for number, block in blocks.items())
        said = frame.format(passages=passages, history=history, question=question)
        prompt = Prompt(
            messages=(
                Message(role="system", content=rules),
                Message(role="user", content=said),
            ),
            most_tokens=self.budget.answer,
            grammar=grammar(offer),
            temperature=self.temperature,
        )
        return prompt, offer

    async def _blocks(self, draft: Draft, room: int) -> tuple[Mapping[int, "Block"], int]:
        """The best passages that fit, the last cut at the end of a sentence, and their tokens.

        They stand page by page, those that the last answer cited first: a follow-up about the
        same pages then begins with the same text, which the server has in its cache.
        """
        readable = (
            (place, hit)
            for place, hit in enumerate(draft.hits)
            if self.across or hit.passage.language == draft.language
        )
        wholes = list(_at_most(readable, room * CHARACTERS))
        counts = await self.count([block.text(1) for block in wholes])
        chosen: list[Block] = []
        used = 0
        for block, tokens in zip(wholes, counts, strict=True):
            if used + tokens > room:
                cut, tokens = await self._cut(block, room - used)
                if cut:
                    chosen.append(cut)
                    used += tokens
                break
            chosen.append(block)
            used += tokens
        cited = draft.conversation.turns[-1].titles if draft.conversation.turns else ()
        pages = {block.page: rank for rank, block in reversed(list(enumerate(chosen)))}
        pages |= {
            block.page: cited.index(title) - len(cited)
            for block in chosen
            if (title := draft.hits[block.hit].passage.title) in cited
        }
        chosen.sort(key=lambda block: (pages[block.page], block.place))
        return dict(enumerate(chosen, start=1)), used

    async def _cut(self, block: "Block", room: int) -> tuple["Block | None", int]:
        """The block with as many of its first sentences as fit."""
        shorter = [block.first(many) for many in range(1, len(block.sentences))]
        counts = await self.count([part.text(1) for part in shorter])
        fitting = [pair for pair in zip(shorter, counts, strict=True) if pair[1] <= room]
        return fitting[-1] if fitting else (None, 0)

    async def _history(self, draft: Draft, room: int) -> str:
        """The latest earlier questions that fit, oldest first."""
        asked = [f"- {neutral(turn.question)}" for turn in draft.conversation.turns[-TURNS:]]
        frame = read_prompt("history", draft.language)
        counts = await self.count([frame, *asked])
        used, kept = counts[0], 0
        for tokens in reversed(counts[1:]):
            used += tokens + 1
            if used > room:
                break
            kept += 1
        return f"{frame.format(questions=_joined(asked[-kept:]))}\n\n" if kept else ""


@dataclass(frozen=True)
class Block:
    """A passage as it is shown: its trail, and its sentences."""

    hit: int
    page: str
    place: int
    trail: str
    sentences: tuple[str, ...]

    @property
    def shown(self) -> Shown:
        """What of it the model sees."""
        return Shown(self.hit, len(self.sentences))

    def first(self, many: int) -> "Block":
        """Only its first sentences."""
        return Block(self.hit, self.page, self.place, self.trail, self.sentences[:many])

    def text(self, number: int) -> str:
        """The block under its number."""
        lines = (f"[{number}.{place}] {text}" for place, text in enumerate(self.sentences, 1))
        return _joined((f"{number}. {self.trail}", *lines))


def _at_most(hits: Iterable[tuple[int, Hit]], characters: int) -> Iterable["Block"]:
    """The first blocks, until there are surely enough to fill so many characters."""
    for place, hit in hits:
        if characters <= 0:
            return
        block = block_of(hit.passage, place)
        characters -= len(block.text(1))
        yield block


def block_of(passage: Passage, hit: int) -> Block:
    """The passage of a hit, neutralised."""
    trail = neutral_source(" \u2013 ".join(dict.fromkeys((passage.title, *passage.headings))))
    sentences = tuple(neutral_source(text) for text in _sentences(passage))
    return Block(hit, passage.url, passage.place, trail, sentences)


def _sentences(passage: Passage) -> Iterable[str]:
    """Each sentence with what makes it readable alone: a row with its heads, an item its lead."""
    whole = {passage.sentence(number) for number in range(len(passage.sentences))}
    for number, span in enumerate(passage.sentences):
        text = passage.sentence(number)
        if span.kind is BlockKind.ROW:
            yield _row(text.split(CELL), span.lead.split(CELL))
        elif span.lead and span.lead not in whole:
            yield f"{span.lead.rstrip(': ')}: {text}"
        else:
            yield text


def _row(cells: list[str], heads: list[str]) -> str:
    if len(cells) != len(heads):
        return "; ".join(cells)
    pairs = zip(heads, cells, strict=True)
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in pairs)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)
