"""One form of the editors' page: what was typed, what is wrong with it, and how it would look."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assistant.domain import AssistantError
from assistant.levers.contrast import Pair, pairs
from assistant.levers.diffing import Difference, differences
from assistant.levers.domain import Block, Kind, Pin, Quote, Unfit, Wrong
from assistant.levers.editing import Editor
from assistant.levers.looks import look_of
from assistant.levers.resolving import PUBLIC, quotes_of
from assistant.levers.trying import fitting
from assistant.linking import link
from assistant.records.domain import Overtaken, Version
from assistant.rendering import View
from assistant.web.editing_forms import Field, Raw, content_of, fields_of, raw_of, told
from assistant.web.editing_forms import quotes_of as chosen_of
from configs.domain import Language, Noun
from ingest.domain import IngestError

RECENT = 1_000
"""Questions of the journal that are looked at."""


class Chosen(NamedTuple):
    """A sentence that was chosen, and the link to it; none where it is not there any more."""

    quote: Quote
    value: str
    link: str


class Found(NamedTuple):
    """A passage with sentences to choose from."""

    title: str
    headings: tuple[str, ...]
    url: str
    sentences: tuple[tuple[str, str], ...]
    """Values and words."""


class Line(NamedTuple):
    """A sentence of the preview, and the page that it links to."""

    text: str
    link: str = ""
    title: str = ""


@dataclass
class Form:
    """What the page shows; made anew for every request."""

    kind: Kind
    name: str
    raw: Raw
    seen: int
    wrong: tuple[Wrong, ...] = ()
    problem: str = ""
    overtaken: Version | None = None
    difference: tuple[Difference, ...] = ()
    fits: list[str] | None = None
    looked: int = 0
    noun: Noun | None = field(default=None)


@dataclass(frozen=True)
class Forms:
    """Opens forms, reads them and saves them."""

    editor: Editor
    view: View

    @property
    def fields(self) -> Mapping[Kind, Sequence[Field]]:
        """The fields of every part."""
        return {kind: fields_of(kind, self.editor.checker.turns) for kind in Kind}

    def opened(self, kind: Kind, name: str) -> Form:
        """The form as it stands now; an empty one for a new thing."""
        last = next(iter(self.editor.history(kind, name)), None)
        zone = self.editor.checker.zone
        content = last.content if last and not last.gone else self._begun(kind, name)
        raw = raw_of(kind, content, zone)
        return Form(kind, name, raw, last.number if last else 0)

    def of_version(self, kind: Kind, name: str, number: int) -> Form:
        """The form with an older version in it."""
        form = self.opened(kind, name)
        version = self.version(kind, name, number)
        form.raw = raw_of(kind, version.content, self.editor.checker.zone)
        return form

    def version(self, kind: Kind, name: str, number: int) -> Version:
        """One version; `AssistantError` where there is none."""
        for version in self.editor.history(kind, name):
            if version.number == number:
                return version
        raise AssistantError("errors.not_found")

    def _begun(self, kind: Kind, name: str) -> dict[str, Any]:
        """What an editor starts from."""
        checker = self.editor.checker
        if kind is Kind.THEME:
            return look_of(checker.theme).model_dump(mode="json")
        if kind is Kind.TEXT:
            key, _, code = name.rpartition(".")
            return {"text": checker.texts.say(key, Language(code))}
        return {}

    def content(self, form: Form) -> dict[str, Any]:
        """What would be kept."""
        return content_of(form.kind, form.raw, self.editor.checker.zone)

    def judge(self, form: Form) -> None:
        """Fill in what is wrong, or else what it would be."""
        try:
            form.noun = self.editor.checker.checked(form.kind, form.name, self.content(form))
        except Unfit as error:
            form.wrong = error.wrong

    def overtaken(self, form: Form, error: Overtaken) -> None:
        """Tell what a colleague made of it; the next time it is saved over that."""
        zone, theirs = self.editor.checker.zone, error.version
        before = told(form.kind, theirs.content, zone)
        form.overtaken, form.seen = theirs, theirs.number
        form.difference = differences(before, told(form.kind, self.content(form), zone))

    def chosen(self, form: Form) -> list[Chosen]:
        """The sentences of a pin."""
        quotes = chosen_of(form.raw)
        places = self.editor.levers.resolver.places(quotes)
        return [
            Chosen(quote, _value(quote), link(place.passage, place.number) if place else "")
            for quote, place in zip(quotes, places, strict=True)
        ]

    def found(self, text: str) -> list[Found]:
        """What there is to choose."""
        passages = []
        with suppress(IngestError):
            passages = self.editor.levers.resolver.search(text) if text else []
        return [
            Found(
                passage.title,
                passage.headings,
                passage.url,
                tuple((_value(quote), quote.text) for quote in quotes_of(passage)),
            )
            for passage in passages
        ]

    def recent(self, form: Form) -> None:
        """Which of the last questions this would catch."""
        asked = self.editor.levers.records.asked(RECENT)
        form.looked = len(asked)
        form.fits = fitting(self.editor.levers, form.kind, self._written(form), asked)

    def fits(self, form: Form, text: str) -> bool:
        """Whether this would catch a question."""
        return bool(fitting(self.editor.levers, form.kind, self._written(form), [text]))

    def _written(self, form: Form) -> tuple[str, ...]:
        name = "questions" if form.kind is Kind.PIN else "phrases"
        return tuple(filter(None, map(str.strip, form.raw.get(name, "").splitlines())))

    def standard(self, kind: Kind, name: str) -> str:
        """What holds where editors changed nothing, of a text."""
        return str(self._begun(kind, name)["text"]) if kind is Kind.TEXT else ""

    def filled(self, kind: Kind, name: str) -> str:
        """What is filled in there, as `{organisation}`."""
        if kind is not Kind.TEXT:
            return ""
        key, _, code = name.rpartition(".")
        fields = self.editor.checker.texts.fields(key, Language(code))
        return ", ".join(f"{{{one}}}" for one in sorted(fields))

    def preview(self, form: Form) -> list[Line]:
        """How a visitor reads it."""
        if isinstance(form.noun, Pin):
            pinned = self.editor.levers.resolver.pinned(form.noun, PUBLIC, "")
            passages = [hit.passage for hit in pinned.hits] if pinned else []
            return [
                Line(one.text, link(passages[hit], place), passages[hit].title)
                for one in (pinned.sentences if pinned else ())
                for hit, place in one.cited[:1]
            ]
        if isinstance(form.noun, Block):
            levers = self.editor.levers
            said = [levers.blocked(form.noun, language, "") for language in Language]
            return [
                Line(one.text, *((one.related[0].url, one.related[0].title) if one.related else ()))
                for one in said
            ]
        return [Line(form.raw[name]) for name in ("nl", "en", "text") if form.raw.get(name)]

    def contrasts(self, form: Form) -> tuple[Pair, ...]:
        """What was measured of the colours, where they are colours."""
        with suppress(ValueError, KeyError):
            return pairs(form.raw) if form.kind is Kind.THEME else ()
        return ()


def _value(quote: Quote) -> str:
    return json.dumps(quote.model_dump(mode="json"), ensure_ascii=False)
