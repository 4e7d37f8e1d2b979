"""Questions that the library could answer, asked while all that answers them is out of it.

After UAEval4RAG (arXiv 2412.12300): what is asked about does exist, but the sources lack it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eval.asking import matches
from eval.domain import Case
from eval.wording import plain, stands
from ingest.comparing.alike import twins
from ingest.comparing.domain import PageRef
from ingest.domain import Passage
from ingest.library.library import Library
from models.dutch import stems
from models.facts import FactKind, values

ABOUT = 0.5
"""Share of the question's words in a passage that states the facts: then it answers."""
LONG = 4
"""Words of a gold sentence from which a page that holds it says the same."""


@dataclass(frozen=True)
class _Told:
    """What a passage says, read once for all cases."""

    text: str
    about: frozenset[str]
    amounts: frozenset[tuple[FactKind, str]]


def unanswerable(cases: Iterable[Case], library: Library) -> Iterator[Case]:
    """Each answerable case with its pages, their near-duplicates and what restates them hidden.

    A case whose gold page the library does not hold is left out: there is nothing to hide.
    """
    pages: dict[str, list[Passage]] = defaultdict(list)
    for passage in library.passages():
        pages[passage.url].append(passage)
    alike = _alike(pages)
    told = {url: [_told(passage) for passage in found] for url, found in pages.items()}
    for case in cases:
        gold = {url for url in pages if matches(url, case.urls)}
        if case.expect == "answered" and gold:
            near = {url for one in gold for url in alike[one]}
            yield _hidden(case, gold | near | _restating(case, told))


def _hidden(case: Case, pages: set[str]) -> Case:
    return Case(
        id=f"{case.id}-hidden",
        question=case.question,
        conversation=case.conversation,
        language=case.language,
        audience=case.audience,
        expect="no_source",
        tags=(*case.tags, "hidden"),
        hidden=tuple(sorted(pages)),
    )


def _told(passage: Passage) -> _Told:
    around = " ".join((passage.title, *passage.headings, passage.text))
    amounts = frozenset(fact for fact in values(passage.text) if fact[0] is FactKind.AMOUNT)
    return _Told(plain(passage.text), frozenset(stems(around)), amounts)


def _restating(case: Case, told: Mapping[str, list[_Told]]) -> set[str]:
    """Pages that are outdated, hold a gold sentence, its amounts, or its facts on the subject."""
    long = [plain(one) for one in case.sentences if len(one.split()) >= LONG]
    amounts = {fact for one in case.facts for fact in values(one) if fact[0] is FactKind.AMOUNT}
    asked = frozenset(stems(case.question))

    def answers(one: _Told) -> bool:
        if any(sentence in one.text for sentence in long) or (amounts and amounts <= one.amounts):
            return True
        if not case.facts or len(asked & one.about) < ABOUT * max(1, len(asked)):
            return False
        return all(stands(fact, one.text) for fact in case.facts)

    avoided = {url for url in told if matches(url, case.avoid)}
    return avoided | {url for url, found in told.items() if any(map(answers, found))}


def _alike(pages: Mapping[str, list[Passage]]) -> dict[str, set[str]]:
    texts = {_ref(found[0]): " ".join(one.text for one in found) for found in pages.values()}
    near: dict[str, set[str]] = defaultdict(set)
    for pair in twins(texts):
        near[pair.better.url].add(pair.other.url)
        near[pair.other.url].add(pair.better.url)
    return near


def _ref(one: Passage) -> PageRef:
    return PageRef(url=one.url, title=one.title, source=one.source, read_at=one.read_at)
