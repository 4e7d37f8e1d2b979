"""What stopping and the buttons inside answers do on the page of the chat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from assistant.domain import AssistantError, Complaint, NotFound
from assistant.rendering import render
from assistant.web.chat_person import Person, asking
from assistant.web.chat_screen import Screen, Updates
from assistant.web.commands import Wanted, read_command
from assistant.web.identity import Audiences
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported


@dataclass(frozen=True)
class Events:
    """The events of one page."""

    screen: Screen
    person: Person

    def act(self, command: str, conversation: str, request: gr.Request) -> Updates:
        """Do what a button inside an answer asks for, or what the page asks when it opens."""
        wanted, screen = read_command(command), self.screen
        try:
            return self._wanted(wanted, conversation, asking(request))
        except NotFound as error:
            return screen.show("") | {screen.parts.status: screen.wrong(error)}
        except AssistantError as error:
            return {screen.parts.status: screen.wrong(error)}

    def _wanted(self, wanted: Wanted, conversation: str, audiences: Audiences) -> Updates:
        kept = str(wanted.get("conversation", ""))
        actions: Mapping[str, Callable[[], Updates]] = {
            "restore": lambda: self.screen.show(kept, audiences),
            "refresh": lambda: self.screen.show(conversation, audiences),
            "person": lambda: self.person.shown(conversation, audiences),
            "close": self.person.closed,
            "feedback": lambda: self._report(wanted, audiences),
        }
        action = actions.get(str(wanted.get("do")))
        return action() if action else {self.screen.parts.status: gr.skip()}

    def _report(self, wanted: Wanted, audiences: Audiences) -> Updates:
        screen = self.screen
        if wanted.get("complaint") not in set(Complaint):
            return {screen.parts.status: screen.wrong("chat.report_choose")}
        complaint = Complaint(wanted["complaint"])
        remark = str(wanted.get("remark", ""))[:1000]
        answer = str(wanted.get("answer", ""))
        reference = screen.reception.report(answer, complaint, remark, audiences)
        key = "audit.reported" if reference else "chat.report_thanks"
        said = screen.view.say(key, reference=reference)
        thanks = render("report_thanks.html", screen.view, said=said, token=uuid4().hex)
        return {screen.parts.status: thanks}

    def stopped(self, conversation: str, request: gr.Request) -> Updates:
        """After the user stopped the search."""
        screen = self.screen
        told = {screen.parts.status: screen.say("chat.stopped", shown=True)}
        return screen.show(conversation, asking(request)) | told
