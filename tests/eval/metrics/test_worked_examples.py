"""Figures as the papers and libraries make them, by hand and by their own rules."""

from math import log2

import ir_measures
import pytest
from hypothesis import given, strategies

from eval.domain import Cited, Found, Given, Said
from eval.measuring import Around, Pair
from eval.metrics.entailed import METRICS as ALCE
from tests.eval.building import CASE, measured, refused

WORDS = "abcdef"


def entails(text, sentence):
    return set(sentence) <= set(text)


class Letters:
    """Entails where every letter of the sentence stands in the text."""

    def scores(self, pairs):
        return [float(entails(text, sentence)) for text, sentence in pairs]


def alce(answer, docs):
    """Recall and precision of one answer, step by step as `compute_autoais` of ALCE does.

    princeton-nlp/ALCE eval.py: an out-of-range citation makes a sentence not entailed, and does
    not count as a citation; precision looks at sentences with several citations only.
    """
    entail = precise = citations = 0
    for sentence, cited in answer:
        if not cited or any(number > len(docs) for number in cited):
            continue
        citations += len(cited)
        together = entails("".join(docs[number - 1] for number in cited), sentence)
        entail += together
        if together and len(cited) > 1:
            for number in cited:
                others = "".join(docs[other - 1] for other in cited if other != number)
                alone = entails(docs[number - 1], sentence)
                precise += alone or not entails(others, sentence)
        else:
            precise += together
    return entail / len(answer), precise / citations if citations else 0


LETTERS = strategies.text(WORDS, min_size=1, max_size=3)
CITED = strategies.lists(strategies.integers(1, 5), unique=True, max_size=3).map(sorted)
DOCS = strategies.lists(LETTERS, min_size=4, max_size=4)
ANSWERS = strategies.lists(strategies.tuples(LETTERS, CITED), min_size=1, max_size=4)


@given(DOCS, ANSWERS)
def test_citation_recall_and_precision_are_those_of_alce(docs, answer):
    answered = Given(
        case="a",
        claims=tuple(Said(text=text, cited=tuple(cited)) for text, cited in answer),
        citations=tuple(
            Cited(number=number, url=f"https://x/{number}/", sentences=(text,))
            for number, text in enumerate(docs, 1)
        ),
    )
    recall, precision, _ = (
        metric.measure([Pair(CASE, answered)], Around(entailment=Letters()))[0] for metric in ALCE
    )
    assert (recall.value, precision.value) == pytest.approx(alce(answer, docs))


def test_an_example_of_the_paper_by_hand():
    """Three sentences: one needs both its citations, one over-cites, one is not supported."""
    docs = ["ab", "cd", "abe"]
    answer = [("ac", [1, 2]), ("ab", [1, 2]), ("f", [3])]
    assert alce(answer, docs) == (2 / 3, 3 / 5)


PAGES = [f"https://w/{name}/" for name in "abcdefghijkl"]


@pytest.mark.parametrize(
    ("places", "name", "expected"),
    [
        ([1], "ndcg_10", 1.0),
        ([3], "ndcg_10", 1 / log2(4)),
        ([2, 4], "ndcg_10", (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3))),
        ([12], "ndcg_10", 0.0),
        ([4], "mrr_10", 0.25),
        ([11], "mrr_10", 0.0),
        ([1, 8], "recall_1", 0.5),
        ([1, 5, 6], "recall_5", 2 / 3),
    ],
)
def test_retrieval_figures_by_hand_and_as_ir_measures_has_them(places, name, expected):
    gold = [PAGES[place - 1] for place in places]
    answer = refused(found=tuple(Found(url=url) for url in PAGES))
    case = CASE.model_copy(update={"urls": tuple(gold)})
    around = Around(holdings=frozenset(PAGES))
    assert measured(name, answer, case, around) == pytest.approx(expected)
    measure = {"ndcg_10": "nDCG@10", "mrr_10": "RR@10", "recall_1": "R@1", "recall_5": "R@5"}
    ranked = {"q": {url: float(100 - place) for place, url in enumerate(PAGES)}}
    theirs = ir_measures.calc_aggregate(
        [ir_measures.parse_measure(measure[name])], {"q": dict.fromkeys(gold, 1)}, ranked
    )
    assert list(theirs.values()) == [pytest.approx(expected)]
