"""Completeness: which parts of the question the sentences that claims rest on leave open."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.draft import Draft, Sentence
from ingest.domain import Hit


@dataclass(frozen=True)
class Lacking:
    """`quote` is the writer that quotes: it knows what a part asks, and what answers it."""

    quote: Callable[[Draft], list[Sentence]]

    def __call__(self, draft: Draft) -> list[str]:
        """Parts that quoting only the used sentences would leave open, in the asker's words.

        Those of a question in another language are in Dutch.
        """
        used = [_only(draft.hits[place], spans) for place, spans in draft.used.items()]
        asked = draft.dutch or draft.text
        reduced = replace(draft, text=asked, hits=used, sentences=[], open_parts=[])
        self.quote(reduced)
        return [asked] if reduced.closest else reduced.open_parts


def _only(hit: Hit, spans: list[int]) -> Hit:
    """The hit with none of its sentences but these; the text around them stays."""
    sentences = tuple(hit.passage.sentences[span] for span in sorted(spans))
    return hit.model_copy(
        update={"passage": hit.passage.model_copy(update={"sentences": sentences})}
    )
