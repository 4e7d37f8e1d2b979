"""What a judge is asked, in two orders, and how what it writes is read."""

from hashlib import sha256

from pydantic import ValidationError

from assistant.neutral import neutral
from configs.domain import Language
from configs.prompts import read_prompt
from eval.judging.domain import Opinion, Reading
from eval.measuring import Pair
from models.domain import ChatCut, Message, Prompt

GRAMMAR = """root ::= "{\\"sentence\\": " number ", \\"grounded\\": " says ", \\"correct\\": " says ", \\"complete\\": " says "}"
number ::= [0-9] | [1-9] [0-9]
says ::= "\\"yes\\"" | "\\"no\\"" | "\\"unsure\\""
"""  # noqa: E501 - a rule of the grammar is one line
TOKENS = 80
LAYOUT = "1"
"""Raise it when the order or the names of the sections change."""
QUESTION, SOURCES, EXPECTED, ANSWER = "QUESTION", "SOURCES", "EXPECTED", "ANSWER"


def digest() -> str:
    """Which prompt this is: of the rules in every language, the grammar and the layout."""
    texts = [read_prompt("judge", language) for language in Language]
    return sha256("\0".join([*texts, GRAMMAR, LAYOUT]).encode()).hexdigest()[:16]


def prompts(pair: Pair) -> tuple[Prompt, Prompt]:
    """The same answer twice: the sources first and in order, the answer first and the rest back."""
    parts = [
        (QUESTION, [*pair.case.conversation, pair.case.question]),
        (SOURCES, _sources(pair)),
        (EXPECTED, [*pair.case.sentences, *(f"= {fact}" for fact in pair.case.facts)]),
        (ANSWER, [f"({n}) {claim.text}" for n, claim in enumerate(pair.given.claims, 1)]),
    ]
    back = [(name, lines if name in {QUESTION, ANSWER} else lines[::-1]) for name, lines in parts]
    return _prompt(pair, parts), _prompt(pair, [back[0], *back[:0:-1]])


def read(text: str) -> Reading:
    """What the judge wrote. Raises `ChatCut` where it is not in the form that was asked."""
    try:
        return Reading.model_validate_json(text)
    except ValidationError as error:
        raise ChatCut(f"The judge wrote no verdict, but: {text[:80]!r}.") from error


def opinion(pair: Pair, first: Reading, swapped: Reading) -> Opinion:
    """Both readings, and the sentence that they agree on."""
    at = first.sentence if first.sentence == swapped.sentence else 0
    known = 0 < at <= len(pair.given.claims)
    pointed = pair.given.claims[at - 1].text if known else ""
    return Opinion(case=pair.case.id, first=first, swapped=swapped, pointed=pointed)


def _sources(pair: Pair) -> list[str]:
    """Each cited sentence with the numbers of the answer's sentences that cite it."""
    lines = []
    for citation in pair.given.citations:
        by = [n for n, one in enumerate(pair.given.claims, 1) if citation.number in one.cited]
        numbers = ", ".join(map(str, by))
        lines += [f"({numbers}) {sentence}" for sentence in citation.sentences]
    return lines


def _prompt(pair: Pair, parts: list[tuple[str, list[str]]]) -> Prompt:
    """`neutral` keeps a text from closing its section, or from speaking for another one."""
    body = "\n\n".join(
        f"<{name}>\n" + "\n".join(neutral(line) for line in lines) + f"\n</{name}>"
        for name, lines in parts
        if lines
    )
    rules = read_prompt("judge", pair.case.language)
    return Prompt(
        messages=(Message(role="system", content=rules), Message(role="user", content=body)),
        most_tokens=TOKENS,
        grammar=GRAMMAR,
    )
