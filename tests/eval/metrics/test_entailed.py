"""ALCE on a worked example: what a person would say of each citation (arXiv 2305.14627)."""

import pytest

from eval.domain import Missing
from eval.measuring import Around
from eval.metrics.entailed import judge
from tests.eval.building import cited, measured, refused, said

FIRST, SECOND, BESIDE = "A kost 1 euro.", "B kost 2 euro.", "Honden mogen mee."


def entails(text, sentence):
    """Every word of the sentence stands in the text."""
    return set(sentence.lower().strip(".").split()) <= set(text.lower().replace(".", "").split())


class Words:
    def scores(self, pairs):
        return [float(entails(text, sentence)) for text, sentence in pairs]


AROUND = Around(entailment=Words())


@pytest.mark.parametrize(
    ("texts", "sentence", "recalled", "precise", "irrelevant"),
    [
        ([FIRST], "A kost 1 euro", True, 1, 0),
        ([], "A kost 1 euro", False, 0, 0),
        ([BESIDE], "A kost 1 euro", False, 0, 0),
        ([FIRST, BESIDE], "A kost 1 euro", True, 1, 1),
        ([FIRST, SECOND], "A kost 1 B 2 euro", True, 2, 0),
        ([FIRST, FIRST], "A kost 1 euro", True, 2, 0),
        ([FIRST, SECOND, BESIDE], "A kost 1 B 2 euro", True, 2, 1),
    ],
)
def test_a_sentence_is_judged_by_the_definition(texts, sentence, recalled, precise, irrelevant):
    found = judge(texts, sentence, entails)
    assert (found.recalled, found.precise, found.irrelevant) == (recalled, precise, irrelevant)


def test_right_answers_score_above_uncited_wrong_and_over_cited_ones():
    right = said(FIRST, citations=[cited(FIRST)])
    uncited = said(FIRST, citations=[])
    wrong = said(SECOND, citations=[cited(FIRST)])
    over = said(FIRST, citations=[cited(FIRST), cited(BESIDE, number=2)])
    broken = right.model_copy(update={"citations": ()})
    answers = (right, over, wrong, uncited, broken)
    table = {
        name: [measured(name, one, around=AROUND) for one in answers]
        for name in ("citation_recall", "citation_precision", "over_citation")
    }
    assert table == {
        "citation_recall": [1, 1, 0, 0, 0],
        "citation_precision": [1, 0.5, 0, 0, 0],
        "over_citation": [0, 0.5, None, None, None],
    }
    assert measured("citation_recall", refused(), around=AROUND) is None


def test_without_a_model_it_says_so():
    with pytest.raises(Missing, match="--entailment"):
        measured("citation_recall", said(FIRST), around=Around(without="give --entailment FOLDER"))
