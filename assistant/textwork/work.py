"""The work on a given text: part by part, sentence by sentence, each held against the text."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from time import perf_counter

from assistant.checking import figures
from assistant.domain import AssistantError
from assistant.records.domain import Worked
from assistant.textwork.asking import Asking
from assistant.textwork.domain import (
    WHOLE,
    Ended,
    Event,
    Given,
    Piece,
    Progress,
    Result,
    Task,
)
from assistant.textwork.holding import Holding
from assistant.textwork.lining import Finished, Sentences
from assistant.textwork.parts import Part, paragraphs
from assistant.textwork.streaming import Streaming
from configs.domain import Language
from configs.texts import Texts
from models.domain import ChatBusy, ChatCut, ChatError
from models.language import recognise

logger = logging.getLogger(__name__)
PAGE = 3_000
"""Characters of a page, as a reader imagines one."""


@dataclass
class _Job:
    """What one given text has become so far."""

    given: Given
    reader: Language
    language: Language
    holding: Holding
    pieces: list[Piece] = field(default_factory=list)
    parts: int = 0
    began: float = field(default_factory=perf_counter)
    message: str = ""


@dataclass(frozen=True)
class TextWork:
    """`length` is that of the longest text (characters); `note` keeps figures, never words."""

    asking: Asking
    streaming: Streaming
    texts: Texts
    length: int
    note: Callable[[Worked], None]

    @property
    def model(self) -> str:
        """The name of the model that writes."""
        return self.streaming.chat.model

    @property
    def on(self) -> bool:
        """Whether a model may write now."""
        return self.streaming.speaks()

    def refusal(self, text: str) -> tuple[str, Mapping[str, object]] | None:
        """The key and fields of the text that says why this can't be worked on; None if it can."""
        if not any(letter.isalnum() for letter in text):
            return "text.empty", {}
        if len(text) > self.length:
            return "text.too_long", {
                "length": len(text),
                "pages": round(len(text) / PAGE),
                "limit": self.length,
                "limit_pages": round(self.length / PAGE),
            }
        return None

    async def __call__(self, given: Given, reader: Language) -> AsyncGenerator[Event, None]:
        """Work on the text, and tell `reader` about it in that language.

        Ends in exactly one `Result`. What is written about a text is kept nowhere, and closing
        this generator ends the work at the model's server.
        """
        job = await asyncio.to_thread(_begin, given, reader)
        result: Result | None = None
        try:
            async with aclosing(self._work(job)) as events:
                async for event in events:
                    yield event
            result = await asyncio.to_thread(self._result, job)
            await asyncio.to_thread(self._note, job, result.ended.value)
        finally:
            figures.forget()
            if result is None:
                asyncio.get_running_loop().run_in_executor(None, self._note, job, "stopped")
        yield result

    async def _work(self, job: _Job) -> AsyncGenerator[Event, None]:
        """Every part; what stops it becomes the message of the job."""
        refusal = self.refusal(job.given.text)
        if refusal:
            job.message = self._say(job, refusal[0], **refusal[1])
            return
        try:
            found = paragraphs(job.given.text)
            parts = await self.asking.parts(job.given, found, job.language)
            if len(parts) > 1 and job.given.task in WHOLE:
                job.message = self._say(job, "text.too_long_whole")
                return
            for number, part in enumerate(parts, start=1):
                if not self.on:
                    break
                job.parts = number
                yield Progress(part=number, parts=len(parts))
                async with aclosing(self._part(job, part)) as pieces:
                    async for piece in pieces:
                        yield piece
        except ChatError as error:
            logger.warning("Text work broke off: %s", error)
            job.message = self._say(job, _reason(error))
        if not self.on:
            job.message = self._say(job, "text.switched_off")

    async def _part(self, job: _Job, part: Part) -> AsyncGenerator[Piece, None]:
        """The sentences about one part. Raises a `ChatError`."""
        prompt = await self.asking.prompt(job.given, part, job.language)
        lines = Sentences(job.language, numbered="[1] " in prompt.grammar)
        first = len(job.pieces)
        async with aclosing(self.streaming(prompt)) as words:
            async for word in words:
                for finished in lines.feed(word):
                    yield self._piece(job, part, finished)
                if lines.endless:
                    raise ChatCut(f"{self.model} does not keep to the form of a text.")
        if self.on:
            for finished in lines.end():
                yield self._piece(job, part, finished)
            if len(job.pieces) == first:
                raise ChatCut(f"{self.model} wrote nothing.")

    def _piece(self, job: _Job, part: Part, finished: Finished) -> Piece:
        known = 1 <= finished.paragraph <= len(part)
        source = part[finished.paragraph - 1] if known else None
        near = (source,) if source else part
        listed = finished.text.startswith("- ")
        apart = source.apart and not listed if source else finished.apart
        breaks = (2 if apart else 1) if finished.opens and job.pieces else 0
        marks = job.holding.marks(finished.text, [paragraph.text for paragraph in near])
        piece = Piece(text=finished.text, breaks=breaks, marks=marks)
        job.pieces.append(piece)
        return piece

    def _result(self, job: _Job) -> Result:
        done = bool(job.pieces) and not job.message
        stopped = Ended.PARTIAL if job.pieces else Ended.FAILED
        refused = not job.parts
        said = [piece.text for piece in job.pieces]
        loses = done and job.given.task is not Task.SUMMARISE
        return Result(
            task=job.given.task,
            ended=Ended.DONE if done else Ended.REFUSED if refused else stopped,
            language=job.language,
            notice=self._say(job, "text.notice"),
            message=job.message,
            text=self._plain(job),
            pieces=tuple(job.pieces),
            lost=job.holding.lost(said) if loses else (),
            parts=job.parts,
            model=self.model,
            seconds=round(perf_counter() - job.began, 3),
        )

    def _plain(self, job: _Job) -> str:
        """The text as it may be copied: every mark stands in it."""
        plain = ""
        for piece in job.pieces:
            plain += ("\n" * piece.breaks or " ") if plain else ""
            plain += piece.text
            for mark in piece.marks:
                why = self._say(job, f"text.mark_{mark.why}", words=mark.words)
                plain += f" [{why}]"
        return plain

    def _note(self, job: _Job, ended: str) -> None:
        """Figures for the journal; without them the work still stands."""
        worked = Worked(
            task=job.given.task.value,
            ended=ended,
            language=job.language,
            model=self.model,
            given=len(job.given.text),
            made=sum(len(piece.text) for piece in job.pieces),
            marked=sum(bool(piece.marks) for piece in job.pieces),
            parts=job.parts,
            seconds=round(perf_counter() - job.began, 3),
        )
        try:
            self.note(worked)
        except AssistantError as error:
            logger.warning("The figures of text work were not kept: %s", error)

    def _say(self, job: _Job, key: str, **fields: object) -> str:
        return self.texts.say(key, job.reader, **fields)


def _begin(given: Given, reader: Language) -> _Job:
    found = tuple(paragraph.text for paragraph in paragraphs(given.text))
    spoken = given.into if given.task is Task.TRANSLATE else recognise(given.text, Language.NL)
    return _Job(given, reader, spoken, Holding(found, given.wish))


def _reason(error: ChatError) -> str:
    if isinstance(error, ChatCut):
        return "text.cut"
    return "text.busy" if isinstance(error, ChatBusy) else "text.down"
