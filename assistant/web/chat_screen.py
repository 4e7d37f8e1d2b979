"""The page as the records have it: every event ends here, so nothing is remembered in between."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from assistant.domain import AssistantError, Handoff, Message, State
from assistant.rendering import View, render, render_conversation
from assistant.web.chat_parts import Parts
from assistant.web.quiet import silence
from assistant.web.reception import Reception, Refused

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

Updates = dict[Any, Any]
"""New values of components, by component."""


@dataclass(frozen=True)
class Screen:
    """One page in one language, and how it looks after an event."""

    reception: Reception
    view: View
    parts: Parts

    def show(self, conversation: str) -> Updates:
        """Everything; without a conversation the first sight. Raises `NotFound`."""
        if not conversation:
            return self.shown("", [], None)
        return self.shown(conversation, *self.read(conversation))

    def read(self, conversation: str) -> tuple[list[Message], Handoff | None]:
        """What was said, and the person who was asked for. Raises `NotFound`."""
        service = self.reception.service
        return list(service.records.messages(conversation)), service.handoffs.active(conversation)

    def shown(self, conversation: str, messages: list[Message], handoff: Handoff | None) -> Updates:
        """The page with these lines."""
        parts, view = self.parts, self.view
        promise = self.reception.promise(view.language) if handoff else ""
        taken = handoff is not None and handoff.state is State.TAKEN
        label = "chat.your_message" if taken else "chat.your_question"
        return {
            parts.log: render_conversation(
                messages, view, conversation, with_person=handoff is not None
            ),
            parts.live: "",
            parts.person: render("person.html", view, handoff=handoff, promise=promise),
            parts.question: gr.update(label=view.say(label)),
            parts.conversation: conversation,
            parts.seen: fingerprint(messages, handoff),
            parts.timer: gr.update(active=handoff is not None),
        }

    def extended(self, conversation: str) -> Updates:
        """As little as one more answer changes: for Gradio every output of an event is work."""
        messages, handoff = self.read(conversation) if conversation else ([], None)
        with_person = handoff is not None
        return {
            self.parts.log: render_conversation(
                messages, self.view, conversation, with_person=with_person
            ),
            self.parts.live: "",
            self.parts.conversation: conversation,
        }

    def say(
        self, key: str, *, shown: bool = False, focus: bool = False, refresh: bool = False
    ) -> str:
        """A line that is told once; only `shown` when it isn't plain to see already.

        `refresh` lets the page ask for everything again.
        """
        kind = "told" if shown or focus else "unseen"
        return self._line(self.view.say(key), kind, focus=focus, refresh=refresh)

    def wrong(self, problem: AssistantError | Refused | str) -> str:
        """The line that says what can't be done."""
        if isinstance(problem, Refused):
            return self._line(self.view.say(problem.key, **problem.fields), "wrong")
        key = problem if isinstance(problem, str) else problem.key
        return self._line(self.view.explain(key), "wrong")

    def _line(self, text: str, kind: str, *, focus: bool = False, refresh: bool = False) -> str:
        how = {"kind": kind, "focus": focus, "refresh": refresh, "token": uuid4().hex}
        return render("status.html", self.view, text=text, **how)


def fingerprint(messages: list[Message], handoff: Handoff | None) -> str:
    """Changes when anything on the page does."""
    return f"{messages[-1].id if messages else 0}:{handoff.state if handoff else 'bot'}"
