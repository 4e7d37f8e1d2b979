"""What would become of a question now, without asking it: for editors who try what they made."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from assistant.levers.domain import Kind
from assistant.levers.live import Levers
from assistant.levers.matching import Index, Topics
from assistant.levers.resolving import PUBLIC
from assistant.levers.routing import leads, urgent
from assistant.steps.route import Rule
from configs.domain import Language
from models.dutch import fold


class Way(NamedTuple):
    """Where a question goes: a route, a blocked topic, a pin, or search; and by which of them."""

    goes: str
    name: str = ""


def way_of(levers: Levers, text: str, language: Language) -> Way:
    """The steps of the pipeline up to search, in their order."""
    return next(_ways(levers, text, language))


def _ways(levers: Levers, text: str, language: Language) -> Iterator[Way]:
    state = levers.now
    folded = " ".join(fold(text).split())

    def of_route(rules: Iterable[Rule]) -> Iterator[Way]:
        first = next((rule for rule in rules if rule.patterns.search(folded)), None)
        if first and first.outcome:
            yield Way("route", first.label)

    yield from of_route(urgent(state.rules))
    if block := state.block(text):
        yield Way("block", block[0])
    found = state.pin(text, language)
    if found and levers.resolver.pinned(found[1], PUBLIC, found[0]):
        yield Way("pin", found[0])
    yield from of_route(state.rules)
    yield Way("rests", found[0]) if found else Way("search")


def fitting(levers: Levers, kind: Kind, written: tuple[str, ...], asked: list[str]) -> list[str]:
    """Those of the questions that what was written would answer, block or lead to a route."""
    if kind is Kind.PIN:
        index = Index(levers.now.base.reader, ((True, text) for text in written))
        return [text for text in asked if index.find(text)]
    if kind is Kind.ROUTE:
        return [text for text in asked if leads(written, text)]
    topics = Topics({True: written})
    return [text for text in asked if topics.find(text)]
