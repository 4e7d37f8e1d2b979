"""What staff do with conversations; every event shows the desk as the records have it."""

from dataclasses import dataclass

from assistant.domain import AssistantError
from assistant.records.desk_domain import Mark
from assistant.switch import Mode
from assistant.web.balie.listing import APPROVAL, Here
from assistant.web.balie.parts import RESULTS, STAFF, TOPIC, DeskParts
from assistant.web.balie.showing import Showing, Updates
from assistant.web.commands import read_command
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported


@dataclass(frozen=True)
class Acting:
    """The events."""

    showing: Showing

    @property
    def parts(self) -> DeskParts:
        """The components."""
        return self.showing.parts

    def refresh(self, selected: str, chosen: str, seen: str, request: gr.Request) -> Updates:
        """What has changed since `seen`; mostly nothing.

        What is selected is left alone: someone may just have chosen another conversation.
        """
        here = _here(request, selected, chosen)
        self.showing.reception.service.handoffs.presence.arrive(here.name)
        page, parts = self.showing.page(here), self.parts
        if page[parts.seen] == seen:
            return {parts.seen: gr.skip()}
        around = {parts.head, parts.who, parts.away, parts.switch, parts.queue, parts.seen}
        kept = page.keys() - {parts.selected} if selected else around
        return {part: page[part] for part in kept}

    def open(self, command: str, selected: str, chosen: str, request: gr.Request) -> Updates:
        """Show a conversation or an answer; `refresh` shows again what is open."""
        wanted, parts = read_command(command), self.parts
        if wanted.get("do") == "refresh":
            page = self.showing.page(_here(request, selected, chosen))
            return {part: page[part] for part in page.keys() - {parts.selected}}
        opened = str(wanted.get("handoff", ""))
        here = _here(request, opened, chosen)
        page = self.showing.page(here, focus=True)
        fields: Updates = {
            parts.status: "",
            parts.answering.reply: "",
            parts.sharing.note: "",
            parts.reviewing.reason: "",
        }
        if opened.startswith(APPROVAL):
            fields[parts.reviewing.text] = self.showing.lines_to_edit(here)
        return page | fields

    def choose(self, selected: str, chosen: str, request: gr.Request) -> Updates:
        """Show another part of the list."""
        return self.showing.page(_here(request, selected, chosen))

    def turn(self, selected: str, chosen: str, request: gr.Request) -> Updates:
        """References only for everybody, or back."""
        here = _here(request, selected, chosen)
        service = self.showing.reception.service
        mode = Mode.REFERENCES if service.switch.generates else Mode.GENERATE
        told = "desk.switched_off" if mode is Mode.REFERENCES else "desk.switched_on"

        def turned() -> None:
            service.switch.turn(mode, here.name)
            service.records.audit.note(here.name, "desk.switch", mode.value)

        return self.showing.do(here, told, turned, focus=False)

    def go_away(self, selected: str, chosen: str, request: gr.Request) -> Updates:
        """Not to be counted on for a while, or back again."""
        here = _here(request, selected, chosen)
        presence = self.showing.reception.service.handoffs.presence
        away = here.name in presence.available()
        told = "desk.gone_away" if away else "desk.came_back"
        return self.showing.do(here, told, lambda: presence.turn(here.name, away=away), focus=False)

    def take(self, selected: str, chosen: str, request: gr.Request) -> Updates:
        """Take it over."""
        here, handoffs = _here(request, selected, chosen), self.showing.reception.service.handoffs
        taken = self.showing.do(here, "desk.taken", lambda: handoffs.take(selected, here.name))
        if self.parts.talk in taken:
            return taken
        # A colleague was first: the page says who, beside why it could not be.
        return self.showing.page(here) | taken

    def reply(self, selected: str, chosen: str, text: str, request: gr.Request) -> Updates:
        """Answer; the text stays in its box when it could not be sent."""
        here, handoffs = _here(request, selected, chosen), self.showing.reception.service.handoffs
        sent = self.showing.do(
            here,
            "desk.replied",
            lambda: handoffs.reply(selected, here.name, text),
            focus=False,
        )
        return sent | {self.parts.answering.reply: ""} if self.parts.talk in sent else sent

    async def draft(self, selected: str, chosen: str, text: str, request: gr.Request) -> Updates:
        """Put what the assistant would say into the box, to be edited; below what stands there."""
        here, service = _here(request, selected, chosen), self.showing.reception.service
        try:
            handoff = service.handoffs.handoff(selected)
            made = await service.propose(handoff.conversation)
        except AssistantError as error:
            told = self.showing.line(self.showing.view.explain(error.key), "wrong")
            return {self.parts.status: told}
        service.records.audit.note(here.name, "desk.draft", handoff.reference)
        told = self.showing.line(self.showing.view.say("desk.drafted"), "told")
        whole = "\n\n".join(filter(None, (text.strip(), made)))
        return {self.parts.answering.reply: whole, self.parts.status: told}

    def note(self, selected: str, chosen: str, text: str, request: gr.Request) -> Updates:
        """Write something down for colleagues."""
        here, handoffs = _here(request, selected, chosen), self.showing.reception.service.handoffs
        kept = self.showing.do(
            here, "desk.noted", lambda: handoffs.note(selected, here.name, text), focus=False
        )
        return kept | {self.parts.sharing.note: ""} if self.parts.talk in kept else kept

    def pass_on(
        self,
        selected: str,
        chosen: str,
        to: object,
        note: str,
        request: gr.Request,
    ) -> Updates:
        """To a topic or a colleague, with a note."""
        here, handoffs = _here(request, selected, chosen), self.showing.reception.service.handoffs
        mark = _mark(str(to or ""))
        passed = self.showing.do(
            here,
            "desk.passed_on",
            lambda: handoffs.pass_on(selected, here.name, mark, note),
        )
        return passed | {self.parts.sharing.note: ""} if self.parts.talk in passed else passed

    def release(self, selected: str, chosen: str, request: gr.Request) -> Updates:
        """Give it back to the queue."""
        here, handoffs = _here(request, selected, chosen), self.showing.reception.service.handoffs
        return self.showing.do(here, "desk.released", lambda: handoffs.release(selected, here.name))

    def close(self, selected: str, chosen: str, result: str, request: gr.Request) -> Updates:
        """Close it, with what came of it."""
        here, handoffs = _here(request, selected, chosen), self.showing.reception.service.handoffs
        view = self.showing.view
        words = view.say(f"desk.result_{result if result in RESULTS else RESULTS[0]}")
        done = self.showing.do(
            here, "desk.closed", lambda: handoffs.close(selected, here.name, words)
        )
        return done | {self.parts.answering.reply: ""} if self.parts.talk in done else done


def _here(request: gr.Request, selected: str, chosen: str) -> Here:
    return Here(str(request.username or ""), selected or "", chosen or "waiting")


def _mark(to: str) -> Mark:
    if to.startswith(TOPIC):
        return Mark(topic=to.removeprefix(TOPIC)[:200])
    return Mark(meant_for=to.removeprefix(STAFF)[:200] if to.startswith(STAFF) else "")
