"""The steps from the chat to a person: see what is sent, agree, leave a number or not."""

from dataclasses import dataclass
from uuid import uuid4

from assistant.domain import AssistantError, Contact, NotAllowed
from assistant.handoff.contact import check_contact
from assistant.handoff.domain import HandoffRequest
from assistant.rendering import render
from assistant.web.chat_screen import Screen, Updates
from assistant.web.identity import PUBLIC, Audiences, audiences_of
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

LONGEST_PHONE = 40
"""As long as `Contact` allows."""


@dataclass(frozen=True)
class Person:
    """The events of the panel."""

    screen: Screen

    def open(self, conversation: str, request: gr.Request) -> Updates:
        """Show what will be sent; nothing is sent yet. Raises `NotFound`."""
        return self.shown(conversation, asking(request))

    def shown(self, conversation: str, audiences: Audiences) -> Updates:
        """The same for these. Raises `NotFound`."""
        self.screen.reception.require(conversation, audiences)
        parts, view = self.screen.parts, self.screen.view
        handoffs = self.screen.reception.service.handoffs
        if conversation and handoffs.active(conversation):
            return self.screen.show(conversation, audiences)
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

    def request(self, request: gr.Request, conversation: str, consent: bool, *told: str) -> Updates:
        """Pass the conversation on, when that is agreed to; `told`: name, contact and remark."""
        screen, audiences = self.screen, asking(request)
        name, contact, remark = told
        service = screen.reception.service
        try:
            if not consent:
                raise NotAllowed("chat.person_consent_needed")
            screen.reception.require(conversation, audiences)
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
        return screen.show(conversation, audiences) | self.closed() | {screen.parts.status: ""}

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


def asking(request: gr.Request) -> Audiences:
    """The sources that may be shown to who is at the page."""
    return audiences_of(request.request) if request.request else PUBLIC


def read_contact(name: str, reached: str) -> Contact:
    """One field takes a phone number or an e-mail address; the desk checks which it is."""
    name, reached = name.strip()[:200], reached.strip()
    if "@" in reached:
        return Contact(name=name, email=reached[:200])
    if len(reached) > LONGEST_PHONE:
        raise NotAllowed("errors.contact")
    return Contact(name=name, phone=reached)
