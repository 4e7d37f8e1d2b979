"""Ask the untouched questions, and count what their askers got.

What a good answer must quote stands in the files as digests of its words, since the texts are not
ours to ship: a list of groups, of each of which one alternative must be quoted.
"""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel

from assistant.domain import Answer, Completeness
from tests.assistant.town import ask

HERE = Path(__file__).parent


class Snippet(BaseModel):
    """So many words, and the digest of them in lower case with one space between."""

    words: int
    digest: str

    @classmethod
    def of(cls, text: str) -> "Snippet":
        found = _words(text)
        return cls(words=len(found), digest=_digest(found))


class Asked(BaseModel):
    """`seen`: it was looked at while the rules were made; the others were only counted."""

    id: str
    question: str
    answerable: bool
    must: list[list[Snippet]]
    seen: bool


def questions(name: str) -> list[Asked]:
    """The questions to one body of text."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Asked.model_validate_json(line) for line in lines]


def counted(service, asked: list[Asked]) -> Counter[str]:
    """How many questions got what; see `verdict`."""
    return Counter(verdict(one, ask(service, one.question)) for one in asked)


def verdict(asked: Asked, answer: Answer) -> str:
    """What the asker got.

    *right*: all that is needed, called complete; *shown*: all that is needed, with a reserve;
    *half*: some of it; *refused*: nothing; *beside*: something else, with a reserve; *wrong*:
    something else, called complete.
    """
    complete = answer.completeness is Completeness.COMPLETE
    if not answer.claims:
        return "refused" if asked.answerable else "rightly refused"
    if not asked.answerable:
        return "answered the unanswerable" if complete else "reserve on the unanswerable"
    words = _words(" ".join(claim.text for claim in answer.claims))
    quoted = [any(_stands(snippet, words) for snippet in group) for group in asked.must]
    found, reserved = ("right", "shown") if all(quoted) else ("wrong", "beside")
    return "half" if any(quoted) and not all(quoted) else found if complete else reserved


def _stands(snippet: Snippet, words: list[str]) -> bool:
    starts = range(len(words) - snippet.words + 1)
    return any(_digest(words[at : at + snippet.words]) == snippet.digest for at in starts)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _digest(words: list[str]) -> str:
    return sha256(" ".join(words).encode()).hexdigest()[:16]
