"""The chances that what was found answers are learned, and said of what is seen."""

import numpy as np
import pytest

from assistant.writing.asking import Asking
from assistant.writing.chances import FEATURES, read_sureness
from assistant.writing.weighing import weigh
from tests.passages import hits, passage
from tests.untouched.training import Row, chances, learn

ASKING = Asking()
PASSPORT = passage("Een paspoort kost € 88,25.", "U betaalt met pin.", title="Paspoort aanvragen")
BINS = passage("Zet de container aan de weg.", title="Afval", url="https://w.example/afval/")


def said(question, *passages, relevance):
    near = {"relevance": relevance, "matched": 2.5 * relevance}  # as the library says
    found = [hit.model_copy(update=near) for hit in hits(*passages)]
    part = ASKING.parts(question)[0]
    return read_sureness()(part, weigh(part, found, {}, ASKING.kind), found)


def test_a_sentence_that_answers_has_a_better_chance_than_one_beside_the_point():
    good = said("Wat kost een paspoort?", PASSPORT, BINS, relevance=0.8)
    bad = said("Wat kost een zwemles?", PASSPORT, BINS, relevance=0.1)
    sureness = read_sureness()
    assert good.best >= sureness.complete
    assert good.among >= sureness.shown > bad.among
    assert bad.best < sureness.complete


def test_nothing_found_has_no_chance():
    assert said("Wat kost een paspoort?", relevance=0.8).among == 0


@pytest.mark.parametrize("model", [read_sureness().best, read_sureness().among])
def test_every_feature_has_its_coefficient(model):
    assert set(model) == {"always", *FEATURES}


def test_learning_finds_what_tells_right_from_wrong():
    def row(near, right):
        seen = tuple(near if name == "near" else 0.5 for name in FEATURES)
        return Row("x", seen, right, right)

    rows = [row(near / 100, near >= 60) for near in range(100)] * 4
    plain = np.array([one.seen for one in rows])
    model = learn(plain, [one.best for one in rows], [1.0] * len(rows))
    assert model["near"] > 0
    likely, unlikely = chances(model, [row(0.95, True), row(0.1, False)])
    assert likely > 0.8
    assert unlikely < 0.2
