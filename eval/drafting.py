"""Draft cases from a library: what its pages ask and answer themselves, for a person to approve."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from configs.domain import Language
from configs.files import ROOT, read_yaml
from eval.domain import Case
from ingest.domain import CELL, BlockKind, Passage
from models.facts import FactKind, facts

SPOKEN = frozenset(language.value for language in Language)
SPECIFIC = frozenset(FactKind) - {FactKind.NUMBER}
"""Facts that make an answer right or wrong by themselves."""
FEWEST, MOST = 3, 30
"""Words of a sentence that can pass for a question."""
TARIFF = "tariff"


def drafts(passages: Iterable[Passage]) -> list[Case]:
    """A case for each question that a page answers itself, and for each row with an amount.

    Every one is marked as a draft, and has its gold page and gold sentence.
    """
    found: dict[str, Case] = {}
    ordered = sorted(passages, key=lambda one: (one.url, one.place))
    titles: set[str] = set()
    for passage in ordered:
        if passage.language in SPOKEN:
            for case in _of(passage, first=passage.url not in titles):
                found.setdefault(case.question.lower(), case)
            titles.add(passage.url)
    return list(found.values())


def _of(passage: Passage, *, first: bool) -> Iterator[Case]:
    """The questions in the title, the heading and the text of a passage, and its tariffs."""
    lines = [passage.sentence(number) for number in range(len(passage.sentences))]
    answers = [line for line in lines if not _asks(line)]
    heading = passage.headings[-1] if passage.headings else ""
    if _asks(heading) and answers:
        yield _case(passage, heading, answers[0], "heading")
    if first and _asks(passage.title) and answers:
        yield _case(passage, passage.title, answers[0], "title")
    for number, line in enumerate(lines[:-1]):
        if _asked(passage, line) and not _asks(lines[number + 1]):
            yield _case(passage, line, lines[number + 1], "faq")
    for number, span in enumerate(passage.sentences):
        if span.kind is BlockKind.ROW and (asked := _cost(passage, lines[number], span.lead)):
            yield _case(passage, asked, lines[number], TARIFF)


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?") and FEWEST <= len(text.split()) <= MOST


def _asked(passage: Passage, text: str) -> bool:
    """Whether a sentence of a text is a resident's question, and not the page speaking."""
    return _asks(text) and re.search(_forms()[passage.language]["asks"], text) is not None


def _cost(passage: Passage, row: str, lead: str) -> str:
    """What a row with an amount answers; empty where it has none, or nothing that it is for."""
    what, *others = row.split(CELL)
    priced = [place for place, cell in enumerate(others, 1) if _amounts(cell)]
    if not priced or not any(sign.isalpha() for sign in what):
        return ""
    heads = lead.split(CELL)
    head = heads[priced[0]].strip() if priced[0] < len(heads) else ""
    forms = _forms()[passage.language]
    key = "amount" if head and not re.search(forms["price"], head) else "cost"
    small = what[:1].lower() + what[1:] if what[1:2].islower() else what
    return str(forms[key]).format(what=small.strip(), head=head.lower(), title=passage.title)


def _amounts(text: str) -> list[str]:
    return [text[one.start : one.end] for one in facts(text) if one.kind is FactKind.AMOUNT]


def _stated(answer: str, tag: str) -> list[str]:
    """The facts that make the answer right: of a row the amounts behind what they are for."""
    if tag == TARIFF:
        return [amount for cell in answer.split(CELL)[1:] for amount in _amounts(cell)]
    return [answer[one.start : one.end] for one in facts(answer) if one.kind in SPECIFIC]


def _case(passage: Passage, question: str, answer: str, tag: str) -> Case:
    name = sha256(f"{passage.url} {question}".encode()).hexdigest()[:10]
    return Case(
        id=f"draft-{name}",
        question=question.strip(),
        language=Language(passage.language),
        audience=passage.audience,
        urls=(passage.url,),
        sentences=(answer,),
        facts=tuple(dict.fromkeys(_stated(answer, tag))) or (answer,),
        tags=("made", tag),
        draft=True,
    )


@cache
def _forms() -> dict[str, Any]:
    return read_yaml(ROOT / "rules" / "drafting.yaml")
