"""The desk: who waits, the conversation with its sources, and the answer of a person."""

from typing import Any

from fastapi import FastAPI

from assistant.rendering import View, render
from assistant.web.chat import QUIET, mount
from assistant.web.chat_parts import hidden, html
from assistant.web.desk_events import RESULTS, DeskEvents, DeskParts
from assistant.web.identity import Doorman
from assistant.web.quiet import silence
from assistant.web.reception import Reception
from configs.domain import Language

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

EVERY = 3.0
"""How often the desk refreshes itself (s)."""


def mount_desk(app: FastAPI, reception: Reception, doorman: Doorman, path: str) -> None:
    """Put the desk at `path`; only who has logged in gets an answer from it."""
    view = reception.view(Language(reception.service.settings.language))
    mount(app, build(reception, view), reception, path, doorman.who)


def build(reception: Reception, view: View) -> gr.Blocks:
    """The page and its events."""
    title = f"{view.say('desk.title')} · {view.theme.organisation}"
    with gr.Blocks(title=title, analytics_enabled=False) as blocks:
        _wire(blocks, DeskEvents(reception, view, _lay_out(view)))
    return blocks


def _lay_out(view: View) -> DeskParts:
    with gr.Row(elem_id="top"):
        head = html(render("desk_head.html", view, waiting=0), "brand")
        switch = gr.Button(view.say("desk.switch_off"), elem_id="switch", visible=False)
        who = html("", "who")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="desk-queue", min_width=0):
            queue = html("", "queue")
        with gr.Column(elem_id="desk-talk", min_width=0):
            talk = html(render("desk_talk.html", view, handoff=None, lines=()), "talk")
            status = html("", "status")
            take = gr.Button(
                view.say("desk.take"), variant="primary", elem_id="take", visible=False
            )
            with gr.Column(visible=False, elem_id="desk-reply", min_width=0) as answering:
                reply = gr.Textbox(
                    label=view.say("desk.reply_label"), lines=2, max_lines=10, elem_id="reply"
                )
                with gr.Row(elem_id="reply-buttons"):
                    send = gr.Button(
                        view.say("desk.reply"), variant="primary", elem_id="reply-send"
                    )
                    release = gr.Button(view.say("desk.release"), elem_id="release")
                result = gr.Radio(
                    [(view.say(f"desk.result_{name}"), name) for name in RESULTS],
                    value=RESULTS[0],
                    label=view.say("desk.close_result"),
                    elem_id="result",
                )
                close = gr.Button(view.say("desk.close"), elem_id="close")
        with gr.Column(elem_id="desk-sources", min_width=0):
            sources = html(render("desk_sources.html", view, citations=(), pages=()), "sources")
    return DeskParts(
        head, who, switch, queue, talk, status, take, answering, reply, send, release, result,
        close, sources, hidden("command"), hidden("selected"), hidden("seen"),
        gr.Timer(EVERY, active=True),
    )  # fmt: skip


def _wire(blocks: gr.Blocks, events: DeskEvents) -> None:
    parts = events.parts
    page: list[Any] = [
        parts.head, parts.who, parts.switch, parts.queue, parts.talk, parts.status, parts.take,
        parts.answering, parts.reply, parts.release, parts.sources, parts.selected, parts.seen,
    ]  # fmt: skip
    state = [parts.selected, parts.seen]
    blocks.load(events.refresh, state, page, **QUIET)
    parts.timer.tick(events.refresh, state, page, queue=False, **QUIET)
    parts.command.change(events.open, parts.command, page, **QUIET)
    parts.switch.click(events.turn, parts.selected, page, **QUIET)
    parts.take.click(events.take, parts.selected, page, **QUIET)
    parts.send.click(events.reply, [parts.selected, parts.reply], page, **QUIET)
    parts.release.click(events.release, parts.selected, page, **QUIET)
    parts.close.click(events.close, [parts.selected, parts.result], page, **QUIET)
