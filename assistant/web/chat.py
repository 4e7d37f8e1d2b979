"""The chat: a calm page drawn by Gradio, with every word and every answer rendered by us."""

from dataclasses import dataclass

from fastapi import FastAPI

from assistant.rendering import View, render
from assistant.web.quiet import silence
from assistant.web.reception import Reception
from configs.domain import Language

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

from assistant.web.chat_events import Chat  # noqa: E402 - imports gradio

EVERY = 3.0
"""How often a page asks for news while a person has the conversation (s)."""
QUIET = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True)
class Parts:
    """The components of the page that events read or change."""

    intro: gr.Markdown
    log: gr.Markdown
    live: gr.Markdown
    status: gr.Markdown
    person: gr.Markdown
    panel: gr.Column
    preview: gr.Markdown
    consent: gr.Checkbox
    name: gr.Textbox
    contact: gr.Textbox
    remark: gr.Textbox
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    conversation: gr.Textbox
    seen: gr.Textbox
    timer: gr.Timer


def mount_chat(app: FastAPI, reception: Reception, language: Language, path: str) -> None:
    """Put the chat in one language at `path`."""
    mount(app, build(reception, language), reception, path)


def mount(app: FastAPI, blocks: gr.Blocks, reception: Reception, path: str) -> None:
    """Mount Gradio with everything shut that these pages do not use."""
    server = reception.service.settings.server
    blocks.max_threads = server.slots
    blocks.queue(
        default_concurrency_limit=None,
        max_size=server.queue,
        status_update_rate=30,
        api_open=False,
    )
    gr.mount_gradio_app(
        app,
        blocks,
        path=path,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
        show_error=False,
        max_file_size="1kb",
        enable_monitoring=False,
        footer_links=[],
        run_history=False,
        mcp_server=False,
        pwa=False,
        ssr_mode=False,
        allowed_paths=[],
    )


def build(reception: Reception, language: Language) -> gr.Blocks:
    """The page and its events."""
    view = reception.view(language)
    title = view.say("chat.title", assistant=view.say("chat.tag"), organisation=view.theme.organisation)
    with gr.Blocks(title=title, analytics_enabled=False) as blocks:
        ask_person = _top(view)
        parts = _body(view)
        command = gr.Textbox(elem_id="command", show_label=False, visible="hidden")
        go_on, cancel = parts[1]
        _wire(Chat(reception, view, parts[0]), command, ask_person, go_on, cancel)
    return blocks
