"""Find the passages that may hold the answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.domain import Outcome, Related
from assistant.draft import Draft
from assistant.reranking import Rerank
from configs.domain import Audience, Language
from ingest.domain import Hit, Passage, Search
from ingest.library.searching import AUTHORITY

YEARLY, OLDEST = 0.12, 0.3
"""What a page loses per year that it is older than the newest one found, and at most."""
FOLLOWED = 0.6
"""What a page gains that the question before was answered from."""
WHOLE = 2
"""Of so many of the best pages every passage is read."""
LONGEST = 25
"""Passages of the longest page that is read whole."""
BESIDE = 0.8
"""What a passage of such a page is worth beside the best of that page."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Retrieve:
    """`find`, `show` and `edition` are the library's.

    `now` tells whether a question asks what holds today, whatever year it names.
    """

    find: Callable[[Search], list[Hit]]
    show: Callable[[str, frozenset[Audience]], list[Passage]]
    edition: Callable[[], int]
    now: Callable[[str], bool]
    limit: int = 12
    per_page: int = 4
    least: Callable[[], float] = lambda: 0.12
    """Passages of less relevance are not read."""
    enough: Callable[[list[Hit]], bool] = lambda _: True
    """Whether the best of what was found shows that the library may answer at all."""
    named: Callable[[str], tuple[tuple[str, str], ...]] = lambda _: ()
    """The words of a text that there are others for, each with these."""
    rerank: Rerank = lambda *_: []
    """How well each text answers a question, 0 to 1; none leaves the order as it is."""

    def __call__(self, draft: Draft) -> Outcome | None:
        """Nothing above the threshold is `no_source`: never an answer from memory."""
        draft.edition = self.edition()
        if not draft.edition:
            draft.message_key = "library_empty"
            return Outcome.NO_SOURCE
        found = self._reordered(draft, self._found(draft))
        own = [hit for hit in found if hit.passage.language == draft.language]
        others = [hit for hit in found if hit.passage.language != draft.language]
        draft.hits = self._whole(draft, own if draft.language == Language.NL else own + others)
        draft.age = _ages(draft, self.now) | _asked_before(draft)
        return None if draft.hits else Outcome.NO_SOURCE

    def _found(self, draft: Draft) -> list[Hit]:
        """Relevant passages, best first; Dutch pages are found by Dutch words."""
        found = self._search(draft, draft.search_text, draft.other_words)
        if draft.language != Language.NL and draft.other_words:
            known = {(hit.passage.url, hit.passage.place) for hit in found}
            translated = self._search(draft, draft.other_words, "")
            found += [
                hit for hit in translated if (hit.passage.url, hit.passage.place) not in known
            ]
        least = self.least()
        return [hit for hit in found if hit.relevance >= least] if self.enough(found) else []

    def _reordered(self, draft: Draft, hits: list[Hit]) -> list[Hit]:
        """The hits as a reranker orders them, with what their source's authority adds."""
        texts = [_told(hit.passage) for hit in hits]
        scores = self.rerank(draft.dutch or draft.search_text, texts)
        if not scores:
            return hits
        weighed = [
            hit.model_copy(update={"score": score * hit.passage.authority**AUTHORITY})
            for hit, score in zip(hits, scores, strict=True)
        ]
        return sorted(weighed, key=lambda hit: -hit.score)

    def _search(self, draft: Draft, text: str, also: str) -> list[Hit]:
        return self.find(
            Search(
                text=text,
                also=also,
                named=self.named(text),
                limit=self.limit,
                per_page=self.per_page,
                audiences=draft.conversation.audiences,
            )
        )

    def _whole(self, draft: Draft, hits: list[Hit]) -> list[Hit]:
        """The hits, with the rest of the best pages behind them: answers stand side by side.

        A follow-up is about the pages that were cited before.
        """
        before, audiences = _titles_before(draft), draft.conversation.audiences
        first = sorted(hits, key=lambda hit: hit.passage.title not in before)
        pages = list(dict.fromkeys(hit.passage.url for hit in first))[:WHOLE]
        known = {(hit.passage.url, hit.passage.place) for hit in hits}
        best = {hit.passage.url: hit for hit in reversed(hits)}
        rest = [
            best[url].model_copy(update={"passage": passage, "score": best[url].score * BESIDE})
            for url in pages
            for passage in self._short(url, audiences)
            if (passage.url, passage.place) not in known
        ]
        return [*hits, *rest]

    def _short(self, url: str, audiences: frozenset[Audience]) -> list[Passage]:
        passages = self.show(url, audiences)
        return passages if len(passages) <= LONGEST else []


def _told(passage: Passage) -> str:
    return "\n".join([passage.title, *passage.headings, passage.text])


def _ages(draft: Draft, now: Callable[[str], bool]) -> dict[str, float]:
    """The penalty of each page that says it is about an earlier year than the others are."""
    asked = set() if now(draft.text) else {int(year) for year in _YEAR.findall(draft.text)}
    years = {hit.passage.url: _years(hit.passage) for hit in draft.hits}
    dates = {hit.passage.modified.year for hit in draft.hits if hit.passage.modified}
    newest = max(dates | {year for found in years.values() for year in found}, default=0)
    return {
        url: min(OLDEST, YEARLY * (newest - max(found)))
        for url, found in years.items()
        if found and not asked & found
    }


def _asked_before(draft: Draft) -> dict[str, float]:
    """A follow-up is about the pages that answered before: their sentences gain."""
    titles = _titles_before(draft)
    return {hit.passage.url: -FOLLOWED for hit in draft.hits if hit.passage.title in titles}


def _titles_before(draft: Draft) -> tuple[str, ...]:
    """The titles of the pages that were cited before, where the question leans on them."""
    return draft.conversation.turns[-1].titles if draft.context else ()


def _years(passage: Passage) -> set[int]:
    """The years that a page says it is about, in its title, headings or address."""
    place = f"{passage.title} {' '.join(passage.headings)} {passage.url}"
    return {int(year) for year in _YEAR.findall(place)}


def related(hits: list[Hit], about: Callable[[str], bool], limit: int = 3) -> list[Related]:
    """The pages of the best hits whose title is `about` the question, for who finds no answer."""
    pages = {hit.passage.url: hit.passage.title for hit in hits}
    found = [Related(title=title, url=url) for url, title in pages.items() if about(title)]
    return found[:limit]
