"""What stands in the lists of the editors' page, and what needs their attention."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from assistant.levers.domain import Kind, Listed, Notice, Phrases, Wording
from assistant.levers.editing import Editor
from assistant.levers.rules import rules, text_keys
from assistant.levers.state import State
from assistant.records.domain import Version
from assistant.rendering import View
from configs.domain import Language, Noun

PARTS = {
    Kind.PIN: "vaste-antwoorden",
    Kind.BLOCK: "onderwerpen",
    Kind.NOTICE: "meldingen",
    Kind.TEXT: "teksten",
    Kind.ROUTE: "routes",
    Kind.THEME: "huisstijl",
}
"""The part of the address of each."""
MANY = frozenset({Kind.PIN, Kind.BLOCK, Kind.NOTICE})
"""Of these an editor makes new ones; of the others there are as many as there are."""
SOON = timedelta(days=14)
"""So long before it expires an editor is told."""
LATEST = 12


class Row(NamedTuple):
    """A line of a list; `state` is a class of the style: good, warn or plain."""

    kind: Kind
    name: str
    title: str
    said: str
    state: str
    version: Version | None
    group: str = ""

    @property
    def address(self) -> str:
        """Where it is edited."""
        return f"/redactie/{PARTS[self.kind]}/{self.name}"


@dataclass(frozen=True)
class Lists:
    """`editor` knows what there is, `view` how it is told."""

    editor: Editor
    view: View

    def rows(self, kind: Kind) -> list[Row]:
        """All of one kind, in the order in which they are read."""
        state = self.editor.levers.look()
        if kind is Kind.TEXT:
            return list(self._texts(state))
        if kind is Kind.ROUTE:
            return [self._route(state, label) for label in rules()["routes"]]
        resting = frozenset(self._resting(kind))
        return [
            self._row(state, kind, name, noun, resting)
            for (this, name), noun in reversed(list(state.known.items()))
            if this is kind
        ]

    def attention(self) -> list[Row]:
        """What does not count any more, or soon will not."""
        found = [row for kind in sorted(MANY) for row in self.rows(kind)]
        return [row for row in found if row.state == "warn"]

    def gone(self, kind: Kind) -> list[Row]:
        """What was taken away, and can be brought back."""
        return [self._of(version) for version in self.editor.levers.records.gone(kind.value)]

    def latest(self) -> list[tuple[Row, str]]:
        """The last changes, and what was done."""
        versions = self.editor.levers.records.latest(LATEST)
        return [(self._of(version), "removed" if version.gone else "saved") for version in versions]

    def title(self, kind: Kind, name: str, noun: Noun | None) -> str:
        """What it is called in a list."""
        if isinstance(noun, Listed) and (title := noun.title(self.view.language)):
            return title
        if kind is Kind.ROUTE:
            return self.view.say(f"editing.route_{name}")
        return self._text_title(name) if kind is Kind.TEXT else self.view.say("editing.kind_theme")

    def _text_title(self, name: str) -> str:
        """Where a text is said, and in which language."""
        *_, key, code = name.split(".")
        return (
            f"{self.view.say(f'editing.said_{key}')} ({self.view.say(f'editing.language_{code}')})"
        )

    def _of(self, version: Version) -> Row:
        kind = Kind(version.kind)
        noun = State.of(self.editor.levers.now.base, 0, [version]).known.get((kind, version.name))
        return Row(kind, version.name, self.title(kind, version.name, noun), "", "plain", version)

    def _resting(self, kind: Kind) -> Iterator[str]:
        if kind is Kind.PIN:
            yield from (name for name, _ in self.editor.resting())

    def _row(self, state: State, kind: Kind, name: str, noun: Noun, resting: frozenset[str]) -> Row:
        said, how = self._standing(noun)
        if name in resting:
            said, how = self.view.say("editing.is_resting"), "warn"
        title = self.title(kind, name, noun)
        return Row(kind, name, title, said, how, _version(state, kind, name))

    def _standing(self, noun: Noun) -> tuple[str, str]:
        """In words whether it counts now, and how that looks."""
        base = self.editor.levers.now.base
        now = base.clock().astimezone(base.zone)
        if isinstance(noun, Notice):
            return self._showing(noun, now)
        return self._counting(getattr(noun, "until", None), now.date())

    def _showing(self, notice: Notice, now: datetime) -> tuple[str, str]:
        view = self.view
        if notice.ends <= now:
            return view.say("editing.is_expired", day=view.day(notice.ends)), "warn"
        if notice.begins <= now:
            return view.say("editing.is_active"), "good"
        begin = {"day": view.day(notice.begins), "time": view.clock(notice.begins)}
        return view.say("editing.is_planned", **begin), "plain"

    def _counting(self, until: date | None, today: date) -> tuple[str, str]:
        view = self.view
        if until is None:
            return view.say("editing.is_active"), "good"
        if until < today:
            return view.say("editing.is_expired", day=view.day(until)), "warn"
        if until <= today + SOON:
            return view.say("editing.is_expiring", day=view.day(until)), "warn"
        return view.say("editing.until_day", day=view.day(until)), "good"

    def _texts(self, state: State) -> Iterator[Row]:
        names = (
            (heading, f"{key}.{language}")
            for heading, keys in text_keys().items()
            for key in keys
            for language in Language
        )
        for heading, name in names:
            key, _, code = name.rpartition(".")
            own = state.known.get((Kind.TEXT, name))
            default = self.editor.checker.texts.say(key, Language(code))
            said = own.text if isinstance(own, Wording) else default
            row = Row(Kind.TEXT, name, self._text_title(name), "", "plain", None)
            row = self._changed(state, row._replace(group=f"editing.heading_{heading}"))
            yield row._replace(said=f"{row.said}: {said}")

    def _route(self, state: State, label: str) -> Row:
        own = state.known.get((Kind.ROUTE, label))
        phrases = ", ".join(own.phrases) if isinstance(own, Phrases) else ""
        title = self.title(Kind.ROUTE, label, own)
        row = self._changed(state, Row(Kind.ROUTE, label, title, "", "plain", None))
        return row._replace(said=": ".join(filter(None, (row.said, phrases))))

    def _changed(self, state: State, row: Row) -> Row:
        version = _version(state, row.kind, row.name)
        key = "editing.is_changed" if version else "editing.is_default"
        how = "good" if version else "plain"
        return row._replace(said=self.view.say(key), state=how, version=version)


def _version(state: State, kind: Kind, name: str) -> Version | None:
    return next((v for v in state.versions if (v.kind, v.name) == (kind, name)), None)
