"""Let a reranker have its say in which sentence answers best."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.reranking import Rerank
from assistant.writing.asking import Part
from assistant.writing.weighing import Candidate
from ingest.domain import Hit

READ = 24
"""Of so many of the best sentences the model says how well they answer."""
SAY = 0.5
"""What a sentence gains that surely answers; as much as holding half of the question's words."""


def reordered(
    part: Part,
    found: list[Candidate],
    hits: Sequence[Hit],
    rerank: Rerank,
) -> list[Candidate]:
    """The candidates, best first, after `rerank` read the best of them with title and lead.

    Those that it did not read stay behind: nothing is known that would lift them.
    """
    read = found[:READ]
    scores = rerank(part.text, [_told(one, hits) for one in read])
    if not scores:
        return found
    pairs = zip(read, scores, strict=True)
    lifted = [replace(one, score=one.score + SAY * score) for one, score in pairs]
    return sorted(lifted, key=lambda one: -one.score) + found[READ:]


def _told(candidate: Candidate, hits: Sequence[Hit]) -> str:
    passage = hits[candidate.hit].passage
    lead = passage.sentences[candidate.span].lead
    trail = [passage.title, *passage.headings[-1:], lead]
    return "\n".join([*filter(None, trail), passage.sentence(candidate.span)])
