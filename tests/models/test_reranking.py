"""A cross-encoder orders texts; a tiny one learns here which texts share a word with a question."""

import pytest

from models.domain import ModelError, ModelMissing, ModelSlow
from models.reranking import BATCH, load_reranker
from tests.models.rankers import trained


@pytest.fixture(scope="session")
def ranker(tmp_path_factory):
    pytest.importorskip("sentence_transformers", reason="install vraagbaak[dense]")
    return trained(tmp_path_factory.mktemp("ranker"))


@pytest.mark.parametrize("word", ["kosten", "afval", "bezwaar"])
def test_the_text_that_shares_the_word_scores_highest(ranker, word):
    texts = ["paspoort parkeren trouwen", f"verhuizen {word} afspraak", "afspraak trouwen paspoort"]
    scores = load_reranker(ranker).scores(word, texts, 60)
    assert scores.index(max(scores)) == 1
    assert all(0 <= score <= 1 for score in scores)


def test_many_texts_are_read_in_batches_with_the_same_scores(ranker):
    model = load_reranker(ranker)
    texts = ["paspoort", "kosten afval", "trouwen bezwaar"] * BATCH
    scores = model.scores("kosten", texts, 60)
    assert len(scores) == len(texts)
    assert scores[:3] == pytest.approx(model.scores("kosten", texts[:3], 60), abs=1e-4)
    assert model.scores("kosten", [], 60) == []


def test_who_takes_longer_than_allowed_is_stopped(ranker):
    with pytest.raises(ModelSlow, match="0 of 2 texts"):
        load_reranker(ranker).scores("kosten", ["afval", "kosten"], -1)


def test_a_model_that_tells_classes_apart_is_refused(tmp_path):
    pytest.importorskip("sentence_transformers", reason="install vraagbaak[dense]")
    with pytest.raises(ModelError, match=r"RERANKER.*3 classes"):
        load_reranker(trained(tmp_path, labels=3))


def test_an_absent_folder_is_named(tmp_path):
    with pytest.raises(ModelMissing, match=r"VRAAGBAAK_ANSWERING__RERANKER.*nowhere"):
        load_reranker(tmp_path / "nowhere")


def test_weights_that_are_not_safetensors_are_refused(ranker, tmp_path):
    for file in ranker.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_reranker(tmp_path)
