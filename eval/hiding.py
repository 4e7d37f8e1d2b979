"""Questions that the library could answer, asked while all that answers them is out of it.

After UAEval4RAG (arXiv 2412.12300): what is asked about does exist, but the sources lack it.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
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

    url: str
    text: str
    about: frozenset[str]
    amounts: frozenset[tuple[FactKind, str]]


class _Index:
    """Passages by their stems and their amounts, so that a case looks at a few of them only."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.told = [_told(passage) for passage in passages]
        self._places: dict[Hashable, set[int]] = defaultdict(set)
        for place, one in enumerate(self.told):
            for key in (*one.about, *one.amounts):
                self._places[key].add(place)

    def all_of(self, keys: Iterable[Hashable]) -> set[int]:
        """The passages that hold all of these; none where nothing is asked."""
        found = sorted((self._places.get(key, set()) for key in keys), key=len)
        return set.intersection(*found) if found else set()

    def about(self, asked: frozenset[str]) -> set[int]:
        """The passages that hold a good part of these stems."""
        counts = Counter(place for stem in asked for place in self._places.get(stem, ()))
        return {place for place, count in counts.items() if count >= ABOUT * len(asked)}


def unanswerable(cases: Iterable[Case], library: Library) -> Iterator[Case]:
    """Each answerable case with its pages, their near-duplicates and what restates them hidden.

    A case whose gold page the library does not hold is left out: there is nothing to hide.
    """
    pages: dict[str, list[Passage]] = defaultdict(list)
    for passage in library.passages():
        pages[passage.url].append(passage)
    alike = _alike(pages)
    index = _Index(passage for found in pages.values() for passage in found)
    for case in cases:
        gold = {url for url in pages if matches(url, case.urls)}
        if case.expect == "answered" and gold:
            near = {url for one in gold for url in alike[one]}
            stale = {url for url in pages if matches(url, case.avoid)}
            yield _hidden(case, gold | near | stale | _restating(case, index))


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
    return _Told(passage.url, plain(passage.text), frozenset(stems(around)), amounts)


def _restating(case: Case, index: _Index) -> set[str]:
    """Pages that hold a gold sentence, its amounts, or all of its facts on the subject."""
    found: set[int] = set()
    for sentence in (one for one in case.sentences if len(one.split()) >= LONG):
        likely = index.all_of(stems(sentence))
        found |= {place for place in likely if plain(sentence) in index.told[place].text}
    stated = (fact for one in case.facts for fact in values(one))
    found |= index.all_of({fact for fact in stated if fact[0] is FactKind.AMOUNT})
    if case.facts:
        likely = index.about(frozenset(stems(case.question)))
        found |= {place for place in likely if _states(case, index.told[place].text)}
    return {index.told[place].url for place in found}


def _states(case: Case, text: str) -> bool:
    return all(stands(fact, text) for fact in case.facts)


def _alike(pages: Mapping[str, list[Passage]]) -> dict[str, set[str]]:
    texts = {_ref(found[0]): " ".join(one.text for one in found) for found in pages.values()}
    near: dict[str, set[str]] = defaultdict(set)
    for pair in twins(texts):
        near[pair.better.url].add(pair.other.url)
        near[pair.other.url].add(pair.better.url)
    return near


def _ref(one: Passage) -> PageRef:
    return PageRef(url=one.url, title=one.title, source=one.source, read_at=one.read_at)
