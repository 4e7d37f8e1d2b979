"""The page on which people label; between events nothing is remembered but what it holds itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.sanitise import clean
from assistant.web.chat_parts import hidden, html
from assistant.web.quiet import silence
from assistant.web.signatures import keep_signatures
from eval.domain import RunError
from eval.judging.domain import ASPECTS, Aspect, Says
from eval.labelling.agreement import SAYS
from eval.labelling.items import Items, Key, items, keep_label, name_of, read_labels, shuffled
from eval.report.words import Words
from eval.storing import Folder

silence()

import gradio as gr  # noqa: E402 - the switches must be set before it is imported

TEMPLATES = Path(__file__).parent / "templates"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
Updates = dict[Any, Any]


@dataclass(frozen=True)
class Parts:
    """Everything that events read or change."""

    start: gr.Column
    name: gr.Textbox
    begin: gr.Button
    work: gr.Column
    item: gr.Markdown
    answers: Mapping[Aspect, gr.Radio]
    save: gr.Button
    back: gr.Button
    status: gr.Markdown
    person: gr.Textbox
    place: gr.Textbox


@dataclass(frozen=True)
class Labelling:
    """Shows one answer at a time, and keeps what is said of it at once."""

    folder: Folder
    words: Words
    most: int | None = None

    @cached_property
    def items(self) -> Items:
        """What there is to label."""
        return items(self.folder, self.most)

    def say(self, key: str, **fields: object) -> str:
        """A text of this page."""
        return self.words.say("label", key, **fields)

    def begin(self, parts: Parts, name: str) -> Updates:
        """A person says who they are, and goes on where they were."""
        try:
            person = name_of(name or "")
        except RunError:
            return {parts.status: self._line("bad_name", "wrong")}
        order, known = shuffled(list(self.items), person), read_labels(self.folder, person)
        first = next((place for place, key in enumerate(order) if key not in known), len(order))
        shown = self._shown(parts, person, first)
        return {parts.start: gr.update(visible=False), parts.person: person, **shown}

    def save(self, parts: Parts, person: str, place: str, *said: str | None) -> Updates:
        """Keep what was said, and show the next; without all three nothing is kept."""
        known = self._known(person, place)
        if known is None or any(one not in SAYS for one in said):
            return {parts.status: self._line("missing", "wrong")}
        key, at = known
        says: dict[Aspect, Says] = {
            aspect: one for aspect in ASPECTS for one in SAYS if said[ASPECTS.index(aspect)] == one
        }
        try:
            keep_label(self.folder, person, key, says)
        except (OSError, RunError):
            return {parts.status: self._line("not_saved", "wrong")}
        return self._shown(parts, person, at + 1)

    def back(self, parts: Parts, person: str, place: str) -> Updates:
        """The answer before, with what was said of it."""
        known = self._known(person, place)
        at = known[1] if known else len(self.items)
        return self._shown(parts, person, max(0, at - 1))

    def _known(self, person: str, place: str) -> tuple[Key, int] | None:
        """The answer at this place; None where the page holds nothing that was ours."""
        if not place.isdigit() or int(place) >= len(self.items):
            return None
        return shuffled(list(self.items), person)[int(place)], int(place)

    def _shown(self, parts: Parts, person: str, at: int) -> Updates:
        order, known = shuffled(list(self.items), person), read_labels(self.folder, person)
        count, total = sum(key in known for key in order), len(order)
        ended = at >= total
        label = None if ended else known.get(order[at])
        key = "done" if ended and count == total else "left" if ended else "progress"
        line = self._line(key, "told", done=count, total=total, place=at + 1)
        item = "" if ended else self._item(order[at])
        return {
            parts.work: gr.update(visible=True),
            parts.item: item,
            parts.place: str(at),
            parts.status: line,
            parts.save: gr.update(visible=not ended),
            parts.back: gr.update(visible=at > 0),
            **{
                radio: gr.update(value=label.says.get(aspect) if label else None, visible=not ended)
                for aspect, radio in parts.answers.items()
            },
        }

    def _item(self, key: Key) -> str:
        pair = self.items[key]
        made = _environment().get_template("item.html")
        text = made.render(case=pair.case, given=pair.given, say=self.say)
        return " ".join(clean(text).split("\n"))

    def _line(self, key: str, kind: str, **fields: object) -> str:
        made = _environment().get_template("line.html")
        return clean(made.render(text=self.say(key, **fields), kind=kind)).strip()


def mount(app: FastAPI, labelling: Labelling) -> None:
    """Put the page at `/`, with everything shut that it does not use."""
    with gr.Blocks(title=labelling.say("title"), analytics_enabled=False) as blocks:
        parts = _lay_out(labelling)
        _wire(labelling, parts)
    keep_signatures(blocks.blocks.values())
    blocks.queue(default_concurrency_limit=1, max_size=20, api_open=False)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
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


def _lay_out(labelling: Labelling) -> Parts:
    say = labelling.say
    choices = [(f"{number} {say(one)}", one) for number, one in enumerate(SAYS, 1)]
    head = _environment().get_template("label_head.html").render(say=say)
    with gr.Column(elem_id="label", min_width=0):
        html(clean(head), "label-head")
        with gr.Column(elem_id="start", min_width=0) as start:
            name = gr.Textbox(label=say("name"), info=say("name_hint"), elem_id="name", lines=1)
            begin = gr.Button(say("begin"), variant="primary", elem_id="begin")
        status = html("", "status")
        with gr.Column(visible=False, elem_id="work", min_width=0) as work:
            item = html("", "item")
            answers = {
                aspect: gr.Radio(choices, label=say(f"ask_{aspect}"), elem_id=f"ask-{aspect}")
                for aspect in ASPECTS
            }
            with gr.Row(elem_id="buttons"):
                save = gr.Button(say("save"), variant="primary", elem_id="save")
                back = gr.Button(say("back"), elem_id="back")
    return Parts(
        start, name, begin, work, item, answers, save, back, status,
        hidden("person"), hidden("place"),
    )  # fmt: skip


def _wire(labelling: Labelling, parts: Parts) -> None:
    page = [
        parts.start, parts.work, parts.item, parts.status, parts.person, parts.place,
        parts.save, parts.back, *parts.answers.values(),
    ]  # fmt: skip

    def begin(name: str) -> Updates:
        return labelling.begin(parts, name)

    def save(person: str, place: str, *said: str | None) -> Updates:
        return labelling.save(parts, person, place, *said)

    def back(person: str, place: str) -> Updates:
        return labelling.back(parts, person, place)

    where = [parts.person, parts.place]
    parts.begin.click(begin, parts.name, page, **QUIET)
    parts.name.submit(begin, parts.name, page, **QUIET)
    parts.save.click(save, [*where, *parts.answers.values()], page, **QUIET)
    parts.back.click(back, where, page, **QUIET)


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
