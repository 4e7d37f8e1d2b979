"""The library's embedder has its say in which sentence answers; too slow, and the order stays."""

import logging

import pytest

from assistant.domain import Conversation, Question
from assistant.draft import Draft
from assistant.likening import KNOWN, Likening, open_lift
from assistant.writing.asking import Asking
from assistant.writing.quote import Quoting
from configs.domain import Language
from configs.slices.answering import AnsweringSettings
from tests.passages import hits, passage


class Meaning:
    """Two numbers per text: what it has of `spoed`, and of all else."""

    size, fingerprint, floor = 2, "meaning", 0.0

    def __init__(self):
        self.read = []

    def passages(self, texts):
        self.read += texts
        return [self.query(text) for text in texts]

    def query(self, text):
        return [1.0, 0.0] if "spoed" in text.lower() or "vertrek" in text.lower() else [0.6, 0.8]


def test_the_most_alike_gains_nothing_and_the_others_lose_in_standard_deviations():
    lift = Likening(Meaning(), weight=0.2, patience=9)
    gains = lift("Ik vertrek", ["met spoed", "gewoon", "ook gewoon"])
    assert gains[0] == 0
    assert gains[1] == gains[2] == pytest.approx(-0.2 * 0.4 / 0.18856, rel=1e-3)


def test_sentences_that_are_all_alike_are_left_in_their_order():
    assert set(Likening(Meaning(), 0.2, 9)("spoed", ["gewoon", "ook gewoon"])) == {0.0}
    assert Likening(Meaning(), 0.2, 9)("spoed", []) == []


def test_a_sentence_is_read_once():
    embedder = Meaning()
    lift = Likening(embedder, 0.2, 9)
    first = lift("Ik vertrek", ["met spoed", "gewoon", "gewoon"])
    assert lift("Ik vertrek", ["met spoed", "gewoon", "gewoon"]) == first
    assert embedder.read == ["met spoed", "gewoon"]


def test_it_forgets_before_it_grows_without_end():
    embedder = Meaning()
    lift = Likening(embedder, 0.2, 99)
    lift("spoed", [f"zin {number}" for number in range(KNOWN)])
    assert len(lift("spoed", ["met spoed", "zin 3"])) == 2
    assert len(lift._known) < KNOWN


def test_too_slow_is_no_answer_but_what_was_read_helps_the_next(caplog):
    embedder = Meaning()
    texts = [f"zin {number}" for number in range(12)]
    lift = Likening(embedder, 0.2, patience=-1)
    with caplog.at_level(logging.WARNING):
        assert lift("spoed", texts) == []
    assert "12 sentences 0 were read" in caplog.text
    lift.patience = 9
    assert len(lift("spoed", texts)) == 12
    lift.patience = -1
    assert len(lift("vertrek", texts)) == 12


def test_what_is_meant_comes_before_what_has_the_words():
    found = hits(passage("Een paspoort kost € 88,25.", "Bij spoed betaalt u € 148,65."))
    text = "Wat kost een paspoort voor mijn vertrek?"

    draft = Draft(Question(text=text), Conversation(id="c"), Language.NL, text, text)
    draft.hits = found

    def best(lift):
        writer = Quoting(Asking(), lift=lift)
        [part] = writer.asking.parts(text)
        one = writer.found(draft, part)[0]
        return found[one.hit].passage.sentence(one.span)

    assert "88,25" in best(lambda *_: [])
    assert "148,65" in best(Likening(Meaning(), 1.0, 9))


def test_it_is_used_where_there_is_an_embedder_and_no_reranker():
    answering = AnsweringSettings()
    assert open_lift(answering, lambda *_: [], None)("spoed", ["met spoed"]) == []
    assert open_lift(answering, lambda *_: [], Meaning())("spoed", ["met spoed"]) == [0.0]
    without = answering.model_copy(update={"likeness": 0.0})
    assert open_lift(without, lambda *_: [], Meaning())("spoed", ["met spoed"]) == []
    both = answering.model_copy(update={"reranker": "a folder"})
    assert open_lift(both, lambda *_: [0.8], Meaning())("spoed", ["met spoed"]) == [0.4]
