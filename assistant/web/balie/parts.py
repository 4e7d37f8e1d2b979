"""The components of the desk, in the order in which staff meet them."""

from dataclasses import dataclass

from assistant.rendering import View, render
from assistant.web.chat_parts import hidden, html
from assistant.web.quiet import silence

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

RESULTS = ("answered", "forwarded", "callback", "unreachable")
"""How a conversation can end; the words stand in the texts."""
FILTERS = ("waiting", "mine", "all")
TOPIC, STAFF = "topic:", "staff:"
"""What a choice begins with: a topic, or a member of staff."""
EVERY = 3.0
"""How often the desk refreshes its list (s); what is said in the open one comes at once."""


@dataclass(frozen=True)
class Answering:
    """What staff do with the conversation they have."""

    column: gr.Column
    reply: gr.Textbox
    send: gr.Button
    draft: gr.Button
    release: gr.Button
    result: gr.Radio
    close: gr.Button


@dataclass(frozen=True)
class Sharing:
    """What staff tell each other."""

    column: gr.Column
    note: gr.Textbox
    keep: gr.Button
    to: gr.Radio
    pass_on: gr.Button


@dataclass(frozen=True)
class Reviewing:
    """What staff do with an answer that the resident has not seen."""

    column: gr.Column
    text: gr.Textbox
    approve: gr.Button
    edit: gr.Button
    reason: gr.Textbox
    reject: gr.Button


@dataclass(frozen=True)
class DeskParts:
    """Everything that events read or change."""

    head: gr.Markdown
    who: gr.Markdown
    away: gr.Button
    switch: gr.Button
    filter: gr.Radio
    queue: gr.Markdown
    talk: gr.Markdown
    status: gr.Markdown
    take: gr.Button
    answering: Answering
    sharing: Sharing
    reviewing: Reviewing
    sources: gr.Markdown
    command: gr.Textbox
    selected: gr.Textbox
    seen: gr.Textbox
    timer: gr.Timer


def lay_out(view: View, topics: tuple[str, ...]) -> DeskParts:
    """Make the components, inside the Blocks that is open."""
    with gr.Row(elem_id="top"):
        head = html(render("desk_head.html", view, waiting=0), "brand")
        switch = gr.Button(view.say("desk.switch_off"), elem_id="switch", visible=False)
        away = gr.Button(view.say("desk.go_away"), elem_id="away")
        who = html("", "who")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="desk-queue", min_width=0):
            choices = [(view.say(f"desk.filter_{name}"), name) for name in FILTERS]
            choices += [(name, f"{TOPIC}{name}") for name in topics]
            chosen = gr.Radio(
                choices, value=FILTERS[0], label=view.say("desk.filter"), elem_id="filter"
            )
            queue = html("", "queue")
        with gr.Column(elem_id="desk-talk", min_width=0):
            talk = html(render("desk_nothing.html", view), "talk")
            status = html("", "status")
            take = gr.Button(
                view.say("desk.take"), variant="primary", elem_id="take", visible=False
            )
            answering = _answering(view)
            reviewing = _reviewing(view)
            sharing = _sharing(view)
        with gr.Column(elem_id="desk-sources", min_width=0):
            sources = html(render("desk_sources.html", view, citations=(), pages=()), "sources")
    return DeskParts(
        head, who, away, switch, chosen, queue, talk, status, take, answering, sharing, reviewing,
        sources, hidden("command"), hidden("selected"), hidden("seen"),
        gr.Timer(EVERY, active=True),
    )  # fmt: skip


def _answering(view: View) -> Answering:
    with gr.Column(visible=False, elem_id="desk-reply", min_width=0) as column:
        reply = gr.Textbox(
            label=view.say("desk.reply_label"), lines=3, max_lines=12, elem_id="reply"
        )
        with gr.Row(elem_id="reply-buttons"):
            send = gr.Button(view.say("desk.reply"), variant="primary", elem_id="reply-send")
            draft = gr.Button(view.say("desk.draft"), elem_id="reply-draft")
            release = gr.Button(view.say("desk.release"), elem_id="release")
        result = gr.Radio(
            [(view.say(f"desk.result_{name}"), name) for name in RESULTS],
            value=RESULTS[0],
            label=view.say("desk.close_result"),
            elem_id="result",
        )
        close = gr.Button(view.say("desk.close"), elem_id="close")
    return Answering(column, reply, send, draft, release, result, close)


def _sharing(view: View) -> Sharing:
    with gr.Column(visible=False, elem_id="desk-share", min_width=0) as column:
        note = gr.Textbox(
            label=view.say("desk.note_label"), lines=2, max_lines=6, elem_id="staff-note"
        )
        keep = gr.Button(view.say("desk.note_keep"), elem_id="note-keep")
        to = gr.Radio([], label=view.say("desk.pass_on_to"), elem_id="pass-to")
        pass_on = gr.Button(view.say("desk.pass_on"), elem_id="pass-on")
    return Sharing(column, note, keep, to, pass_on)


def _reviewing(view: View) -> Reviewing:
    with gr.Column(visible=False, elem_id="desk-review", min_width=0) as column:
        with gr.Row(elem_id="review-buttons"):
            approve = gr.Button(
                view.say("desk.review_approve"), variant="primary", elem_id="review-approve"
            )
        text = gr.Textbox(
            label=view.say("desk.review_text"), lines=5, max_lines=16, elem_id="review-text"
        )
        edit = gr.Button(view.say("desk.review_edit"), elem_id="review-edit")
        reason = gr.Textbox(
            label=view.say("desk.review_reason"), lines=1, max_lines=4, elem_id="review-reason"
        )
        reject = gr.Button(view.say("desk.review_reject"), elem_id="review-reject")
    return Reviewing(column, text, approve, edit, reason, reject)
