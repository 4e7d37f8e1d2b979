"""What a person makes of an answer: lines that stay checked claims, and words of their own.

A line stays a claim only where it is a claim as it was made, or a whole sentence of the source that
it cites. Whatever else was written is a person's, and never shown as checked.
"""

import re
from typing import NamedTuple

from assistant.domain import Answer, Claim, Completeness
from ingest.domain import CELL

_NUMBERS = re.compile(r"((?:\s*\[\d{1,3}\])+)\s*$")


class Edited(NamedTuple):
    """`answer` None: nothing of it is a claim any more."""

    answer: Answer | None
    words: str


def lines_of(answer: Answer) -> str:
    """The claims to be edited: one per line, with the numbers of their sources after it."""
    return "\n".join(
        f"{_flat(claim.text)} {''.join(f'[{number}]' for number in claim.cited)}"
        for claim in answer.claims
    )


def draft_of(answer: Answer) -> str:
    """An answer as text to be edited and sent by a person: its words, then its links."""
    said = [claim.text for claim in answer.claims] or [answer.message]
    links = [f"{one.title}: {one.link}" for one in answer.citations]
    return "\n".join((*map(_flat, said), *([""] if links else []), *links))


def read_edited(answer: Answer, text: str) -> Edited:
    """Take the edited lines apart."""
    claims: list[tuple[Claim, bool]] = []
    words: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if claim := _claim(answer, line):
            claims.append(claim)
        else:
            words.append(_NUMBERS.sub("", line).strip())
    return Edited(_kept(answer, claims), "\n".join(filter(None, words)))


def _claim(answer: Answer, line: str) -> tuple[Claim, bool] | None:
    """The line as a claim, and whether a model wrote it."""
    found = _NUMBERS.search(line)
    if found is None:
        return None
    text = line[: found.start()].strip()
    cited = tuple(dict.fromkeys(int(one) for one in re.findall(r"\d+", found[1])))
    for place, claim in enumerate(answer.claims):
        if _flat(claim.text) == text and set(claim.cited) == set(cited):
            return claim, place in answer.written
    quoted = {
        _flat(sentence): sentence
        for citation in answer.citations
        if citation.number in cited
        for sentence in citation.sentences
    }
    known = {citation.number for citation in answer.citations}
    if text in quoted and len(cited) == 1 and set(cited) <= known:
        return Claim(text=quoted[text], cited=cited), False
    return None


def _kept(answer: Answer, claims: list[tuple[Claim, bool]]) -> Answer | None:
    """The answer with these claims alone, and the sources that they cite."""
    if not claims:
        return None
    cited = {number for claim, _ in claims for number in claim.cited}
    fewer = {claim.text for claim in answer.claims} - {claim.text for claim, _ in claims}
    return Answer.model_validate(
        answer.model_dump()
        | {
            "claims": [claim for claim, _ in claims],
            "written": [place for place, (_, written) in enumerate(claims) if written],
            "citations": [one for one in answer.citations if one.number in cited],
            "completeness": Completeness.PARTIAL if fewer else answer.completeness,
        }
    )


def _flat(text: str) -> str:
    """As staff see it: on one line, with a sign between the cells of a row."""
    return " ".join(text.replace(CELL, " \u00b7 ").split())
