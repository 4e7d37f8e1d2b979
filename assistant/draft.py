"""The one thing that changes while a question is being answered."""

from dataclasses import dataclass, field

from assistant.domain import Claim, Completeness, Conversation, Question, Reason, Related
from configs.domain import Language
from ingest.domain import Hit


@dataclass(frozen=True)
class Sentence:
    """What the writer wrote, before anyone checked it.

    `cited` holds pairs of a hit's place in `Draft.hits` and a sentence of its passage, both from 0.
    """

    text: str
    cited: tuple[tuple[int, int], ...]
    written: bool = False
    """A model's own words, rather than the source's."""


@dataclass(frozen=True)
class Refused:
    """A sentence that was dropped, which check refused it, and why."""

    sentence: Sentence
    check: str
    reason: str


@dataclass
class Draft:
    """Read and extended by every step; nobody outside `assistant` sees it."""

    question: Question
    conversation: Conversation
    language: Language
    text: str
    """The question after screening: invisible characters gone, personal data masked."""
    search_text: str
    other_words: str = ""
    """Other words for those of `search_text`; searched with as well."""
    dutch: str = ""
    """The question in Dutch, where it was asked in another language."""
    context: str = ""
    """Words of earlier turns that the question leans on ("en voor kinderen?")."""
    edition: int | None = None
    masked: tuple[str, ...] = ()
    """Kinds of personal data that were masked."""
    hits: list[Hit] = field(default_factory=list)
    age: dict[str, float] = field(default_factory=dict)
    """What the sentences of a page lose because it is about an earlier year, by address."""
    fixed: tuple[Sentence, ...] = ()
    """The sentences of `hits` that an editor chose as the answer."""
    lever: str = ""
    """Which text of an editor answers, with its version."""
    said: str = ""
    """What an editor lets be said in place of every other text."""
    sentences: list[Sentence] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    written: list[int] = field(default_factory=list)
    """The places in `claims` of those that a model wrote."""
    numbers: dict[int, int] = field(default_factory=dict)
    """The citation number of each hit that a claim cites, in order of first use."""
    used: dict[int, list[int]] = field(default_factory=dict)
    """The sentences of each cited hit that carry claims."""
    says: Completeness | None = None
    """What the model says of the completeness of its answer."""
    fallback: str = ""
    """The text that says why the sources are quoted where a model should have written."""
    switched: bool = False
    """Whether the emergency switch keeps the model silent."""
    open_parts: list[str] = field(default_factory=list)
    """Parts of the question that no claim answers, in the asker's words."""
    unsure: bool = False
    """Whether something else that was found answers nearly as well as what is quoted."""
    closest: bool = False
    """Whether nothing answers, and what comes closest to it is quoted."""
    related: list[Related] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    message_key: str = ""
    """The text that is said in place of the one that belongs to the outcome."""
    fields: dict[str, object] = field(default_factory=dict)
    """What is filled in there."""
    offer: Reason | None = None
    model: str | None = None
    joules: float | None = None
    """What the graphics cards used to write it, where that is measured."""
    seconds: dict[str, float] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    """What was dropped, in order; `dropped` counts it by check."""
