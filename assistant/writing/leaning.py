"""Parts of a question that take their subject from the part before them."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.writing.asking import Part
from assistant.writing.surroundings import WEAK
from assistant.writing.terms import words_of
from ingest.domain import Hit


def leaning(parts: Sequence[Part], hits: Sequence[Hit]) -> list[Part]:
    """The parts; one that is a mere verb is about what was asked before it.

    Not where a page is about that very verb: `en waar kan ik parkeren?`
    """
    titles = [words_of(hit.passage.title) for hit in hits]
    found: list[Part] = []
    for part in parts:
        named = any(title.holds(term) > WEAK for title in titles for term in part.subject)
        if found and part.bare and not named:
            known = {term.stem for term in part.terms}
            more = [term for term in found[-1].subject if term.stem not in known]
            part = replace(part, terms=(*part.terms, *more))
        found.append(part)
    return found
