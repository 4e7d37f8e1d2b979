"""What staff do with answers that a resident has not seen yet."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.web.balie.listing import APPROVAL, Here
from assistant.web.balie.parts import DeskParts
from assistant.web.balie.showing import Showing, Updates
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported


@dataclass(frozen=True)
class Looking:
    """The events of the answer that is open."""

    showing: Showing

    @property
    def parts(self) -> DeskParts:
        """The components."""
        return self.showing.parts

    def approve(self, selected: str, chosen: str, request: gr.Request) -> Updates:
        """Let the resident see it as it is."""
        here, kept = _here(request, selected, chosen), self.showing.reception.service.approvals
        return self._decided(
            here, "desk.review_approved", lambda: kept.approve(_id(selected), here.name)
        )

    def edit(self, selected: str, chosen: str, text: str, request: gr.Request) -> Updates:
        """Let the resident see it as it was edited."""
        here, kept = _here(request, selected, chosen), self.showing.reception.service.approvals
        return self._decided(
            here, "desk.review_edited", lambda: kept.edit(_id(selected), here.name, text)
        )

    def reject(self, selected: str, chosen: str, reason: str, request: gr.Request) -> Updates:
        """Let the resident not see it, and offer a person."""
        here, kept = _here(request, selected, chosen), self.showing.reception.service.approvals
        return self._decided(
            here, "desk.review_rejected", lambda: kept.reject(_id(selected), here.name, reason)
        )

    def _decided(self, here: Here, told: str, work: Callable[[], object]) -> Updates:
        """The text that was typed stays where it could not be sent."""
        done = self.showing.do(here, told, work)
        if self.parts.talk not in done:
            return done
        return done | {self.parts.reviewing.text: "", self.parts.reviewing.reason: ""}


def _id(selected: str) -> str:
    return selected.removeprefix(APPROVAL)


def _here(request: gr.Request, selected: str, chosen: str) -> Here:
    return Here(str(request.username or ""), selected or "", chosen or "waiting")
