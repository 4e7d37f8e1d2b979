"""The page as the records have it: every event ends here, so nothing is remembered in between."""

from dataclasses import dataclass
from typing import Any

from assistant.domain import Handoff, Message, State
from assistant.rendering import render
from assistant.web.chat_lines import Lines
from assistant.web.chat_parts import Parts
from assistant.web.identity import PUBLIC, Audiences
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

Updates = dict[Any, Any]
"""New values of components, by component."""


@dataclass(frozen=True)
class Screen(Lines):
    """One page in one language, and how it looks after an event."""

    parts: Parts

    def show(self, conversation: str, audiences: Audiences = PUBLIC) -> Updates:
        """Everything; without a conversation the first sight. Raises `NotFound`."""
        if not conversation:
            return self.shown("", [], None)
        return self.shown(conversation, *self.read(conversation, audiences))

    def shown(self, conversation: str, messages: list[Message], handoff: Handoff | None) -> Updates:
        """The page with these lines."""
        parts, view = self.parts, self.view
        promise = self.reception.promise(view.language) if handoff else ""
        taken = handoff is not None and handoff.state is State.TAKEN
        label = "chat.your_message" if taken else "chat.your_question"
        return {
            parts.log: self.drawn(conversation, messages, handoff),
            parts.person: render("person.html", view, handoff=handoff, promise=promise),
            parts.question: gr.update(label=view.say(label)),
            parts.conversation: conversation,
        }
