"""How likely it is that a library answers a question, judged by the best that it found.

Three signs, none of which needs the text of a passage. Their weights are learned, not laid down
(`configs/rules/evidence.yaml`, by `python -m tests.untouched.evidence`):

* the *relevance* (share, 0 to 1): what the passage scores of all that the question could score;
* what is *matched*: that share of the summed inverse document frequency of the question's words
  (Robertson & Spärck Jones 1976; the engine's formula), in words that the library does not have.
  Half of two words is soon reached by chance, half of ten is not;
* how *strange* the question is: the mean of these frequencies, 1 where the library has none of its
  words, nor others for them. It is the average-IDF predictor of query performance (Hauff 2010),
  read the other way round: there a rare word helps, here a word that nobody wrote is a sign of
  another subject.

A question's length by itself decides nothing. Other predictors (the share of words that are known
at all, coverage by the best passages, their coincidence, the spread of scores) added nothing.
"""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from configs.domain import Noun
from configs.files import ROOT, read_yaml
from ingest.domain import Hit


class Evidence(Noun):
    """A logistic model: the weight of each sign, and of none."""

    always: float
    relevance: float
    matched: float
    strange: float

    @property
    def mark(self) -> str:
        """Changes with the weights: lines drawn by others can't be compared."""
        return sha256(self.model_dump_json().encode()).hexdigest()[:16]

    def of(self, relevance: float, matched: float, strange: float) -> float:
        """The log-odds; higher is likelier."""
        told = self.relevance * relevance + self.matched * matched
        return self.always + told + self.strange * strange

    def best(self, hits: Iterable[Hit]) -> float:
        """That of the best hit; without any as if nothing at all was matched."""
        each = (self.of(hit.relevance, hit.matched, hit.strange) for hit in hits)
        return max(each, default=self.of(0.0, 0.0, 1.0))


@cache
def read_evidence() -> Evidence:
    """The weights as they were learned."""
    return Evidence(**read_yaml(ROOT / "rules" / "evidence.yaml"))
