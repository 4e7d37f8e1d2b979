"""What an editor does: save, take away, bring an old version back, copy to another installation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from assistant.levers.checking import Checker
from assistant.levers.domain import Kind, Pin, Unfit
from assistant.levers.live import Levers
from assistant.records.domain import Change, Version
from assistant.records.levers import LeverRecords

FORMAT = "vraagbaak-levers-1"


@dataclass(frozen=True)
class Editor:
    """Every method that changes something counts at once in this process, and soon in others."""

    levers: Levers
    checker: Checker

    def save(self, who: str, change: Change) -> Version:
        """Keep what passes the checks. Raises `Unfit`, `Overtaken` or `RecordsError`."""
        noun = self.checker.checked(Kind(change.kind), change.name, change.content)
        content = noun.model_dump(mode="json")
        kept = self.levers.records.keep(who, [change.model_copy(update={"content": content})])
        self.levers.look(again=True)
        return kept[0]

    def remove(self, who: str, version: Version) -> None:
        """Take it away, or back to what holds by default. Raises `Overtaken`."""
        change = Change(
            kind=version.kind,
            name=version.name,
            content=version.content,
            gone=True,
            seen=version.number,
            did="removed",
        )
        self.levers.records.keep(who, [change])
        self.levers.look(again=True)

    def history(self, kind: Kind, name: str) -> list[Version]:
        """Every version, newest first."""
        return self.levers.records.history(kind.value, name)

    def resting(self) -> list[tuple[str, Pin]]:
        """The pins that are not given because a source of theirs is gone."""
        pins = self.levers.now.all(Kind.PIN, Pin)
        places = self.levers.resolver.places
        return [(name, pin) for name, pin in pins.items() if None in places(pin.quotes)]


class Imported(NamedTuple):
    """What an import kept, left as it was, and could not keep, by kind and name."""

    kept: tuple[str, ...]
    same: tuple[str, ...]
    unfit: Mapping[str, Unfit]


def exported(records: LeverRecords) -> dict[str, Any]:
    """Everything that editors changed, to be kept elsewhere; without its older versions."""
    _, versions = records.current()
    levers = [{"kind": v.kind, "name": v.name, "content": dict(v.content)} for v in versions]
    return {"format": FORMAT, "levers": levers}


def imported(
    records: LeverRecords, checker: Checker, levers: Sequence[Mapping[str, Any]], who: str
) -> Imported:
    """Keep what passes the checks, as new versions, in one transaction."""
    changes: list[Change] = []
    same: list[str] = []
    unfit: dict[str, Unfit] = {}
    for one in levers:
        kind, name = Kind(one["kind"]), str(one["name"])[:80]
        place = f"{kind}/{name}"
        try:
            content = checker.checked(kind, name, one.get("content", {})).model_dump(mode="json")
        except Unfit as error:
            unfit[place] = error
            continue
        last = next(iter(records.history(kind.value, name)), None)
        if last and not last.gone and last.content == content:
            same.append(place)
            continue
        seen = last.number if last else 0
        fields = {"kind": kind.value, "name": name, "content": content, "seen": seen}
        changes.append(Change(**fields, did="imported"))
    if changes:
        records.keep(who, changes)
    return Imported(tuple(f"{c.kind}/{c.name}" for c in changes), tuple(same), unfit)
