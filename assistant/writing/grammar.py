"""The form of a written answer: the grammar that holds a model to it, and reading its lines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.domain import Completeness
from assistant.draft import Sentence

ENDS = {
    "= VOLLEDIG": Completeness.COMPLETE,
    "= ONVOLLEDIG": Completeness.PARTIAL,
    "= GEEN": Completeness.NONE,
}
"""The last line of an answer: what the writer says of its completeness."""
LINES, CITED = 8, 4
"""Most lines of an answer, and most sentences that one line may cite."""
LONGEST, WORDS = 500, 350
"""Characters of the longest line, and of the sentence in it."""
UNWANTED = r"\x00-\x1f\x7f-\x9f\[\]<>{}|`*#\\"
"""Control characters, and signs of mark-up, templates and citations: no sentence needs them."""
_LINE = re.compile(rf"((?:\[\d{{1,3}}\.\d{{1,3}}\])+) ([^{UNWANTED}]+)")
_CITED = re.compile(r"\[(\d+)\.(\d+)\]")


@dataclass(frozen=True)
class Shown:
    """A passage as the model sees it: the hit's place in the draft, and its shown sentences."""

    hit: int
    sentences: int


Offer = Mapping[int, Shown]
"""The passages that a model sees, by their number in the prompt."""


def grammar(offer: Offer) -> str:
    """EBNF for xgrammar: lines that cite only the sentences that were shown, then one ending."""
    numbers = " | ".join(
        f'"{number}." ({_any(str(place) for place in range(1, shown.sentences + 1))})'
        for number, shown in offer.items()
    )
    none = next(end for end, said in ENDS.items() if said is Completeness.NONE)
    return "\n".join(
        (
            f'root ::= "{none}" | line{{1,{LINES}}} ({_any(end for end in ENDS if end != none)})',
            f'line ::= cite{{1,{CITED}}} " " sentence "\\n"',
            'cite ::= "[" number "]"',
            f"number ::= {numbers}",
            f"sentence ::= [^{UNWANTED}=\\- ] [^{UNWANTED}]{{1,{WORDS}}}",
        )
    )


def _any(words: Iterable[str]) -> str:
    return " | ".join(f'"{word}"' for word in words)


def read(line: str, offer: Offer) -> Sentence | Completeness:
    """What a finished line says: a sentence, or the completeness.

    A line in another form becomes a sentence without a citation, and one that cites what was not
    shown points nowhere, so that the checks drop and count both.
    """
    if line in ENDS:
        return ENDS[line]
    form = _LINE.fullmatch(line)
    if form is None:
        return Sentence(line, (), written=True)
    cited = [_place(int(passage), int(place), offer) for passage, place in _CITED.findall(form[1])]
    return Sentence(" ".join(form[2].split()), tuple(dict.fromkeys(cited)), written=True)


def _place(passage: int, place: int, offer: Offer) -> tuple[int, int]:
    shown = offer.get(passage)
    return (shown.hit, place - 1) if shown and 1 <= place <= shown.sentences else (-1, -1)


class Lines:
    """Turns pieces of text into finished lines; `rest` is what has no end yet."""

    def __init__(self) -> None:
        self.rest = ""

    def feed(self, piece: str) -> list[str]:
        """The lines that this piece finished, without empty ones."""
        *finished, self.rest = f"{self.rest}{piece}".split("\n")
        return [line.strip() for line in finished if line.strip()]
