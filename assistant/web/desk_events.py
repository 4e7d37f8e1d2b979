"""What staff do at the desk; every event shows the desk as the records have it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from assistant.domain import AssistantError, Handoff, Message, Role, State
from assistant.rendering import View, render
from assistant.switch import Mode
from assistant.web.quiet import silence
from assistant.web.reception import Reception

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

Updates = dict[Any, Any]
RESULTS = ("answered", "forwarded", "callback", "unreachable")
"""How a conversation can end; the words stand in the texts."""
COLLEAGUES = 100
"""Hand-offs looked through for those that a colleague has taken."""


@dataclass(frozen=True)
class DeskParts:
    """Everything that events read or change."""

    head: gr.Markdown
    who: gr.Markdown
    switch: gr.Button
    queue: gr.Markdown
    talk: gr.Markdown
    status: gr.Markdown
    take: gr.Button
    answering: gr.Column
    reply: gr.Textbox
    send: gr.Button
    release: gr.Button
    result: gr.Radio
    close: gr.Button
    sources: gr.Markdown
    command: gr.Textbox
    selected: gr.Textbox
    seen: gr.Textbox
    timer: gr.Timer


@dataclass(frozen=True)
class DeskEvents:
    """The events of the desk."""

    reception: Reception
    view: View
    parts: DeskParts

    def refresh(self, selected: str, seen: str, request: gr.Request) -> Updates:
        """What has changed since `seen`; mostly nothing.

        What is selected is left alone: someone may just have chosen another conversation.
        """
        page, parts = self._show(selected, _name(request)), self.parts
        if page[parts.seen] == seen:
            return {parts.seen: gr.skip()}
        always = page.keys() - {parts.selected}
        kept = (
            always if selected else {parts.head, parts.who, parts.switch, parts.queue, parts.seen}
        )
        return {part: page[part] for part in kept}

    def open(self, command: str, request: gr.Request) -> Updates:
        """Show the conversation of a hand-off."""
        try:
            selected = str(json.loads(command)["handoff"])
        except (ValueError, KeyError, TypeError):
            selected = ""
        page = self._show(selected, _name(request), focus=True)
        return page | {self.parts.status: "", self.parts.reply: ""}

    def turn(self, selected: str, request: gr.Request) -> Updates:
        """References only for everybody, or back."""
        switch, name = self.reception.service.switch, _name(request)
        mode = Mode.REFERENCES if switch.generates else Mode.GENERATE
        told = "desk.switched_off" if mode is Mode.REFERENCES else "desk.switched_on"
        return self._do(selected, name, told, lambda: switch.turn(mode, name))

    def take(self, selected: str, request: gr.Request) -> Updates:
        """Take it over."""
        handoffs, name = self.reception.service.handoffs, _name(request)
        return self._do(selected, name, "desk.taken", lambda: handoffs.take(selected, name))

    def reply(self, selected: str, text: str, request: gr.Request) -> Updates:
        """Answer; the text stays in its box when it could not be sent."""
        handoffs, name = self.reception.service.handoffs, _name(request)
        sent = self._do(
            selected, name, "desk.replied", lambda: handoffs.reply(selected, name, text)
        )
        return sent if self.parts.talk not in sent else sent | {self.parts.reply: ""}

    def release(self, selected: str, request: gr.Request) -> Updates:
        """Give it back to the queue."""
        handoffs, name = self.reception.service.handoffs, _name(request)
        return self._do(selected, name, "desk.released", lambda: handoffs.release(selected, name))

    def close(self, selected: str, result: str, request: gr.Request) -> Updates:
        """Close it, with what came of it."""
        handoffs, name = self.reception.service.handoffs, _name(request)
        words = self.view.say(f"desk.result_{result if result in RESULTS else RESULTS[0]}")
        done = self._do(
            selected, name, "desk.closed", lambda: handoffs.close(selected, name, words)
        )
        return done | {self.parts.reply: ""}

    def _do(self, selected: str, name: str, told: str, work: Callable[[], object]) -> Updates:
        try:
            work()
        except AssistantError as error:
            return {self.parts.status: self._line(self.view.explain(error.key), "wrong")}
        page = self._show(selected, name)
        return page | {self.parts.status: self._line(self.view.say(told), "told")}

    def _show(self, selected: str, name: str, *, focus: bool = False) -> Updates:
        service, parts, view = self.reception.service, self.parts, self.view
        waiting = service.handoffs.waiting()
        taken = [one for one in service.handoffs.recent(COLLEAGUES) if one.state is State.TAKEN]
        handoff, messages = self._read(selected)
        mine = handoff is not None and handoff.state is State.TAKEN and handoff.staff == name
        queue = render(
            "desk_queue.html",
            view,
            waiting=[self._entry(one) for one in waiting],
            taken=[self._entry(one) for one in taken],
            selected=handoff.id if handoff else "",
            name=name,
        )
        talk = render("desk_talk.html", view, handoff=handoff, lines=messages, focus=_once(focus))
        answers = [message.answer for message in messages if message.answer]
        return {
            parts.head: render("desk_head.html", view, waiting=len(waiting)),
            parts.who: render("desk_who.html", view, name=name),
            parts.switch: self._switch(),
            parts.queue: queue,
            parts.talk: talk,
            parts.take: gr.update(visible=handoff is not None and handoff.state is State.QUEUED),
            parts.answering: gr.update(visible=mine),
            parts.release: gr.update(visible=mine),
            parts.sources: render(
                "desk_sources.html",
                view,
                citations=[one for answer in answers for one in answer.citations],
                pages=[page for answer in answers for page in answer.related],
            ),
            parts.selected: handoff.id if handoff else "",
            parts.seen: f"{_fingerprint(queue, messages, handoff)}:{service.switch.generates}",
        }

    def _switch(self) -> Updates:
        """Only there where a model may write, and named after what a click does."""
        service = self.reception.service
        key = "desk.switch_off" if service.switch.generates else "desk.switch_on"
        writes = service.settings.answering.writer == "generate"
        update: Updates = gr.update(value=self.view.say(key), visible=writes)
        return update

    def _read(self, selected: str) -> tuple[Handoff | None, list[Message]]:
        service = self.reception.service
        if not selected:
            return None, []
        try:
            handoff = service.handoffs.handoff(selected)
            return handoff, list(service.records.messages(handoff.conversation))
        except AssistantError:
            return None, []

    def _entry(self, handoff: Handoff) -> dict[str, object]:
        lines = self.reception.service.records.messages(handoff.conversation)
        asked = [
            line.text
            for line in lines
            if line.role is Role.USER and line.at <= handoff.asked_at and line.text
        ]
        return {
            "handoff": handoff,
            "subject": asked[-1][:90] if asked else handoff.note[:90] or handoff.reference,
            "minutes": int((datetime.now(UTC) - handoff.asked_at).total_seconds() // 60),
        }

    def _line(self, text: str, kind: str) -> str:
        how = {"kind": kind, "focus": False, "refresh": False, "token": uuid4().hex}
        return render("status.html", self.view, text=text, **how)


def _name(request: gr.Request) -> str:
    return str(request.username or "")


def _once(focus: bool) -> str:
    return uuid4().hex if focus else ""


def _fingerprint(queue: str, messages: list[Message], handoff: Handoff | None) -> str:
    last = messages[-1].id if messages else 0
    return f"{hash(queue)}:{last}:{handoff.state if handoff else ''}"
