"""A cross-encoder in a folder; tiny ones are made here, with weights out of the blue."""

import sys

import pytest

from models.domain import ModelError, ModelMissing
from models.entailment import load_entailment

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "paspoort", "kost", "gratis", "88"]


def made(folder, labels):
    """A one-layer BERT that tells pairs of texts apart by these labels."""
    pytest.importorskip("sentence_transformers", reason="install vraagbaak[dense]")
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = Tokenizer(
        models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", WORDS.index("[CLS]")), ("[SEP]", WORDS.index("[SEP]"))],
    )
    special = {name: f"[{name[:3].upper()}]" for name in ("pad_token", "unk_token")}
    PreTrainedTokenizerFast(
        tokenizer_object=words, cls_token="[CLS]", sep_token="[SEP]", **special
    ).save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def inference(tmp_path_factory):
    """Three classes, as models for natural language inference have."""
    return made(tmp_path_factory.mktemp("nli"), ["contradiction", "entailment", "neutral"])


@pytest.mark.parametrize("labels", [["contradiction", "Entailment", "neutral"], ["score"]])
def test_every_pair_gets_a_number_from_0_to_1_that_depends_on_it(labels, tmp_path):
    model = load_entailment(made(tmp_path, labels))
    pairs = [("paspoort kost 88", "paspoort kost 88"), ("paspoort kost 88", "paspoort gratis")]
    same, other = model.scores(pairs)
    assert 0 <= same <= 1
    assert 0 <= other <= 1
    assert same != other
    assert model.scores(pairs[1:]) == pytest.approx([other], abs=1e-5)
    assert model.scores([]) == []


def test_a_model_without_a_class_for_entailment_is_refused(tmp_path):
    folder = made(tmp_path, ["negative", "positive"])
    with pytest.raises(ModelError, match=r"ENTAILMENT.*negative, positive"):
        load_entailment(folder)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelMissing, match=r"VRAAGBAAK_ANSWERING__ENTAILMENT.*nowhere"):
        load_entailment(tmp_path / "nowhere")


def test_weights_that_are_not_safetensors_are_refused(inference, tmp_path):
    for file in inference.iterdir():
        if file.suffix != ".safetensors":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_entailment(tmp_path)


def test_without_the_package_it_says_what_to_install(inference, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelMissing, match=r"vraagbaak\[dense\]"):
        load_entailment(inference)
