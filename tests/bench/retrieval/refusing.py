"""Who is rightly refused, and who wrongly: by the relevance alone, and after all checks."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.build import build
from assistant.domain import Answer, Completeness, Conversation, Question
from assistant.service import Service
from configs.domain import Audience
from configs.settings import load_settings
from ingest.domain import Hit, Passage, Search
from ingest.library.evidence import read_evidence
from ingest.library.library import open_library
from tests.bench.retrieval.asked import WHOLE, Asked, Case
from tests.bench.retrieval.corpora import Known
from tests.bench.retrieval.systems import EVERYBODY, FULL, asking, passages

OFF_TOPIC = Path(__file__).with_name("off_topic.txt")
LONG = Path(__file__).with_name("off_topic_long.txt")
STEPS = np.round(np.arange(-6, 8.01, 0.1), 2)
"""Evidence (log-odds) at which a line might lie."""
WRONGLY = 0.05
MORE = 60
"""Further hits that are fetched where a page is taken away."""
ASKED = ("vac", "sections", "askers, seen", "askers, untouched")


@dataclass(frozen=True)
class Refusals:
    """One kind of question: what the library found of each, and what its asker got in the end."""

    name: str
    right: bool
    """Whether it is right to refuse them."""
    best: tuple[float, ...]
    """The best relevance."""
    evidence: tuple[float, ...]
    ended: tuple[str, ...]
    """`refused`, `reserve` (shown, but not called an answer) or `complete`."""

    def less(self, least: float) -> float:
        """The share that a threshold of relevance refuses."""
        return sum(one < least for one in self.best) / len(self.best)

    def below(self, line: float) -> float:
        """The share that a line refuses."""
        return sum(one < line for one in self.evidence) / len(self.evidence)

    def share(self, ended: str) -> float:
        """The share that ended so."""
        return self.ended.count(ended) / len(self.ended)


def off_topic() -> list[str]:
    """Questions that no municipality answers; others than those that a library is calibrated by."""
    return OFF_TOPIC.read_text(encoding="utf-8").splitlines()


def off_topic_at_length() -> list[str]:
    """The same kind of questions, as long as those of people with an answer."""
    return LONG.read_text(encoding="utf-8").splitlines()


@contextmanager
def service(known: Sequence[Known], folder: Path, least: float | None) -> Iterator[Service]:
    """The assistant over the whole library, with this threshold or the calibrated one."""
    answering = {"least_relevance": least}
    settings = load_settings("demo", data=folder, theme="neutral", answering=answering)
    library = open_library(settings)
    try:
        if not library.published:
            with library.writing("bench") as writing:
                writing.put(passages(known, WHOLE, FULL))
                writing.publish()
        made = build(settings, library=library)
        yield made
        made.records.close()
    finally:
        library.close()


def refusals(
    made: Service, asked: Sequence[Asked], progress: Callable[[str], None]
) -> list[Refusals]:
    """Questions as they are, with their own pages taken away, and those of strangers."""
    cases = [case for one in asked if one.name in ASKED for case in one.cases]
    strangers, at_length = (
        [Case(text, frozenset({""})) for text in texts]
        for texts in (off_topic(), off_topic_at_length())
    )
    kinds = (
        ("with an answer", False, cases, False),
        ("own page taken away", True, cases, True),
        ("off topic", True, strangers, False),
        ("off topic, at length", True, at_length, False),
    )
    found = []
    for name, right, some, away in kinds:
        progress(f"refusals: {name}")
        got = []
        for case in some:
            hidden = case.gold if away else frozenset()
            got.append((*_best(made, case, hidden), _ended(_answer(made, case, hidden))))
        best, evidence, ended = zip(*got, strict=True)
        found.append(Refusals(name, right, best, evidence, ended))
    return found


def _without(made: Service, hidden: frozenset[str]) -> Callable[[Search], list[Hit]]:
    def find(search: Search) -> list[Hit]:
        more = MORE if hidden else 0
        hits = made.library.find(search.model_copy(update={"limit": search.limit + more}))
        return [hit for hit in hits if hit.passage.url not in hidden][: search.limit]

    return find


def _best(made: Service, case: Case, hidden: frozenset[str]) -> tuple[float, float]:
    """The best relevance, and the evidence."""
    also, named = asking().other_words(case.question), asking().named(case.question)
    search = Search(text=case.question, also=also, named=named, limit=1, audiences=EVERYBODY)
    found = _without(made, hidden)(search)
    return max((hit.relevance for hit in found), default=0.0), read_evidence().best(found)


def _answer(made: Service, case: Case, hidden: frozenset[str]) -> Answer:
    def show(url: str, audiences: frozenset[Audience]) -> list[Passage]:
        return [] if url in hidden else made.library.show(url, audiences=audiences)

    steps = tuple(
        (
            name,
            replace(step, find=_without(made, hidden), show=show) if name == "retrieve" else step,
        )
        for name, step in made.assistant.steps
    )
    assistant = replace(made.assistant, steps=steps, journal=lambda *_: None)
    conversation = Conversation(id="bench", audiences=frozenset(Audience))

    async def last() -> Answer:
        events = [one async for one in assistant.ask(Question(text=case.question), conversation)]
        assert isinstance(events[-1], Answer)
        return events[-1]

    return asyncio.run(last())


def _ended(answer: Answer) -> str:
    if not answer.claims:
        return "refused"
    return "complete" if answer.completeness is Completeness.COMPLETE else "reserve"
