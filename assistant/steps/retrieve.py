"""Find the passages that may hold the answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.domain import Outcome, Related
from assistant.draft import Draft
from ingest.domain import Hit, Passage, Search

AGED = 0.75
"""What a page about an earlier year is worth beside one of this year."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class Retrieve:
    """`find` is the library's; `today` decides which year a page may be about."""

    find: Callable[[Search], list[Hit]]
    edition: Callable[[], int]
    today: Callable[[], date]
    limit: int = 12
    per_page: int = 4
    least: float = 0.2

    def __call__(self, draft: Draft) -> Outcome | None:
        """Nothing above the threshold is `no_source`: never an answer from memory."""
        draft.edition = self.edition()
        if not draft.edition:
            draft.message_key = "library_empty"
            return Outcome.NO_SOURCE
        search = Search(
            text=draft.search_text,
            limit=self.limit,
            per_page=self.per_page,
            audiences=draft.conversation.audiences,
        )
        found = [hit for hit in self.find(search) if hit.relevance >= self.least]
        asked = set(_YEAR.findall(draft.text))
        weighed = [self._aged(hit, asked) for hit in found]
        draft.hits = sorted(weighed, key=lambda hit: -hit.score)
        return None if draft.hits else Outcome.NO_SOURCE

    def _aged(self, hit: Hit, asked: set[str]) -> Hit:
        years = _years(hit.passage)
        old = years and max(years) < self.today().year and not asked & {str(y) for y in years}
        return hit.model_copy(update={"score": hit.score * AGED}) if old else hit


def _years(passage: Passage) -> set[int]:
    """The years that a page says it is about, in its title, headings or address."""
    place = f"{passage.title} {' '.join(passage.headings)} {passage.url}"
    return {int(year) for year in _YEAR.findall(place)}


def related(hits: list[Hit], limit: int = 3) -> list[Related]:
    """The pages of the best hits, for who finds no answer."""
    pages = {hit.passage.url: hit.passage.title for hit in hits}
    return [Related(title=title, url=url) for url, title in list(pages.items())[:limit]]
