"""A search becomes one request to the engine, and what it found becomes hits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from configs.domain import Audience
from configs.slices.library import LibraryWeights
from ingest.domain import Hit, Passage, Search
from ingest.library.domain import (
    DENSE,
    GRAMS,
    OPEN,
    WORDS,
    Engine,
    Found,
    Probe,
    Request,
    any_of,
    in_edition,
)
from ingest.library.lexicon import Lexicon
from models import dutch
from models.domain import Embedder, SparseVector

EVERYONE = tuple(sorted(Audience))
"""For who maintains the library; what anybody else sees is asked for an audience."""
OVERFETCH = 4
"""Passages asked for per hit where a page may give only a few."""
PAYLOAD = (
    "id",
    "url",
    "source",
    "audience",
    "since",
    "until",
    "order",
    "authority",
    "read_at",
    "stale",
    "passage",
)
"""The fields that are kept of a passage. `read_at` counts alone when the passage is stale or ended;
else its source may have been read again since."""
STALE, FRESH = "yes", "no"
REACH = 100
"""Passages that each vector looks at, at least."""
FULLY = 0.5
"""Other words have their full weight where the question's own reach no more than so much of
`weights.enough`."""
AUTHORITY = 0.25
"""Exponent: a source with authority 2 gains 19 percent, one with 0.5 loses 16."""


def question(
    search: Search,
    lexicon: Lexicon,
    weights: LibraryWeights,
    embedder: Embedder | None,
    others: float = 0.0,
) -> tuple[Probe, ...]:
    """The vectors of a question, each weighed so that a full match of all of them gives 1.

    A sparse score is divided by what the question could score at most, so that the sum is
    comparable between questions; a cosine is so already, from its floor on. A word of `search.also`
    weighs `others` beside one of the question itself.
    """
    words, grams = dutch.query_vectors(search.text)
    if not words.indices:
        return ()
    also = dutch.query_vectors(search.also if others else "")
    probes = [
        Probe(
            name=name,
            vector=_widened(vector, other, others),
            weight=weight / (most * lexicon.weight(name, vector)),
        )
        for name, vector, other, weight, most in (
            (WORDS, words, also[0], weights.words, dutch.WORDS.most),
            (GRAMS, grams, also[1], weights.grams, dutch.GRAMS.most),
        )
        if weight
    ]
    if embedder is not None and weights.dense:
        vector, floor = tuple(embedder.query(search.text)), embedder.floor
        weight = weights.dense / (1 - floor)
        probes.append(Probe(name=DENSE, vector=vector, weight=weight, floor=floor))
    return tuple(probes)


def rarity_of(search: Search, lexicon: Lexicon) -> tuple[float, float]:
    """The sum and the mean of the IDF of a question's words, 1 for a word in no passage.

    In the mean a word that no passage has does not count as strange where one has another word for
    it (all names of a thing as one term, after Pirkola 1998).
    """
    words = dutch.query_vectors(search.text)[0]
    total = lexicon.rarity(words)
    asked = ((dutch.query_vectors(one)[0], others) for one, others in search.named)
    unknown = (pair for pair in asked if not lexicon.knows(pair[0]))
    spared = {
        term
        for word, others in unknown
        if lexicon.knows(dutch.query_vectors(others)[0])
        for term in word.indices
    }
    strange = total - len(spared.intersection(words.indices))
    return total, max(0.0, strange) / max(1, len(words.indices))


def _widened(vector: SparseVector, also: SparseVector, others: float) -> SparseVector:
    """The terms of a question, and lighter those of other words for the same."""
    weights = dict.fromkeys(also.indices, others) | dict.fromkeys(vector.indices, 1.0)
    indices = sorted(weights)
    return SparseVector(indices=tuple(indices), values=tuple(weights[one] for one in indices))


def full_score(weights: LibraryWeights, embedder: Embedder | None) -> float:
    """The fused score of a passage that matches fully."""
    return weights.words + weights.grams + (weights.dense if embedder is not None else 0.0)


@dataclass(frozen=True)
class Lookup:
    """Searches one library; `read` says when each source was last read."""

    engine: Engine
    lexicon: Lexicon
    weights: LibraryWeights
    embedder: Embedder | None
    read: Mapping[str, datetime]

    def __call__(self, search: Search, edition: int) -> list[Hit]:
        """What the question's own words find; the less that is, the more other words count."""
        found = self._find(search, edition, 0.0)
        enough, others = self.weights.enough, self.weights.others
        if not (search.also and enough and others):
            return found
        best = found[0].relevance if found else 0.0
        share = min(1.0, (1 - best / enough) / FULLY)
        return self._find(search, edition, others * share) if share > 0 else found

    def _find(self, search: Search, edition: int, others: float) -> list[Hit]:
        probes = question(search, self.lexicon, self.weights, self.embedder, others)
        full = full_score(self.weights, self.embedder)
        found = ask(self.engine, search, edition, probes) if probes else []
        rarity = rarity_of(search, self.lexicon) if found else (0.0, 0.0)
        return [hit(one, full, rarity, self.read) for one in found]


def ask(engine: Engine, search: Search, edition: int, probes: tuple[Probe, ...]) -> list[Found]:
    """The best that fit, at most `search.per_page` of a page, best first."""
    where = in_edition(edition).also(any_of("audience", sorted(search.audiences)))
    if search.sources:
        where = where.also(any_of("source", sorted(search.sources)))
    never = {"source": search.without, "url": search.without_pages}
    refused = tuple(any_of(key, sorted(values)) for key, values in never.items() if values)
    where = where.model_copy(update={"never": refused})
    wanted = search.limit * OVERFETCH
    while True:
        request = Request(probes=probes, where=where, limit=wanted, reach=max(REACH, wanted))
        found = engine.search(request)
        kept = list(islice(_spread(_by_authority(found), search.per_page), search.limit))
        if len(kept) == search.limit or len(found) < wanted:
            return kept
        wanted *= OVERFETCH


def hit(
    found: Found, full: float, rarity: tuple[float, float], read: Mapping[str, datetime]
) -> Hit:
    """A found point as a hit; `rarity` is the question's, `read` when each source was last read."""
    relevance = min(1.0, max(0.0, found.score / full))
    total, mean = rarity
    return Hit(
        passage=passage(found.payload, read),
        score=found.score,
        relevance=relevance,
        matched=relevance * total,
        strange=mean,
    )


def payload(one: Passage, since: int, until: int, order: int) -> dict[str, Any]:
    """The fields that are kept of a passage."""
    return {
        "id": one.id,
        "url": one.url,
        "source": one.source,
        "audience": one.audience.value,
        "since": since,
        "until": until,
        "order": order,
        "authority": one.authority,
        "read_at": one.read_at.isoformat(),
        "stale": FRESH,
        "passage": one.model_dump_json(),
    }


def passage(fields: Mapping[str, Any], read: Mapping[str, datetime]) -> Passage:
    """The passage that `payload` kept, with the time when it was last read."""
    read_at = datetime.fromisoformat(fields["read_at"])
    if fields["until"] == OPEN and fields["stale"] == FRESH:
        read_at = max(read_at, read.get(fields["source"], read_at))
    return _passage(fields["passage"], read_at)


@lru_cache(maxsize=4_096)
def _passage(text: str, read_at: datetime) -> Passage:
    """The same passages are found over and over; their text decides, so none is ever stale."""
    return Passage.model_validate_json(text).model_copy(update={"read_at": read_at})


def fields_of(one: Passage) -> dutch.Fields:
    """What of a passage is indexed where; a lead that is not in the text is indexed with it."""
    leads = dict.fromkeys(span.lead for span in one.sentences if span.lead)
    return dutch.Fields(
        title=one.title,
        headings=" ".join(one.headings),
        subject=f"{one.subject} {one.opening}",
        text=" ".join([*(lead for lead in leads if lead not in one.text), one.text]),
    )


def _by_authority(found: Iterable[Found]) -> list[Found]:
    weighed = [
        Found(payload=one.payload, score=one.score * one.payload["authority"] ** AUTHORITY)
        for one in found
    ]
    return sorted(weighed, key=lambda one: (-one.score, one.payload["url"], one.payload["order"]))


def _spread(found: Iterable[Found], per_page: int | None) -> Iterator[Found]:
    taken: Counter[str] = Counter()
    for one in found:
        url = one.payload["url"]
        taken[url] += 1
        if per_page is None or taken[url] <= per_page:
            yield one
