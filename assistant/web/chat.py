"""The chat: a calm page drawn by Gradio, with every word and every answer rendered by us."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request

from assistant.web.chat_events import Events
from assistant.web.chat_live import title_of
from assistant.web.chat_parts import lay_out
from assistant.web.chat_person import Person
from assistant.web.chat_screen import Screen
from assistant.web.quiet import silence
from assistant.web.reception import Reception
from assistant.web.signatures import keep_signatures
from configs.domain import Language

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

Who = Callable[[Request], str | None]
EVENTS = 200
"""Events of Gradio that run at the same time, where the settings leave it open."""
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def mount_chat(app: FastAPI, reception: Reception, language: Language, path: str) -> None:
    """Put the chat in one language at `path`."""
    mount(app, build(reception, language), reception, path)


def mount(
    app: FastAPI, blocks: gr.Blocks, reception: Reception, path: str, who: Who | None = None
) -> None:
    """Mount Gradio with everything shut that these pages do not use; `who` names the user."""
    server = reception.service.settings.server
    answer_at_once(blocks)
    blocks.max_threads = server.slots or EVENTS
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
        auth_dependency=who,
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


def answer_at_once(blocks: gr.Blocks) -> None:
    """Let each event be one request with one reply, where it is not told in parts.

    Gradio's queue takes it with one request and answers on another, which only the same process
    can: so several processes would need a proxy that knows each visitor again.
    """
    for event in blocks.fns.values():
        if not event.types_generator:
            event.queue = False


def build(reception: Reception, language: Language) -> gr.Blocks:
    """The page and its events."""
    view = reception.view(language)
    first = reception.service.settings.language
    other = next(one for one in Language if one is not language)
    home = "/" if other == first else f"/{other}/"
    with gr.Blocks(title=title_of(view), analytics_enabled=False) as blocks:
        screen = Screen(reception, view, lay_out(view, home))
        _wire(screen)
    keep_signatures(blocks.blocks.values())
    return blocks


def _wire(screen: Screen) -> None:
    parts, panel = screen.parts, screen.parts.panel
    person = Person(screen)
    events = Events(screen, person)
    page: list[Any] = [
        parts.log, parts.person, parts.status, parts.question, parts.conversation,
        panel.column, panel.preview,
        panel.problem,
    ]  # fmt: skip
    fields: list[Any] = [panel.consent, panel.name, panel.contact, panel.remark]
    parts.command.change(
        events.act,
        [parts.command, parts.conversation],
        [*page, *fields],
        trigger_mode="multiple",
        **QUIET,
    )
    parts.stop.click(events.stopped, parts.conversation, page, **QUIET)
    parts.ask_person.click(person.open, parts.conversation, page, **QUIET)
    panel.go_on.click(person.request, [parts.conversation, *fields], [*page, *fields], **QUIET)
    panel.cancel.click(person.cancel, None, [*page, *fields], **QUIET)
