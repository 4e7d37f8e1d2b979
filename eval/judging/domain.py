"""The nouns of judging: the three things that a model or a person says about an answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from eval.domain import Kept

Says = Literal["yes", "no", "unsure"]
Aspect = Literal["correct", "complete", "grounded"]
ASPECTS: tuple[Aspect, ...] = ("correct", "complete", "grounded")
"""Is what it says right, does it answer all that was asked, do the cited sentences carry it?"""


class Reading(Kept):
    """What a judge made of an answer once; `sentence` counts from 1, 0 is none in particular."""

    correct: Says
    complete: Says
    grounded: Says
    sentence: Annotated[int, Field(ge=0)] = 0

    def says(self, aspect: Aspect) -> Says:
        """About one of the three."""
        found: Says = getattr(self, aspect)
        return found


class Opinion(Kept):
    """An answer read twice, the second time with everything in the opposite order.

    Only what was said both times counts (Zheng et al. 2023, arXiv 2306.05685, section 3.4).
    """

    case: str
    first: Reading
    swapped: Reading
    pointed: str = ""
    """The sentence of the answer that both readings point to."""

    def says(self, aspect: Aspect) -> Says:
        """What it said twice; `unsure` where the order decided."""
        one, other = self.first.says(aspect), self.swapped.says(aspect)
        return one if one == other else "unsure"

    def agrees(self, aspect: Aspect) -> bool:
        """Whether it said the same twice."""
        return self.first.says(aspect) == self.swapped.says(aspect)


class Judge(Kept):
    """Which model judged by which prompt; `prompt` is the digest of all its words.

    `problem` says why it did not judge (all).
    """

    model: str
    url: str = ""
    prompt: str
    started_at: datetime
    problem: str = ""


class Label(Kept):
    """What one person says about one answer; `run` is the folder below the run, `.` itself."""

    run: str = "."
    case: str
    says: Mapping[Aspect, Says]
    at: datetime
