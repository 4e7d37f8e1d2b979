"""The steps from the chat to a person: see what is sent, agree, leave a number or not."""

from dataclasses import dataclass
from uuid import uuid4

from assistant.domain import AssistantError, Contact, NotAllowed
from assistant.handoff.contact import check_contact
from assistant.handoff.domain import HandoffRequest
from assistant.rendering import render
from assistant.web.chat_screen import Screen, Updates
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

LONGEST_PHONE = 40
"""As long as `Contact` allows."""


@dataclass(frozen=True)
class Person:
    """The events of the panel."""

    screen: Screen

    def open(self, conversation: str) -> Updates:
        """Show what will be sent; nothing is sent yet. Raises `NotFound`."""
        parts, view = self.screen.parts, self.screen.view
        handoffs = self.screen.reception.service.handoffs
        if conversation and handoffs.active(conversation):
            return self.screen.show(conversation)
        return {
            parts.panel.column: gr.update(visible=True),
            parts.panel.problem: "",
            parts.status: "",
            parts.panel.preview: render(
                "preview.html",
                view,
                preview=handoffs.preview(conversation) if conversation else (),
                promise=self.screen.reception.promise(view.language),
                days=self.screen.reception.service.settings.records.contact_days,
                token=uuid4().hex,
            ),
        }

    def request(
        self, conversation: str, consent: bool, name: str, contact: str, remark: str
    ) -> Updates:
        """Pass the conversation on, when that is agreed to."""
        screen = self.screen
        service = screen.reception.service
        try:
            if not consent:
                raise NotAllowed("chat.person_consent_needed")
            reached = check_contact(read_contact(name, contact))
            if not conversation:
                conversation = service.records.open_conversation(None, screen.view.language).id
            service.handoffs.request(
                HandoffRequest(
                    conversation=conversation,
                    reason=service.handoffs.reason(conversation),
                    consent=consent,
                    contact=reached,
                    message=remark,
                    language=screen.view.language,
                )
            )
        except AssistantError as error:
            return {screen.parts.panel.problem: screen.wrong(error)}
        return screen.show(conversation) | self.closed() | {screen.parts.status: ""}

    def cancel(self) -> Updates:
        """Close the panel; nobody was asked."""
        return self.closed() | {
            self.screen.parts.status: self.screen.say("chat.person_cancelled", focus=True)
        }

    def closed(self) -> Updates:
        """The panel away, and empty for a next time."""
        panel = self.screen.parts.panel
        return {
            panel.column: gr.update(visible=False),
            panel.problem: "",
            panel.consent: False,
            panel.name: "",
            panel.contact: "",
            panel.remark: "",
        }


def read_contact(name: str, reached: str) -> Contact:
    """One field takes a phone number or an e-mail address; the desk checks which it is."""
    name, reached = name.strip()[:200], reached.strip()
    if "@" in reached:
        return Contact(name=name, email=reached[:200])
    if len(reached) > LONGEST_PHONE:
        raise NotAllowed("errors.contact")
    return Contact(name=name, phone=reached)
