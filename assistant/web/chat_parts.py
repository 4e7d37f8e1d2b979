"""The components of the chat's page, in the order a reader meets them."""

from dataclasses import dataclass

from assistant.rendering import View, render
from assistant.web.chat_live import first_sight, head, no_notices
from assistant.web.quiet import silence
from configs.domain import Language

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported


@dataclass(frozen=True)
class Panel:
    """The step before a person is asked."""

    column: gr.Column
    preview: gr.Markdown
    consent: gr.Checkbox
    name: gr.Textbox
    contact: gr.Textbox
    remark: gr.Textbox
    problem: gr.Markdown
    go_on: gr.Button
    cancel: gr.Button


@dataclass(frozen=True)
class Parts:
    """Everything that events read or change."""

    ask_person: gr.Button
    intro: gr.Markdown
    log: gr.Markdown
    person: gr.Markdown
    panel: Panel
    status: gr.Markdown
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    command: gr.Textbox
    conversation: gr.Textbox


def html(value: str, name: str) -> gr.Markdown:
    """Rendered HTML: sanitised by us with a shorter list than Gradio's, so not again by it.

    `gr.HTML` can't be used: it compiles its template with `Function`, which the policy forbids.
    """
    return gr.Markdown(value, elem_id=name, sanitize_html=False, latex_delimiters=[])


def lay_out(view: View, home: str) -> Parts:
    """Make the components, inside the Blocks that is open; `home` is the other language's page."""
    with gr.Row(elem_id="top"):
        html(head(view), "brand")
        other = next(language for language in Language if language is not view.language)
        html(render("switch.html", view, home=home, other=other), "switch")
        ask_person = gr.Button(view.say("chat.ask_person"), elem_id="ask-person", size="md")
    html(no_notices(view), "notices")
    intro = html(first_sight(view), "intro")
    log = html("", "log")
    person = html("", "person-state")
    panel = _panel(view)
    status = html("", "status")
    with gr.Row(elem_id="compose"):
        question = gr.Textbox(
            label=view.say("chat.your_question"),
            elem_id="question",
            lines=1,
            max_lines=8,
            container=True,
            autofocus=False,
            interactive=True,  # no event of Gradio reads it, so Gradio would lock it
        )
        send = gr.Button(view.say("chat.send"), variant="primary", elem_id="send")
        stop = gr.Button(view.say("chat.stop"), elem_id="stop")
    return Parts(
        ask_person, intro, log, person, panel, status, question, send, stop,
        hidden("command"), hidden("conversation"),
    )  # fmt: skip


def _panel(view: View) -> Panel:
    with gr.Column(visible=False, elem_id="panel") as column:
        preview = html("", "preview")
        consent = gr.Checkbox(label=view.say("chat.person_consent"), elem_id="consent")
        name = gr.Textbox(label=view.say("chat.person_name"), elem_id="person-name")
        contact = gr.Textbox(label=view.say("chat.person_contact"), elem_id="person-contact")
        remark = gr.Textbox(
            label=view.say("chat.person_remark"), elem_id="person-remark", lines=2, max_lines=6
        )
        problem = html("", "panel-problem")
        with gr.Row(elem_id="panel-buttons"):
            go_on = gr.Button(
                view.say("chat.person_continue"), variant="primary", elem_id="person-continue"
            )
            cancel = gr.Button(view.say("chat.person_cancel"), elem_id="person-cancel")
    return Panel(column, preview, consent, name, contact, remark, problem, go_on, cancel)


def hidden(name: str) -> gr.Textbox:
    """A value that the page itself writes or remembers; nobody sees it."""
    return gr.Textbox(elem_id=name, show_label=False, visible="hidden")
