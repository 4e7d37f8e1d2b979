"""Nouns become HTML: everything escaped by the template, then held against an allow-list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.domain import (
    Answer,
    Citation,
    Claim,
    Complaint,
    Completeness,
    Message,
    Outcome,
    State,
)
from assistant.sanitise import clean, host_of, safe_link
from configs.telling import Telling
from ingest.domain import CELL

SHORT = 60
"""Characters of an address that is shown whole; of a longer one the host is."""
_ADDRESS = re.compile(r"(https?://[^\s<>\"]+[^\s<>\".,;:!?)])")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
TEMPLATES = Path(__file__).parent / "web" / "templates"


@dataclass(frozen=True)
class Group:
    """Claims in a row that rest on the same page; `citation` is the first they cite.

    `quoted` says that they are the page's own words, and not a model's.
    """

    citation: Citation
    claims: tuple[Claim, ...]
    quoted: bool


class View(Telling):
    """For whom a page is rendered."""

    def explain(self, key: str) -> str:
        """The text of an error that came from below; a plain one where it names none of ours."""
        known = key in self.texts.keys(self.language)
        return self.say(key if known else "errors.not_allowed")


def render(template: str, view: View, **values: object) -> str:
    """A fragment for a Gradio page: one line of HTML, escaped and sanitised."""
    return " ".join(clean(_fill(template, view, values)).split("\n"))


def page(template: str, view: View, **values: object) -> str:
    """A whole page of our own: escaped; its frame is ours, so it is not sanitised."""
    return _fill(template, view, values)


def render_answer(answer: Answer, view: View, *, newest: bool = True) -> str:
    """One answer with its sources and buttons; the sources of the newest stand open."""
    return render("answer.html", _in_language(view, answer), **_of_answer(answer, newest))


def render_conversation(
    messages: Sequence[Message], view: View, conversation: str = "", *, state: str = ""
) -> str:
    """All lines of a conversation, oldest first.

    `state`: what the resident waits for. With a person, no answer offers one any more.
    """
    last = max((m.id for m in messages if m.answer), default=None)
    lines = [
        {"message": m, **(_spoken(m.answer, m.id == last, view) if m.answer else {})}
        for m in messages
    ]
    if state in {State.QUEUED, State.TAKEN}:
        lines = [{**line, "ask_person": False} for line in lines]
    return render("conversation.html", view, lines=lines, conversation=conversation, state=state)


def render_working(question: str, claims: Iterable[Claim], view: View) -> str:
    """A question whose answer is under way, with the claims that have passed so far."""
    return render("working.html", view, question=question, claims=tuple(claims))


def render_plain(answer: Answer, question: str, view: View) -> str:
    """A question and its answer on a page without script: no buttons, all sources open."""
    return render("plain_answer.html", view, question=question, **_of_answer(answer, newest=True))


def groups(answer: Answer) -> tuple[Group, ...]:
    """The claims in their order, put together where they rest on the same page and heading."""
    known = {citation.number: citation for citation in answer.citations}
    found: list[Group] = []
    for place, claim in enumerate(answer.claims):
        citation = known[claim.cited[0]]
        quoted = place not in answer.written
        last = found[-1] if found else None
        if last and (_place(last.citation), last.quoted) == (_place(citation), quoted):
            found[-1] = Group(last.citation, (*last.claims, claim), quoted)
        else:
            found.append(Group(citation, (claim,), quoted))
    return tuple(found)


def _place(citation: Citation) -> tuple[str, tuple[str, ...]]:
    return citation.url, citation.headings


def _in_language(view: View, answer: Answer) -> View:
    """An answer has one language, its buttons too: that of its question, whatever the page's is."""
    return replace(view, language=answer.language)


def _spoken(answer: Answer, newest: bool, view: View) -> dict[str, object]:
    spoken = _in_language(view, answer)
    return {"view": spoken, "t": spoken.say, **_of_answer(answer, newest)}


def _of_answer(answer: Answer, newest: bool) -> dict[str, object]:
    return {
        "answer": answer,
        "newest": newest,
        "groups": groups(answer),
        "titles": {citation.number: citation.title for citation in answer.citations},
        "partial": answer.completeness is Completeness.PARTIAL,
        "ask_person": answer.handoff.offered
        or (
            answer.completeness is not Completeness.COMPLETE
            and answer.outcome is not Outcome.PERSON
        ),
        "complaints": tuple(Complaint),
    }


def _fill(template: str, view: View, values: Mapping[str, object]) -> str:
    return _environment().get_template(template).render(view=view, t=view.say, **values)


def _lines(text: str) -> Markup:
    """Escaped, with the breaks the writer made."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def _linked(text: str) -> Markup:
    """The same with addresses as links: for the words of staff, who may point to a page."""
    parts = _ADDRESS.split(text)
    return Markup("").join(
        _anchor(part) if place % 2 else _lines(part) for place, part in enumerate(parts)
    )


def _anchor(address: str) -> Markup:
    link = safe_link(address)
    if not link:
        return escape(address)
    shown = address if len(address) <= SHORT else f"{host_of(address)}/\u2026"
    return Markup('<a href="{}" target="_blank">{}</a>').format(link, shown)


def _halves(text: str) -> tuple[str, str, str]:
    """The first sentence, its full stop, and the rest."""
    first, dot, rest = text.partition(". ")
    return (first, dot, rest) if dot else (text, "", "")


def _cells(text: str) -> str:
    """A row of a table as people write it."""
    return text.replace(CELL, " · ")


def _key(text: str) -> str:
    """Safe inside an id."""
    return re.sub(r"[^A-Za-z0-9_-]", "", text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        colour=_COLOUR.fullmatch,
        cells=_cells,
        halves=_halves,
        lines=_lines,
        linked=_linked,
        key=_key,
        link=safe_link,
        host=host_of,
    )
    return environment
