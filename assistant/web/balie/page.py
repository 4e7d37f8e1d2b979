"""The page of the desk: its components and its events, behind its own door."""

from typing import Any

from fastapi import FastAPI

from assistant.rendering import View
from assistant.web.balie.acting import Acting
from assistant.web.balie.listing import Listing
from assistant.web.balie.parts import lay_out
from assistant.web.balie.reviewing import Looking
from assistant.web.balie.showing import Showing
from assistant.web.chat import QUIET, mount
from assistant.web.identity import Doorman
from assistant.web.quiet import silence
from assistant.web.reception import Reception
from assistant.web.signatures import keep_signatures
from configs.domain import Language

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported


def mount_desk(app: FastAPI, reception: Reception, doorman: Doorman, path: str) -> None:
    """Put the desk at `path`; only who has logged in gets an answer from it."""
    view = reception.view(Language(reception.service.settings.language))
    mount(app, build(reception, view), reception, path, doorman.who)


def build(reception: Reception, view: View) -> gr.Blocks:
    """The page and its events."""
    title = f"{view.say('desk.title')} · {view.theme.organisation}"
    with gr.Blocks(title=title, analytics_enabled=False) as blocks:
        parts = lay_out(view, reception.service.handoffs.topics.names)
        showing = Showing(reception, view, parts, Listing(reception.service))
        page = _page(showing)
        _wire(blocks, Acting(showing), page)
        _wire_reviews(Looking(showing), page)
    keep_signatures(blocks.blocks.values())
    return blocks


def _page(showing: Showing) -> list[Any]:
    parts = showing.parts
    return [
        parts.head, parts.who, parts.away, parts.switch, parts.queue, parts.talk, parts.status,
        parts.take, parts.answering.column, parts.answering.reply, parts.sharing.column,
        parts.sharing.note, parts.sharing.to, parts.sharing.pass_on, parts.reviewing.column,
        parts.reviewing.text, parts.reviewing.reason, parts.sources, parts.selected, parts.seen,
    ]  # fmt: skip


def _wire(blocks: gr.Blocks, acts: Acting, page: list[Any]) -> None:
    parts = acts.parts
    answering, sharing = parts.answering, parts.sharing
    state: list[Any] = [parts.selected, parts.filter, parts.seen]
    here: list[Any] = [parts.selected, parts.filter]
    blocks.load(acts.refresh, state, page, **QUIET)
    parts.timer.tick(acts.refresh, state, page, queue=False, **QUIET)
    parts.command.change(acts.open, [parts.command, *here], page, **QUIET)
    parts.filter.change(acts.choose, here, page, **QUIET)
    parts.switch.click(acts.turn, here, page, **QUIET)
    parts.away.click(acts.go_away, here, page, **QUIET)
    parts.take.click(acts.take, here, page, **QUIET)
    answering.send.click(acts.reply, [*here, answering.reply], page, **QUIET)
    answering.draft.click(acts.draft, [*here, answering.reply], page, **QUIET)
    answering.release.click(acts.release, here, page, **QUIET)
    answering.close.click(acts.close, [*here, answering.result], page, **QUIET)
    sharing.keep.click(acts.note, [*here, sharing.note], page, **QUIET)
    # Its choices change with who is there, and are checked by the event itself.
    sharing.pass_on.click(
        acts.pass_on, [*here, sharing.to, sharing.note], page, preprocess=False, **QUIET
    )


def _wire_reviews(looks: Looking, page: list[Any]) -> None:
    parts, reviewing = looks.parts, looks.parts.reviewing
    here: list[Any] = [parts.selected, parts.filter]
    reviewing.approve.click(looks.approve, here, page, **QUIET)
    reviewing.edit.click(looks.edit, [*here, reviewing.text], page, **QUIET)
    reviewing.reject.click(looks.reject, [*here, reviewing.reason], page, **QUIET)
