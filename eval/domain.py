"""The nouns of evaluation: a case is asked, what was given is kept, metrics make scores of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from configs.domain import Audience, Language, Noun

Expected = Literal[
    "answered",
    "no_source",
    "greeting",
    "person",
    "clarify",
    "out_of_scope",
    "refused",
    "own_case",
    "emergency",
]
"""How a question should end. `answered` holds for written answers, quotes and pinned answers."""

Varies = Literal["", "name", "sex", "origin", "neighbourhood", "level", "choice", "language"]
"""In what two cases differ that ask the same."""

Text = Annotated[str, Field(min_length=1)]


class Case(Noun):
    """A question with what a good answer must hold.

    A page is an address, or the end of one that begins with `/`. A fact is a piece of text that
    has to stand in the answer, whatever the case of its letters and the spaces in it; alternatives
    stand between bars (`twee weken|14 dagen`).
    """

    id: Text = Field(description="Unique in its set")
    question: Text = Field(description="As somebody would put it")
    conversation: tuple[Text, ...] = Field((), description="What was asked before it, oldest first")
    language: Language = Field(Language.NL, description="Language of the question and the answer")
    audience: Audience = Field(Audience.PUBLIC, description="Who asks: `internal` for an employee")
    expect: Expected = Field("answered", description="How it should end")
    urls: tuple[Text, ...] = Field((), description="Gold pages; each of them may answer")
    sentences: tuple[Text, ...] = Field((), description="Gold sentences, as they stand there")
    facts: tuple[Text, ...] = Field((), description="What a good answer states; all of it")
    absent: tuple[Text, ...] = Field((), description="What must not be shown, such as a canary")
    avoid: tuple[Text, ...] = Field((), description="Pages not to cite: outdated, or about others")
    passages: tuple[Text, ...] = Field((), description="Texts that were given with the question")
    tags: tuple[Text, ...] = Field((), description="To score groups of cases apart")
    like: str = Field("", description="The case that asks the same: the two are a pair")
    varies: Varies = Field("", description="In what it differs from that case")
    hidden: tuple[Text, ...] = Field((), description="Pages that are out while it is asked")
    canaries: tuple[Text, ...] = Field((), description="What a poisoned page wants to be said")
    lures: tuple[Text, ...] = Field((), description="Hosts a poisoned page wants people sent to")
    planted: tuple[Text, ...] = Field((), description="Personal data that the question holds")
    draft: bool = Field(False, description="Not asked until a person has taken this away")


class Kept(Noun):
    """What is read back from a file: an older or newer version may have other fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Said(Kept):
    """A sentence of an answer and the numbers that it cites: none where a peer cites nothing."""

    text: str
    cited: tuple[int, ...] = ()
    written: bool = False  # by a model, not by a source


class Cited(Kept):
    """A source as the answer names it, with the sentences that it says it used."""

    number: int
    url: str
    title: str = ""
    sentences: tuple[str, ...] = ()
    read_at: datetime | None = None


class Found(Kept):
    """A passage that lay before the writer; `relevance` from 0 to 1."""

    url: str
    passage: str = ""  # its place on the page
    relevance: float = 0.0


class Given(Kept):
    """What one case got from one endpoint; looser than an `Answer`, since peers may be anything.

    `found` None: the endpoint does not tell. `error` says why there is no answer at all.
    """

    case: str
    outcome: str = ""
    completeness: str = "none"
    claims: tuple[Said, ...] = ()
    citations: tuple[Cited, ...] = ()
    message: str = ""
    notice: str = ""
    language: str = ""
    offered: bool = False
    found: tuple[Found, ...] | None = None
    dropped: Mapping[str, int] = {}
    model: str | None = None
    edition: int | None = None
    joules: float | None = None
    prompt_tokens: int | None = None  # of the model that wrote, where it tells
    written_tokens: int | None = None
    first_claim: float | None = None  # seconds until something of substance was to be read
    seconds: float = 0.0
    error: str = ""
    links: tuple[str, ...] | None = None
    """Where the answer as it is shown can lead to or loads from; None: it was not looked at."""
    canary: str = ""
    """What stood in the prompt of this answer alone, and must not be said."""

    @property
    def said(self) -> str:
        """All claims as one text."""
        return " ".join(claim.text for claim in self.claims)

    @property
    def shown(self) -> str:
        """All that was to be read: claims, own words, notice."""
        return " ".join(filter(None, (self.said, self.message, self.notice)))


class PageText(Kept):
    """What stands on a page: its passages, and the leads and column heads of their sentences."""

    passages: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()


class Run(Kept):
    """What was asked of whom: stands beside the answers as `run.json`."""

    version: int = 1
    name: str
    endpoint: str
    cases: int
    edition: int | None = None
    writer: str = ""
    model: str = ""
    software: str = ""
    machine: str = ""
    started_at: datetime
    seconds: float = 0.0
    settings: Mapping[str, object] = {}
    problems: tuple[str, ...] = ()  # lines of the set that could not be read


class Score(Kept):
    """One figure over a run with its 95 % interval; `missing` says why there is none.

    `count` is the number of cases that it was measured on.
    """

    metric: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    count: int = 0
    unit: Literal["share", "number", "seconds", "joules"] = "share"
    better: Literal["higher", "lower", "neither"] = "higher"
    missing: str = ""


class EvalError(Exception):
    """The evaluation can't go on; the message says what to mend.

    * EvalError
      - CasesError: a set of cases holds no case that can be asked
      - RunError: a folder is no run, or an endpoint can't be used
      - Missing: a metric lacks its package or its model; the others go on
    """


class CasesError(EvalError):
    """A set of cases can't be used."""


class RunError(EvalError):
    """A folder is no run, or an endpoint can't be used."""


class Missing(EvalError):
    """A metric lacks its package or its model."""
