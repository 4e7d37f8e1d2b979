"""Answer with the sources' own sentences: nothing is written that does not stand there."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.draft import Draft, Sentence
from assistant.reranking import Rerank
from assistant.writing.asking import Asking, Part
from assistant.writing.chances import Sureness, read_sureness
from assistant.writing.excerpts import CLOSE, EXPLAINING, excerpt, nearby, whole
from assistant.writing.leaning import leaning
from assistant.writing.reordering import reordered
from assistant.writing.sureness import answers, conditional, leaves_out, settles, stands_out, tells
from assistant.writing.surroundings import WEAK
from assistant.writing.terms import misspelt, words_of
from assistant.writing.weighing import Candidate, weigh
from ingest.domain import Hit

EQUAL = 0.98
"""A sentence of another page must be as good, where it is about a rule or an explanation."""
NEARLY, PLACES = 0.75, 3
"""Where no sentence surely answers, so many stretches are quoted that are nearly as good as the
best."""


@dataclass(frozen=True)
class Quoting:
    """The references-only writer: picks sentences, and says which parts stayed open."""

    asking: Asking
    sentences: int = 6
    rerank: Rerank = lambda *_: []
    """How well each sentence answers a part, 0 to 1; none leaves the order as it is."""
    sureness: Sureness = field(default_factory=read_sureness)

    def __call__(self, draft: Draft) -> list[Sentence]:
        """Sentences for every part of the question, in the order in which it asks."""
        asked = self.asking.parts(draft.text, draft.context)
        parts = leaning([mended(part, draft.hits) for part in asked], draft.hits)
        room = max(2, self.sentences // max(1, len(parts)))
        written: list[Sentence] = []
        near: list[Sentence] = []
        for part in parts:
            found = self.found(draft, part)
            chances = self.sureness(part, found, draft.hits)
            close = chances.among >= self.sureness.close
            places = self.places(part, found, draft.hits) if close else []
            if chances.among < self.sureness.shown:
                draft.open_parts.append(part.text)
                near += places
                continue
            quotes, sure = self._answer(draft, part, found, room)
            if quotes and not (sure and chances.best >= self.sureness.complete):
                draft.unsure = True
                quotes = _with_others(quotes, places)
            near += places
            written += [quote for quote in quotes if quote not in written]
        if not written and near:
            draft.open_parts, draft.closest = [], True
            return _by_page(list(dict.fromkeys(near)), draft.hits)
        return _by_page(written, draft.hits)[: self.sentences + len(parts)]

    def found(self, draft: Draft, part: Part) -> list[Candidate]:
        """Every sentence of the hits, weighed for this part, best first."""
        weighed = weigh(part, draft.hits, draft.age, self.asking.kind)
        return reordered(part, weighed, draft.hits, self.rerank)

    def places(self, part: Part, found: list[Candidate], hits: list[Hit]) -> list[Sentence]:
        """What comes closest to an answer: the best sentences, and what stands around them."""
        told = _apart([one for one in found if tells(part, one)])[:PLACES]
        return [
            quote
            for one in told
            if one.score >= NEARLY * told[0].score
            for quote in nearby(one, found, hits[one.hit].passage, self.asking.continues)
        ]

    def _answer(
        self, draft: Draft, part: Part, found: list[Candidate], room: int
    ) -> tuple[list[Sentence], bool]:
        """Quotes for one part, and whether they surely answer it; `draft` is told of none."""
        good = [candidate for candidate in found if answers(part, candidate)]
        if not good:
            draft.open_parts.append(part.text)
            return [], False
        quotes = self._quotes(part, good, draft.hits, room)
        sure = stands_out(good[0], found, quotes, draft.hits) and settles(part, good[0], quotes)
        sure = sure and not leaves_out(good[0], found)
        return quotes, sure and not conditional(part, good[0], quotes, draft.hits)

    def _quotes(
        self, part: Part, found: list[Candidate], hits: list[Hit], room: int
    ) -> list[Sentence]:
        best = found[0]
        chosen: list[Sentence] = []
        for candidate in found:
            if candidate.score < CLOSE * best.score or len(chosen) >= room:
                break
            if _goes_with(part, candidate, best, hits):
                chosen += excerpt(
                    part, candidate, found, hits[candidate.hit].passage, self.asking.continues
                )
        return whole(list(dict.fromkeys(chosen)))[:room]


def mended(part: Part, hits: Iterable[Hit]) -> Part:
    """The part with likely misspellings of words that stand in the passages set right."""
    texts = [words_of(part) for hit in hits for part in (hit.passage.title, hit.passage.text)]
    missing = {
        term.stem for term in part.terms if not any(text.holds(term) > WEAK for text in texts)
    }
    if not missing:
        return part
    vocabulary = list({word for text in texts for word in text.long})
    terms = (misspelt(term, vocabulary) if term.stem in missing else term for term in part.terms)
    return replace(part, terms=tuple(terms))


def _goes_with(part: Part, candidate: Candidate, best: Candidate, hits: list[Hit]) -> bool:
    """Whether a candidate that is close to the best one is quoted beside it."""
    if hits[candidate.hit].passage.url == hits[best.hit].passage.url:
        return True
    equal = part.kind.name in EXPLAINING and candidate.score >= EQUAL * best.score
    return equal or candidate.coverage > best.coverage


def _with_others(quotes: list[Sentence], places: list[Sentence]) -> list[Sentence]:
    """The quotes, and of the best places what is not among them."""
    cited = {place for quote in quotes for place in quote.cited}
    return quotes + [other for other in places if cited.isdisjoint(other.cited)]


def _apart(found: list[Candidate]) -> list[Candidate]:
    """The best sentence of each passage."""
    best: dict[int, Candidate] = {}
    for one in found:
        best.setdefault(one.hit, one)
    return list(best.values())


def _by_page(written: list[Sentence], hits: list[Hit]) -> list[Sentence]:
    """Pages and their passages in order of first use, the sentences of a passage as they stand."""
    pages: dict[str, int] = {}
    passages: dict[int, int] = {}
    for sentence in written:
        hit = sentence.cited[0][0]
        pages.setdefault(hits[hit].passage.url, len(pages))
        passages.setdefault(hit, len(passages))

    def place(sentence: Sentence) -> tuple[int, int, int]:
        hit, span = sentence.cited[0]
        return pages[hits[hit].passage.url], passages[hit], span

    return sorted(written, key=place)
