"""Answer with the sources' own sentences: nothing is written that does not stand there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.draft import Draft, Sentence
from assistant.reranking import Rerank
from assistant.writing.asking import Asking, Part
from assistant.writing.excerpts import CLOSE, EXPLAINING, excerpt, stretch
from assistant.writing.reordering import reordered
from assistant.writing.sureness import answers, comes_near, settles, stands_out, touches
from assistant.writing.surroundings import WEAK
from assistant.writing.terms import misspelt, words_of
from assistant.writing.weighing import Candidate, weigh
from ingest.domain import Hit

EQUAL = 0.98
"""A sentence of another page must be as good, where it is about a rule or an explanation."""


NEARLY, PLACES = 0.85, 2
"""Where nothing answers, so many stretches are quoted that are nearly as good as the best."""


@dataclass(frozen=True)
class Quoting:
    """The references-only writer: picks sentences, and says which parts stayed open."""

    asking: Asking
    sentences: int = 6
    rerank: Rerank = lambda *_: []
    """How well each sentence answers a part, 0 to 1; none leaves the order as it is."""

    def __call__(self, draft: Draft) -> list[Sentence]:
        """Sentences for every part of the question, in the order in which it asks."""
        parts = [_mended(part, draft.hits) for part in self.asking.parts(draft.text, draft.context)]
        room = max(2, self.sentences // max(1, len(parts)))
        written: list[Sentence] = []
        best: list[Candidate] = []
        for part in parts:
            weighed = weigh(part, draft.hits, draft.age, self.asking.kind)
            found = reordered(part, weighed, draft.hits, self.rerank)
            best += _apart([one for one in found if comes_near(part, one)])
            quotes = self._answer(draft, part, found, room)
            written += [quote for quote in quotes if quote not in written]
        if not written and best:
            draft.open_parts, draft.closest = [], True
            return _by_page(self._closest(best, draft.hits), draft.hits)
        return _by_page(written, draft.hits)[: self.sentences + len(parts)]

    def _answer(
        self, draft: Draft, part: Part, found: list[Candidate], room: int
    ) -> list[Sentence]:
        """Quotes for one part; `draft` is told what they leave open."""
        sure = [candidate for candidate in found if answers(part, candidate)]
        near = [candidate for candidate in found if touches(part, candidate)]
        quotes = self._quotes(part, sure or near, draft.hits, room)
        if not quotes:
            draft.open_parts.append(part.text)
        elif not sure:
            draft.open_parts += near[0].lacking
        else:
            clear = stands_out(sure[0], found, quotes, draft.hits) and settles(part, sure[0])
            draft.unsure |= not clear
        return quotes

    def _quotes(
        self, part: Part, found: list[Candidate], hits: list[Hit], room: int
    ) -> list[Sentence]:
        if not found:
            return []
        best = found[0]
        chosen: list[Sentence] = []
        for candidate in found:
            if candidate.score < CLOSE * best.score or len(chosen) >= room:
                break
            if _goes_with(part, candidate, best, hits):
                chosen += excerpt(
                    part, candidate, found, hits[candidate.hit].passage, self.asking.continues
                )
        return list(dict.fromkeys(chosen))[:room]

    def _closest(self, best: list[Candidate], hits: list[Hit]) -> list[Sentence]:
        """What comes closest to an answer: the best sentences, and what stands around them."""
        found = [one for one in best if one.score >= NEARLY * best[0].score][:PLACES]
        quoted = [
            quote
            for one in found
            for quote in stretch(hits[one.hit].passage, one.hit, one.span, self.asking.continues)
        ]
        return list(dict.fromkeys(quoted))


def _mended(part: Part, hits: Iterable[Hit]) -> Part:
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
