"""Let a model have its say in which sentence answers best."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.likening import Lift
from assistant.writing.asking import Part
from assistant.writing.weighing import Candidate
from ingest.domain import Hit

READ = 24
"""Of so many of the best sentences the model says how well they answer."""


def reordered(
    part: Part,
    found: list[Candidate],
    hits: Sequence[Hit],
    lift: Lift,
) -> list[Candidate]:
    """The candidates, best first, after `lift` read the best of them with title and lead.

    Those that it did not read stay behind: nothing is known that would lift them.
    """
    read = found[:READ]
    gains = lift(part.text, [_told(one, hits) for one in read])
    if not gains:
        return found
    pairs = zip(read, gains, strict=True)
    lifted = [replace(one, score=one.score + gain) for one, gain in pairs]
    return sorted(lifted, key=lambda one: -one.score) + found[READ:]


def _told(candidate: Candidate, hits: Sequence[Hit]) -> str:
    passage = hits[candidate.hit].passage
    lead = passage.sentences[candidate.span].lead
    trail = [passage.title, *passage.headings[-1:], lead]
    return "\n".join([*filter(None, trail), passage.sentence(candidate.span)])
