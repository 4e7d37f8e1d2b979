"""Plant errors and faithful variants in real sentences; the same seed plants the same."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from eval.planted import faithful, meaning
from eval.planted.domain import Change, Origin, Planted, word_lists
from eval.planted.values import PATTERNS, drawn, wrong
from ingest.domain import BlockKind, Passage, Span

WORDS = word_lists()
INVENTED, JOINED = "link or contact invented", "joined"
ALSO = 0.4
"""Share of the sentences that are reworded, shortened or reordered as well, as models do."""


def plant(origins: Sequence[Origin], most: int, seed: int) -> list[Planted]:
    """Up to `most` changed sentences of every kind, from sentences spread over all pages."""
    planted: list[Planted] = []
    for kind, change in ({kind: wrong(kind) for kind in PATTERNS} | meaning.CHANGES).items():
        bed = _bed(origins, seed, kind)
        made = list(islice(bed.errors(kind, change), most))
        if kind in WORDS["graft"]:
            made += islice(bed.grafted(kind, change), most - len(made))
        planted += made
    planted += islice(_bed(origins, seed, INVENTED).invented(), most)
    for kind, change in faithful.CHANGES.items():
        planted += islice(_bed(origins, seed, kind).variants(kind, change), most)
    planted += islice(_bed(origins, seed, JOINED).joined(), most)
    return planted


@dataclass(frozen=True)
class _Bed:
    """Sentences in some order, and the chance that changes them."""

    origins: Sequence[Origin]
    rng: random.Random

    def errors(self, kind: str, change: Change) -> Iterator[Planted]:
        """One error in each sentence that has room for it."""
        for origin in self.origins:
            before = self._also(origin.text)
            text = change(before, self.rng)
            if text and text != before:
                yield Planted(kind, False, origin.passage, (origin.number,), text)

    def variants(self, kind: str, change: Change) -> Iterator[Planted]:
        """The same said in another way, or in two."""
        for origin in self.origins:
            if text := change(origin.text, self.rng):
                yield Planted(kind, True, origin.passage, (origin.number,), self._also(text))

    def grafted(self, kind: str, change: Change) -> Iterator[Planted]:
        """Sentences that were given a value of a kind that pages seldom state, and another one."""
        for origin in self.origins:
            graft = self.rng.choice(WORDS["graft"][kind]).format(drawn(kind, self.rng))
            text = f"{origin.text.rstrip('.')}{graft}."
            if other := change(text, self.rng):
                yield Planted(kind, False, _alone(origin.passage, text), (0,), other)

    def invented(self) -> Iterator[Planted]:
        """A link or contact out of the blue."""
        for origin in self.origins:
            kind = self.rng.choice(["url", "phone", "email", "url"])
            place = self.rng.choice(WORDS["invent"]).format(drawn(kind, self.rng))
            text = f"{origin.text.rstrip('.')}{place}."
            yield Planted(INVENTED, False, origin.passage, (origin.number,), text)

    def joined(self) -> Iterator[Planted]:
        """A sentence and the next one as one."""
        known = {(origin.passage.id, origin.number) for origin in self.origins}
        for origin in self.origins:
            passage, after = origin.passage, origin.number + 1
            if (passage.id, after) not in known:
                continue
            if text := faithful.joined(origin.text, passage.sentence(after)):
                yield Planted(JOINED, True, passage, (origin.number, after), text)

    def _also(self, text: str) -> str:
        """Now and then a faithful variant on top."""
        if self.rng.random() >= ALSO:
            return text
        way = self.rng.choice([faithful.reworded, faithful.reordered, faithful.shortened])
        return way(text, self.rng) or text


def _bed(origins: Sequence[Origin], seed: int, kind: str) -> _Bed:
    rng = random.Random(f"{seed} {kind}")  # noqa: S311  (the same every time, on purpose)
    return _Bed(rng.sample(origins, len(origins)), rng)


def _alone(passage: Passage, text: str) -> Passage:
    span = Span(start=0, end=len(text), kind=BlockKind.PROSE)
    return passage.model_copy(update={"text": text, "sentences": (span,)})
