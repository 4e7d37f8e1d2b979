"""The desk as the records have it: every event ends here, so nothing is remembered in between."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from assistant.domain import AssistantError, Handoff, Message, State
from assistant.handoff.editing import lines_of
from assistant.handoff.summary import summarise
from assistant.records.desk_domain import Approval, Mark, Present
from assistant.rendering import View, render
from assistant.web.balie.listing import APPROVAL, Here, Listing
from assistant.web.balie.parts import STAFF, TOPIC, DeskParts
from assistant.web.quiet import silence
from assistant.web.reception import Reception

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

Updates = dict[Any, Any]
"""New values of components, by component."""


@dataclass(frozen=True)
class Showing:
    """One page in one language, and how it looks after an event."""

    reception: Reception
    view: View
    parts: DeskParts
    listing: Listing

    def do(
        self, here: Here, told: str, work: Callable[[], object], *, focus: bool = True
    ) -> Updates:
        """Do something, and say that it is done or why it is not."""
        try:
            work()
        except AssistantError as error:
            return {self.parts.status: self.line(self.view.explain(error.key), "wrong")}
        said = self.line(self.view.say(told), "told", focus=focus)
        return self.page(here) | {self.parts.status: said}

    def page(self, here: Here, *, focus: bool = False) -> Updates:
        """Everything."""
        approval, token = self._approval(here), _once(focus)
        handoff, messages = (None, []) if approval else self._read(here.selected)
        talk = (
            render("desk_review.html", self.view, approval=approval, focus=token)
            if approval
            else self._talk(handoff, messages, token)
        )
        answers = [approval.answer] if approval else [one.answer for one in messages if one.answer]
        sources = render(
            "desk_sources.html",
            self.view,
            citations=[one for answer in answers for one in answer.citations],
            pages=[page for answer in answers for page in answer.related],
            review=approval is not None,
        )
        shown = handoff.id if handoff else here.selected if approval else ""
        frame = self._frame(here, shown)
        looks = (*map(repr, frame.values()), talk.replace(f' data-focus="{token}"', ""))
        return {
            **frame,
            **self._tools(here, handoff, approval),
            self.parts.talk: talk,
            self.parts.sources: sources,
            self.parts.selected: shown,
            self.parts.seen: f"{hash(looks)}:{shown}",
        }

    def line(self, text: str, kind: str, *, focus: bool = False) -> str:
        """A line that is told once; with `focus` the keyboard goes on from there."""
        how = {"kind": kind, "focus": focus, "refresh": False, "token": uuid4().hex}
        return render("status.html", self.view, text=text, **how)

    def _frame(self, here: Here, selected: str) -> Updates:
        """What stands around the conversation: counts, who is there, the list."""
        service, parts, view = self.reception.service, self.parts, self.view
        waiting, reviews = service.handoffs.waiting(), service.approvals.waiting()
        listed = self.listing.wanted(here, waiting)
        marks = service.handoffs.marks(listed)
        staff = service.handoffs.presence.staff()
        queue = render(
            "desk_queue.html",
            view,
            entries=[self.listing.entry(one, marks.get(one.id, Mark())) for one in listed],
            reviews=self.listing.reviews(here, reviews),
            selected=selected,
            name=here.name,
            staff=staff,
            promise=self.reception.promise(view.language),
        )
        return {
            parts.head: render("desk_head.html", view, waiting=len(waiting), reviews=len(reviews)),
            parts.who: render("desk_who.html", view, name=here.name),
            parts.queue: queue,
            parts.away: _label(view.say(_away(here.name, staff))),
            parts.switch: self._switch(),
        }

    def _tools(self, here: Here, handoff: Handoff | None, approval: Approval | None) -> Updates:
        """What can be done with what is selected."""
        parts, choices = self.parts, self._choices(here)
        waits = handoff is not None and handoff.state is State.QUEUED
        mine = handoff is not None and handoff.state is State.TAKEN and handoff.staff == here.name
        updates: Updates = {
            parts.take: gr.update(visible=waits),
            parts.answering.column: gr.update(visible=mine),
            parts.reviewing.column: gr.update(visible=approval is not None),
            parts.sharing.column: gr.update(
                visible=handoff is not None and handoff.state is not State.CLOSED
            ),
            parts.sharing.pass_on: gr.update(visible=bool(choices) and (waits or mine)),
            parts.sharing.to: gr.update(choices=choices, visible=bool(choices) and (waits or mine)),
        }
        return updates

    def _choices(self, here: Here) -> list[tuple[str, str]]:
        """To whom a conversation can be passed on: topics, and colleagues, who is there first."""
        handoffs = self.reception.service.handoffs
        there = {one.name for one in handoffs.presence.staff() if not one.away}
        others = sorted(
            (name for name in handoffs.presence.known() if name != here.name),
            key=lambda name: (name not in there, name),
        )
        absent = self.view.say("desk.not_there")
        return [
            *((name, f"{TOPIC}{name}") for name in handoffs.topics.names),
            *(
                (name if name in there else f"{name} ({absent})", f"{STAFF}{name}")
                for name in others
            ),
        ]

    def _talk(self, handoff: Handoff | None, messages: list[Message], focus: str) -> str:
        if handoff is None:
            return render("desk_nothing.html", self.view)
        service = self.reception.service
        reported = service.records.desk.reported(handoff.conversation)
        active = handoff.state is not State.CLOSED
        gone = service.handoffs.presence.gone_since(handoff.conversation) if active else None
        return render(
            "desk_talk.html",
            self.view,
            handoff=handoff,
            lines=messages,
            summary=summarise(messages, handoff.reason, reported),
            notes=service.handoffs.notes(handoff.id),
            mark=service.handoffs.marks([handoff]).get(handoff.id, Mark()),
            gone=gone,
            focus=focus,
        )

    def _switch(self) -> Updates:
        """Only there where a model may write, and named after what a click does."""
        service = self.reception.service
        key = "desk.switch_off" if service.switch.generates else "desk.switch_on"
        writes = service.settings.answering.writer == "generate"
        update: Updates = gr.update(value=self.view.say(key), visible=writes)
        return update

    def _read(self, selected: str) -> tuple[Handoff | None, list[Message]]:
        service = self.reception.service
        if not selected or selected.startswith(APPROVAL):
            return None, []
        try:
            handoff = service.handoffs.handoff(selected)
            return handoff, list(service.records.messages(handoff.conversation))
        except AssistantError:
            return None, []

    def _approval(self, here: Here) -> Approval | None:
        """The answer that is selected, as long as it waits."""
        if not here.selected.startswith(APPROVAL):
            return None
        wanted = here.selected.removeprefix(APPROVAL)
        waiting = self.reception.service.approvals.waiting()
        return next((one for one in waiting if one.id == wanted), None)

    def lines_to_edit(self, here: Here) -> str:
        """The selected answer as lines to be edited."""
        approval = self._approval(here)
        return lines_of(approval.answer) if approval else ""


def _label(text: str) -> Updates:
    update: Updates = gr.update(value=text)
    return update


def _away(name: str, staff: list[Present]) -> str:
    gone = any(one.away for one in staff if one.name == name)
    return "desk.come_back" if gone else "desk.go_away"


def _once(focus: bool) -> str:
    return uuid4().hex if focus else ""
