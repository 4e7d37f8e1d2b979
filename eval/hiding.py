"""Questions that the library could answer, asked while all that answers them is out of it.

After UAEval4RAG (arXiv 2412.12300): what is asked about does exist, but the sources lack it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

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


def unanswerable(cases: Iterable[Case], library: Library) -> Iterator[Case]:
    """Each answerable case with its pages, their near-duplicates and what restates them hidden.

    A case whose gold page the library does not hold is left out: there is nothing to hide.
    """
    pages: dict[str, list[Passage]] = defaultdict(list)
    for passage in library.passages():
        pages[passage.url].append(passage)
    alike = _alike(pages)
    for case in cases:
        gold = {url for url in pages if matches(url, case.urls)}
        if case.expect == "answered" and gold:
            yield _hidden(case, gold, pages, alike)


def _hidden(
    case: Case, gold: set[str], pages: Mapping[str, list[Passage]], alike: Mapping[str, set[str]]
) -> Case:
    out = gold | {url for url in pages if matches(url, case.avoid)}
    out |= {url for one in gold for url in alike[one]}
    out |= {url for url in pages if any(_answers(case, passage) for passage in pages[url])}
    return Case(
        id=f"{case.id}-hidden",
        question=case.question,
        conversation=case.conversation,
        language=case.language,
        audience=case.audience,
        expect="no_source",
        tags=(*case.tags, "hidden"),
        hidden=tuple(sorted(out)),
    )


def _answers(case: Case, passage: Passage) -> bool:
    """Whether a passage says what the gold sentences say, or states all facts on the subject."""
    text = plain(passage.text)
    long = [one for one in case.sentences if len(one.split()) >= LONG]
    if any(plain(one) in text for one in long):
        return True
    return bool(case.facts) and (_amounts(case, passage) or _states(case, passage))


def _amounts(case: Case, passage: Passage) -> bool:
    """All amounts that are asked for, in any language."""
    wanted = {fact for one in case.facts for fact in values(one) if fact[0] is FactKind.AMOUNT}
    return bool(wanted) and wanted <= values(passage.text)


def _states(case: Case, passage: Passage) -> bool:
    asked = set(stems(case.question))
    about = set(stems(" ".join((passage.title, *passage.headings, passage.text))))
    if len(asked & about) < ABOUT * max(1, len(asked)):
        return False
    return all(stands(fact, passage.text) for fact in case.facts)


def _alike(pages: Mapping[str, list[Passage]]) -> dict[str, set[str]]:
    texts = {_ref(found[0]): " ".join(one.text for one in found) for found in pages.values()}
    near: dict[str, set[str]] = defaultdict(set)
    for pair in twins(texts):
        near[pair.better.url].add(pair.other.url)
        near[pair.other.url].add(pair.better.url)
    return near


def _ref(one: Passage) -> PageRef:
    return PageRef(url=one.url, title=one.title, source=one.source, read_at=one.read_at)
