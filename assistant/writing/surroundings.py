"""What a passage says of a question's words around its sentences: headings, title, the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.writing.asking import Part
from assistant.writing.terms import Holding, Term, words_of
from ingest.domain import Hit, Passage

HEADING, TITLE, AROUND, ASIDE, MENTION = 0.95, 0.9, 0.6, 0.25, 0.75
"""What a word is worth where it stands: in the sentence itself it is worth 1. A word that is some
page's title is worth less where another page mentions it in passing (`ASIDE`, `MENTION`)."""
WEAK = 0.5
"""Below this a text hardly holds a word."""
HELD = 0.7
"""From here on title and headings hold it."""
UNKNOWN, RARITY = 0.5, 1.0
"""How much more a word counts that none of the passages holds, and one that few of them hold."""


@dataclass(frozen=True)
class Weighed:
    """A term with its weight among these hits; `names` says that it is some page's title."""

    term: Term
    weight: float
    names: bool

    @property
    def says(self) -> bool:
        """Whether it is a word of the question itself that is not generic."""
        return self.term.weight >= 1


@dataclass(frozen=True)
class Surroundings:
    """One number per term."""

    heading: tuple[float, ...]
    beyond: tuple[float, ...]
    """In the title, or elsewhere on the page."""
    within: tuple[float, ...]
    """What a mention in a sentence is worth: less where another page is about the term; 0 where no
    sentence of the passage holds it."""

    def hold(self, terms: Sequence[Weighed]) -> bool:
        """Whether title and headings hold every word that says something."""
        pairs = zip(terms, self.heading, self.beyond, strict=True)
        return all(max(heading, beyond) >= HELD for known, heading, beyond in pairs if known.says)


def weighted(part: Part, hits: Sequence[Hit], holding: Holding) -> list[Weighed]:
    """The terms of a part, the more weighty the fewer of the hits hold them."""
    titles = [holding(words_of(hit.passage.title)) for hit in hits]
    texts = [holding(words_of(hit.passage.text)) for hit in hits]
    found = []
    for place, term in enumerate(part.terms):
        named = [title[place] > WEAK for title in titles]
        told = [text[place] > WEAK for text in texts]
        share = sum(map(max, named, told)) / max(1, len(texts))
        names = any(named)
        rare = RARITY * (1 - share) if share else UNKNOWN
        found.append(Weighed(term, term.weight * (1 + rare), names))
    return found


def surroundings(passage: Passage, terms: Sequence[Weighed], holding: Holding) -> Surroundings:
    """What a passage says of each term outside the sentence that is weighed."""
    texts = (
        " ".join(passage.headings),
        passage.title,
        passage.text,
        f"{passage.subject} {passage.opening}",
    )
    held = zip(*(holding(words_of(text)) for text in texts), strict=True)
    led = any(span.lead for span in passage.sentences)  # a lead may stand before the passage
    heading, beyond, within = [], [], []
    for known, (above, named, inside, page) in zip(terms, held, strict=True):
        elsewhere = max(inside, page)
        passing = ASIDE if known.names else AROUND
        heading.append(HEADING * above)
        beyond.append(max(TITLE * named, passing * elsewhere))
        mention = MENTION if known.names and max(above, named) < WEAK else 1.0
        within.append(mention if inside or led else 0.0)
    return Surroundings(tuple(heading), tuple(beyond), tuple(within))
