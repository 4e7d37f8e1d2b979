"""What the chat says, drawn from the records: the conversation, and lines that are told once."""

from dataclasses import dataclass
from uuid import uuid4

from assistant.domain import AssistantError, Handoff, Message, Outcome, Role
from assistant.rendering import View, render, render_conversation
from assistant.web.identity import PUBLIC, Audiences
from assistant.web.reception import Reception, Refused


def _held(message: Message) -> bool:
    return message.answer is not None and message.answer.outcome is Outcome.REVIEW


@dataclass(frozen=True)
class Lines:
    """The conversation in one language."""

    reception: Reception
    view: View

    def read(
        self, conversation: str, audiences: Audiences = PUBLIC
    ) -> tuple[list[Message], Handoff | None]:
        """What was said, and the person who was asked for. Raises `NotFound`."""
        self.reception.require(conversation, audiences)
        service = self.reception.service
        return list(service.records.messages(conversation)), service.handoffs.active(conversation)

    def drawn(self, conversation: str, messages: list[Message], handoff: Handoff | None) -> str:
        """The conversation as HTML."""
        if handoff is None and not any(map(_held, messages)):
            state = ""
        else:
            state = self.state(conversation, handoff)
        return render_conversation(messages, self.view, conversation, state=state)

    def state(self, conversation: str, handoff: Handoff | None) -> str:
        """What the resident waits for: a person, an answer that a person looks at, or nothing."""
        if handoff:
            return handoff.state.value
        return "review" if self.reception.service.approvals.pending(conversation) else ""

    def news(self, messages: list[Message]) -> str:
        """The line that tells once what came in; nothing where it is one's own."""
        told = [one for one in messages if one.role is not Role.USER]
        if any(one.role is Role.STAFF for one in told):
            return self.say("chat.person_new")
        if any(one.answer for one in told):
            return self.say("chat.ready")
        return self._line(told[-1].text, "unseen") if told else ""

    def say(
        self,
        key: str,
        *,
        shown: bool = False,
        focus: bool = False,
        refresh: bool = False,
        **fields: object,
    ) -> str:
        """A line that is told once; only `shown` when it isn't plain to see already.

        `refresh` lets the page ask for everything again.
        """
        kind = "told" if shown or focus else "unseen"
        return self._line(self.view.say(key, **fields), kind, focus=focus, refresh=refresh)

    def wrong(self, problem: AssistantError | Refused | str, link: str = "") -> str:
        """The line that says what can't be done; a `link` is where to log in again."""
        if isinstance(problem, Refused):
            return self._line(self.view.say(problem.key, **problem.fields), "wrong")
        key = problem if isinstance(problem, str) else problem.key
        return self._line(self.view.explain(key), "wrong", link=link)

    def _line(
        self, text: str, kind: str, *, focus: bool = False, refresh: bool = False, link: str = ""
    ) -> str:
        how = {"kind": kind, "focus": focus, "refresh": refresh, "token": uuid4().hex}
        how["link"] = link
        return render("status.html", self.view, text=text, **how)
