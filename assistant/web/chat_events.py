"""What asking, stopping and the buttons inside answers do on the page of the chat."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import anyio.to_thread

from assistant.domain import Answer, AssistantError, Claim, Complaint, NotFound, Outcome, Role
from assistant.rendering import render_working
from assistant.web.chat_person import Person
from assistant.web.chat_screen import Screen, Updates, fingerprint
from assistant.web.pacing import paced
from assistant.web.quiet import silence
from assistant.web.reception import Refused

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

PAUSE = 0.15
"""Claims that come within this time of each other are shown together (s)."""
Wanted = Mapping[str, Any]
"""What a button inside the page sends."""


@dataclass(frozen=True)
class Events:
    """The events of one page."""

    screen: Screen
    person: Person

    async def ask(
        self, text: str, conversation: str, request: gr.Request
    ) -> AsyncGenerator[Updates, None]:
        """Ask, and show each claim as it passes its checks."""
        screen, parts = self.screen, self.screen.parts
        try:
            screen.reception.check(text, request.client.host if request.client else "")
        except Refused as refused:
            yield {parts.status: screen.wrong(refused)}
            return
        try:
            async with aclosing(self._answer(text, conversation)) as updates:
                async for update in updates:
                    yield update
        except AssistantError as error:
            yield screen.extended("") | {parts.status: screen.wrong(error)}

    async def _answer(self, text: str, conversation: str) -> AsyncGenerator[Updates, None]:
        """The page itself says at once that it is searching: what comes quickly is shown once."""
        screen, parts = self.screen, self.screen.parts
        claims: list[Claim] = []
        events = screen.reception.ask(text, conversation or None, screen.view.language, "chat")
        async with aclosing(events), aclosing(paced(events, PAUSE)) as batches:
            async for batch in batches:
                claims += [event for event in batch if isinstance(event, Claim)]
                if isinstance(batch[-1], Answer):
                    yield await anyio.to_thread.run_sync(self._answered, batch[-1])
                elif claims:
                    yield {
                        parts.conversation: conversation,
                        parts.live: render_working(text, claims, screen.view),
                        parts.status: "",
                    }

    def _answered(self, answer: Answer) -> Updates:
        screen = self.screen
        passed_on = answer.outcome is Outcome.PERSON and not answer.handoff.offered
        key = "chat.person_delivered" if passed_on else "chat.ready"
        told = screen.say(key, refresh=passed_on)
        return screen.extended(answer.conversation) | {screen.parts.status: told}

    def act(self, command: str, conversation: str) -> Updates:
        """Do what a button inside an answer asks for, or what the page asks when it opens."""
        wanted, screen = _read(command), self.screen
        try:
            return self._wanted(wanted, conversation)
        except NotFound as error:
            return screen.show("") | {screen.parts.status: screen.wrong(error)}
        except AssistantError as error:
            return {screen.parts.status: screen.wrong(error)}

    def _wanted(self, wanted: Wanted, conversation: str) -> Updates:
        actions: Mapping[str, Callable[[], Updates]] = {
            "restore": lambda: self.screen.show(str(wanted.get("conversation", ""))),
            "refresh": lambda: self.screen.show(conversation),
            "person": lambda: self.person.open(conversation),
            "close": self.person.closed,
            "feedback": lambda: self._report(wanted),
        }
        action = actions.get(str(wanted.get("do")))
        return action() if action else {self.screen.parts.status: gr.skip()}

    def _report(self, wanted: Wanted) -> Updates:
        screen = self.screen
        if wanted.get("complaint") not in set(Complaint):
            return {screen.parts.status: screen.wrong("chat.report_choose")}
        complaint = Complaint(wanted["complaint"])
        remark = str(wanted.get("remark", ""))[:1000]
        screen.reception.report(str(wanted.get("answer", "")), complaint, remark)
        return {screen.parts.status: screen.say("chat.report_thanks", shown=True)}

    def stopped(self, conversation: str) -> Updates:
        """After the user stopped the search."""
        screen = self.screen
        told = {screen.parts.status: screen.say("chat.stopped", shown=True)}
        return screen.show(conversation) | told

    def poll(self, conversation: str, seen: str) -> Updates:
        """What is new while a person has the conversation; mostly nothing."""
        screen = self.screen
        try:
            messages, handoff = screen.read(conversation)
        except NotFound:
            return screen.show("")
        if fingerprint(messages, handoff) == seen:
            return {screen.parts.timer: gr.skip()}
        page = screen.shown(conversation, messages, handoff)
        if messages and messages[-1].role is not Role.USER:
            page[screen.parts.status] = screen.say("chat.person_new")
        return page


def _read(command: str) -> Wanted:
    try:
        wanted = json.loads(command)
    except ValueError:
        return {}
    return wanted if isinstance(wanted, dict) else {}
