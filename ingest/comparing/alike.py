"""Near-duplicates: MinHash over word triples, candidates by bands, then the exact share.

Broder 1997 (resemblance), Indyk & Motwani 1998 (locality-sensitive hashing).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from ingest.comparing.domain import PageRef, Twins
from models.dutch import fold, tokens

WORDS = 3
LEAST = 30
"""Triples below which a page is too short to compare."""
ALIKE = 0.6
"""Share of triples (Jaccard) from which on two pages are named."""
BANDS, ROWS = 24, 3
"""Pages at 0.6 share a band with a chance of 99.7 %, at 0.3 of 48 %."""
CROWD = 200
"""Pages in one bucket above this are the same template; they are compared with its first only."""
COMMON, COMMON_SHARE = 20, 0.03
"""A triple on more pages than this, and than this share of them, says nothing."""

Hashes = NDArray[np.uint64]
_ODD = np.random.default_rng(20_260_101).integers(1, 2**63, (BANDS * ROWS, 2), dtype=np.uint64)
_PRIME = np.uint64(1_000_003)


def twins(texts: Mapping[PageRef, str], least: float = ALIKE) -> list[Twins]:
    """Pairs of pages that share at least this part of their word triples, most alike first."""
    known: dict[str, int] = {}
    shingles = _without_common({page: _shingles(text, known) for page, text in texts.items()})
    large = [(page, ids) for page, ids in shingles.items() if ids.size >= LEAST]
    found = []
    for one, other in _candidates(large):
        share = _share(shingles[one], shingles[other])
        if share >= least:
            better, worse = sorted((one, other), key=lambda page: page.rank, reverse=True)
            found.append(Twins(better=better, other=worse, share=round(share, 3)))
    return sorted(found, key=lambda pair: (-pair.share, pair.better.url, pair.other.url))


def _without_common(shingles: dict[PageRef, Hashes]) -> dict[PageRef, Hashes]:
    """Without what stands on many pages, such as a closing paragraph of a template."""
    every, counts = np.unique(
        np.concatenate([*shingles.values(), np.empty(0, np.uint64)]), return_counts=True
    )
    common = every[counts > max(COMMON, COMMON_SHARE * len(shingles))]
    return {page: np.setdiff1d(ids, common) for page, ids in shingles.items()}


def _shingles(text: str, known: dict[str, int]) -> Hashes:
    words = [known.setdefault(fold(token.text), len(known) + 1) for token in tokens(text)]
    if len(words) < WORDS:
        return np.empty(0, np.uint64)
    ids = np.array(words, dtype=np.uint64)
    total = np.zeros(len(words) - WORDS + 1, dtype=np.uint64)
    for place in range(WORDS):
        total = total * _PRIME + ids[place : len(words) - WORDS + 1 + place]
    return np.unique(total)


def _candidates(pages: Sequence[tuple[PageRef, Hashes]]) -> Iterable[tuple[PageRef, PageRef]]:
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, (_, ids) in enumerate(pages):
        signature = _signature(ids)
        for band in range(BANDS):
            buckets[band, signature[band * ROWS : (band + 1) * ROWS].tobytes()].append(number)
    pairs = {pair for members in buckets.values() for pair in _pairs(members)}
    return ((pages[one][0], pages[other][0]) for one, other in sorted(pairs))


def _pairs(members: list[int]) -> Iterator[tuple[int, int]]:
    yield from combinations(members[:CROWD], 2)
    yield from ((members[0], other) for other in islice(members, CROWD, None))


def _signature(ids: Hashes) -> Hashes:
    mixed = ids[None, :] * _ODD[:, :1] + _ODD[:, 1:]
    mixed ^= mixed >> np.uint64(31)
    smallest: Hashes = mixed.min(axis=1)
    return smallest


def _share(one: Hashes, other: Hashes) -> float:
    both = np.intersect1d(one, other, assume_unique=True).size
    return float(both / (one.size + other.size - both))
