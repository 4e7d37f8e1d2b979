"""A fixed answer of an editor goes before search and before the model."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from assistant.domain import Outcome
from assistant.draft import Draft, Sentence
from configs.domain import Audience, Language
from ingest.domain import Hit


class Pinned(NamedTuple):
    """What was chosen, as it stands in the library now: never a sentence that is not there."""

    hits: tuple[Hit, ...]
    sentences: tuple[Sentence, ...]
    edition: int
    lever: str


Resolve = Callable[[frozenset[Audience]], Pinned | None]
"""Looks the chosen sentences up for who may read them; None where one of them is gone."""


@dataclass(frozen=True)
class Pin:
    """`find` tells which pin answers a text in a language: quickly, without the library."""

    find: Callable[[str, Language], Resolve | None]

    def __call__(self, draft: Draft) -> Awaitable[Outcome | None] | None:
        """Only where a pin fits is there anything to wait for."""
        resolve = self.find(draft.text, draft.language)
        return _pinned(draft, resolve) if resolve else None


async def _pinned(draft: Draft, resolve: Resolve) -> Outcome | None:
    """A pin of which a source is gone rests, and the question goes on as any other."""
    pinned = await asyncio.to_thread(resolve, draft.conversation.audiences)
    if pinned is None:
        return None
    draft.hits, draft.fixed = list(pinned.hits), pinned.sentences
    draft.edition, draft.lever = pinned.edition, pinned.lever
    return Outcome.PINNED
