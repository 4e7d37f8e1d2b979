"""A reranker puts what was found in a better order, or leaves it when it is too slow."""

import logging

import pytest

from assistant.domain import Conversation, Question
from assistant.draft import Draft
from assistant.reranking import Reranking, open_reranking
from assistant.steps.retrieve import Retrieve
from assistant.writing.asking import Asking
from assistant.writing.quote import Quoting
from configs.domain import Language
from configs.slices.answering import AnsweringSettings
from models.domain import ModelMissing, ModelSlow
from tests.passages import hits, passage

FIRST = passage("Een paspoort kost € 88,25.", url="https://w.example/een/")
SECOND = passage("Voor spoed betaalt u € 60,40 extra.", url="https://w.example/twee/")


class Spoed:
    """Finds that what is about haste answers best."""

    def scores(self, question, texts, patience):
        return [0.9 if "spoed" in text.lower() else 0.1 for text in texts]


class Slow:
    def scores(self, question, texts, patience):
        raise ModelSlow(f"{patience} s")


def drafted(found, rerank, **fields):
    text = "Wat kost een paspoort?"
    draft = Draft(Question(text=text), Conversation(id="c"), Language.NL, text, text, **fields)
    Retrieve(
        find=lambda search: found,
        show=lambda *_: [],
        edition=lambda: 1,
        now=lambda text: False,
        rerank=rerank,
    )(draft)
    return draft


def urls(draft):
    return [hit.passage.url for hit in draft.hits]


def test_the_best_answer_comes_first_and_keeps_its_relevance():
    draft = drafted(hits(FIRST, SECOND), Reranking(Spoed(), 1))
    assert urls(draft) == [SECOND.url, FIRST.url]
    assert [hit.score for hit in draft.hits] == [0.9, 0.1]
    assert draft.hits[0].relevance == hits(SECOND)[0].relevance


def test_authority_counts_still():
    weighty = FIRST.model_copy(update={"authority": 2.0})
    equal = Reranking(type("Equal", (), {"scores": lambda *_: [0.5, 0.5]})(), 1)
    assert urls(drafted(hits(SECOND, weighty), equal)) == [weighty.url, SECOND.url]


def test_the_order_stays_when_the_model_is_too_slow(caplog):
    with caplog.at_level(logging.WARNING):
        draft = drafted(hits(FIRST, SECOND), Reranking(Slow(), 1))
    assert urls(draft) == [FIRST.url, SECOND.url]
    assert "order stays" in caplog.text


def test_a_sentence_that_the_model_prefers_is_quoted_first():
    found = hits(passage("Een paspoort kost € 88,25.", "Een paspoort met spoed kost € 148,65."))
    text = "Wat kost een paspoort?"

    def first(rerank):
        draft = Draft(Question(text=text), Conversation(id="c"), Language.NL, text, text)
        draft.hits = found
        return Quoting(Asking(), sentences=2, rerank=rerank)(draft)[0].text

    plain, reranked = first(lambda *_: []), first(Reranking(Spoed(), 1))
    assert "148,65" not in plain
    assert "88,25" in plain
    assert first(Reranking(Slow(), 1)) == plain
    assert reranked


def test_a_folder_without_a_model_is_said_at_the_start(tmp_path):
    with pytest.raises(ModelMissing, match="RERANKER"):
        open_reranking(AnsweringSettings(reranker=str(tmp_path)))


def test_without_a_folder_nothing_is_loaded():
    assert open_reranking(AnsweringSettings())("Wat kost het?", ["x"]) == []
