"""What happens on the page of text work; between events nothing is remembered."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from assistant.rendering import View, render
from assistant.textwork.domain import WISH, Event, Given, Piece, Progress, Result, Task
from assistant.textwork.work import TextWork
from assistant.web.pacing import paced
from assistant.web.quiet import silence
from assistant.web.reception import Reception, Refused
from assistant.web.text_api import counted, refuse_unfit

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

Updates = dict[Any, Any]
PAUSE = 0.3
"""Sentences that come within this time of each other are shown together (s)."""


@dataclass(frozen=True)
class TextParts:
    """Everything that events read or change."""

    who: gr.Markdown
    task: gr.Radio
    into: gr.Radio
    given: gr.Textbox
    wish: gr.Textbox
    go: gr.Button
    halt: gr.Button
    status: gr.Markdown
    made: gr.Markdown


@dataclass(frozen=True)
class TextEvents:
    """The events of the page."""

    reception: Reception
    service: TextWork
    view: View
    parts: TextParts

    def arrive(self, request: gr.Request) -> Updates:
        """Say who is logged in."""
        name = str(request.username or "")
        return {self.parts.who: render("text_who.html", self.view, name=name)}

    def choose(self, task: str) -> Updates:
        """A translation needs a language."""
        return {self.parts.into: gr.update(visible=task == Task.TRANSLATE)}

    def halt(self) -> Updates:
        """After the user stopped the work."""
        return {self.parts.status: self._line(self.view.say("text.stopped"), "told")}

    async def work(
        self, task: str, into: str, text: str, wish: str, request: gr.Request
    ) -> AsyncGenerator[Updates, None]:
        """Do the work, and show each sentence once it was held against the text."""
        try:
            self.reception.limit(request.client.host if request.client else "")
            given = self._given(task, into, text, wish)
        except Refused as refused:
            words = self.view.say(refused.key, **refused.fields)
            yield {self.parts.status: self._line(words, "wrong")}
            return
        yield {self.parts.status: self._busy("text.working"), self.parts.made: ""}
        pieces: list[Piece] = []
        events = counted(self.reception, self.service, given, self.view.language)
        async with aclosing(events), aclosing(paced(events, PAUSE)) as batches:
            async for batch in batches:
                pieces += [event for event in batch if isinstance(event, Piece)]
                yield self._shown(given, batch, pieces)

    def _given(self, task: str, into: str, text: str, wish: str) -> Given:
        """Raises `Refused`, with the text that says why this is nothing to work on."""
        refuse_unfit(self.service, text or "")
        if len(wish or "") > WISH:
            raise Refused("text.wish_too_long", 422, limit=WISH)
        fields = {"task": task, "text": text, "wish": wish or "", "into": into}
        try:
            return Given.model_validate(fields)
        except ValidationError as error:
            raise Refused("errors.invalid", 422, fields="task") from error

    def _shown(self, given: Given, batch: Sequence[Event], pieces: list[Piece]) -> Updates:
        parts = self.parts
        last = batch[-1]
        if isinstance(last, Result):
            return {parts.status: self._ended(last), parts.made: self._made(last)}
        shown: Updates = {parts.made: self._made(None, pieces)} if pieces else {}
        progress = [event for event in batch if isinstance(event, Progress) and event.parts > 1]
        if progress:
            shown[parts.status] = self._busy("text.part", **progress[-1].model_dump())
        return shown or {parts.status: gr.skip()}

    def _made(self, result: Result | None, pieces: Sequence[Piece] = ()) -> str:
        shown = result.pieces if result else tuple(pieces)
        if not shown:
            return ""
        return render(
            "text_result.html",
            self.view,
            paragraphs=_paragraphs(shown),
            marked=sum(len(piece.marks) for piece in shown),
            result=result,
            model=self.service.model,
        )

    def _ended(self, result: Result) -> str:
        if result.message:
            return self._line(result.message, "wrong")
        marked = sum(bool(piece.marks) for piece in result.pieces)
        key = "text.ready_marked" if marked else "text.ready"
        return self._line(self.view.say(key, count=marked), "told")

    def _busy(self, key: str, **fields: object) -> str:
        return self._line(self.view.say(key, **fields), "searching busy")

    def _line(self, text: str, kind: str) -> str:
        how = {"kind": kind, "focus": False, "refresh": False, "token": uuid4().hex}
        return render("status.html", self.view, text=text, **how)


def _paragraphs(pieces: Sequence[Piece]) -> list[list[list[Piece]]]:
    """The pieces by paragraph, and in it by line."""
    found: list[list[list[Piece]]] = []
    for piece in pieces:
        if not found or piece.breaks > 1:
            found.append([[piece]])
        elif piece.breaks:
            found[-1].append([piece])
        else:
            found[-1][-1].append(piece)
    return found
