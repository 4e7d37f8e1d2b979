"""How much of what is said stands word for word in the sentences that it cites."""

from eval.measuring import Metric, Pair, Part, each
from eval.wording import words

RUN = 3
"""So many words in a row count as taken from the source; fewer may be chance."""


def _verbatim(pair: Pair) -> Part | None:
    if not pair.answers:
        return None
    taken = total = 0
    for claim in pair.given.claims:
        said = words(claim.text)
        total += len(said)
        taken += _taken(said, [words(one) for one in pair.cited(claim.cited)])
    return Part(taken, total) if total else None


def _taken(said: tuple[str, ...], sources: list[tuple[str, ...]]) -> int:
    """Words of `said` that are part of a run that stands in a source."""
    size = min(RUN, len(said))
    known = {source[at : at + size] for source in sources for at in range(len(source) - size + 1)}
    covered = {
        place
        for at in range(len(said) - size + 1)
        if said[at : at + size] in known
        for place in range(at, at + size)
    }
    return len(covered)


METRICS = (Metric("verbatim_share", each(_verbatim), better="neither"),)
