"""The page of text work: a text goes in, a marked result comes out, nothing is kept."""

from typing import Any

from fastapi import FastAPI

from assistant.rendering import View, render
from assistant.textwork.domain import Task
from assistant.textwork.work import TextWork
from assistant.web.chat import QUIET, mount
from assistant.web.chat_parts import html
from assistant.web.identity import Doorman
from assistant.web.quiet import silence
from assistant.web.reception import Reception
from assistant.web.signatures import keep_signatures
from assistant.web.text_events import TextEvents, TextParts
from configs.domain import Language

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

MEGABYTE = 1_000_000


def mount_text(app: FastAPI, reception: Reception, work: TextWork, doorman: Doorman) -> None:
    """Put the page behind its door; only who has logged in gets an answer from it."""
    view = reception.view(reception.language)
    title = f"{view.say('text.title')} · {view.theme.organisation}"
    with gr.Blocks(title=title, analytics_enabled=False) as blocks:
        parts = _lay_out(view, reception.service.settings.textwork.file_bytes)
        _wire(blocks, TextEvents(reception, work, view, parts))
    keep_signatures(blocks.blocks.values())
    mount(app, blocks, reception, doorman.door.path, doorman.who)


def _lay_out(view: View, file_bytes: int) -> TextParts:
    with gr.Row(elem_id="top"):
        html(render("text_head.html", view), "brand")
        who = html("", "who")
    html(render("text_intro.html", view), "intro")
    with gr.Column(elem_id="work", min_width=0):
        task = gr.Radio(
            [(view.say(f"text.task_{task}"), task.value) for task in Task],
            value=Task.REWRITE.value,
            label=view.say("text.task"),
            elem_id="task",
        )
        into = gr.Radio(
            [(view.say(f"text.into_{language}"), language.value) for language in Language],
            value=Language.EN.value,
            label=view.say("text.into"),
            elem_id="into",
            visible=False,
        )
        given = gr.Textbox(
            label=view.say("text.given"), lines=10, max_lines=24, elem_id="given", autofocus=False
        )
        large = view.say("text.file_too_large", limit=file_bytes // MEGABYTE)
        html(render("text_upload.html", view, most=file_bytes, large=large), "upload")
        wish = gr.Textbox(label=view.say("text.wish"), lines=2, max_lines=6, elem_id="wish")
        with gr.Row(elem_id="work-buttons"):
            go = gr.Button(view.say("text.go"), variant="primary", elem_id="go")
            halt = gr.Button(view.say("text.stop"), elem_id="halt")
    status = html("", "status")
    made = html("", "made")
    return TextParts(who, task, into, given, wish, go, halt, status, made)


def _wire(blocks: gr.Blocks, events: TextEvents) -> None:
    parts = events.parts
    blocks.load(events.arrive, None, [parts.who], **QUIET)
    parts.task.change(events.choose, parts.task, parts.into, **QUIET)
    fields: list[Any] = [parts.task, parts.into, parts.given, parts.wish]
    working = parts.go.click(
        events.work,
        fields,
        [parts.status, parts.made],
        preprocess=False,
        postprocess=False,
        **QUIET,
    )
    parts.halt.click(events.halt, None, parts.status, cancels=[working], **QUIET)
