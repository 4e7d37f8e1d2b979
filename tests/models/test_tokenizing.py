"""A SentencePiece model becomes a fast tokenizer with the very same pieces."""

import json

import pytest

from models.domain import ModelRefused
from models.tokenizing import convert, load_tokenizer, special_pieces

HARD = [
    "",
    " ",
    "  twee  spaties  ",
    "€ 83,87 per 1 januari 2026, artikel 2:15",
    "Ĳsland, één ﬁets, ½ liter ①, e\u0301e\u0301n",
    "日本 en 🙂",
    "regel\neen\ttab",
    "hard\u00a0wit",
    "▁ staat er echt",
]


@pytest.fixture(scope="session")
def sentencepiece():
    return pytest.importorskip("sentencepiece", reason="install vraagbaak[serving]")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"normalization_rule_name": "nmt_nfkc"},
        {"remove_extra_whitespaces": False},
        {"normalization_rule_name": "identity", "add_dummy_prefix": False},
    ],
    ids=["nfkc", "nmt_nfkc", "spaces kept", "identity"],
)
def test_every_text_gives_the_same_pieces_and_comes_back(
    sentencepiece, train, dutch_lines, tmp_path, changes
):
    file = tmp_path / "tokenizer.model"
    file.write_bytes(train(**changes))
    slow, fast = sentencepiece.SentencePieceProcessor(model_file=str(file)), convert(file)
    for text in [*dutch_lines[:400], *HARD]:
        ids = fast.encode(text, add_special_tokens=False).ids
        assert ids == slow.encode(text), text
        assert fast.decode(ids) == slow.decode(ids), text


def test_the_special_pieces_keep_their_numbers_and_are_left_out_of_answers(pieces, tmp_path):
    file = tmp_path / "tokenizer.model"
    file.write_bytes(pieces)
    fast = convert(file)
    told = special_pieces(file)
    assert told == {
        "bos_token": "<s>",
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
    }
    assert [fast.token_to_id(told[name]) for name in ("unk_token", "bos_token", "eos_token")] == [
        0,
        1,
        2,
    ]
    ids = fast.encode("</s>").ids
    assert ids == [2]
    assert fast.decode(ids) == ""


def test_saved_and_loaded_it_is_the_same(pieces, tmp_path):
    file = tmp_path / "tokenizer.model"
    file.write_bytes(pieces)
    convert(file).save(str(tmp_path / "tokenizer.json"))
    text = "Een paspoort kost € 83,87."
    assert load_tokenizer(tmp_path).encode(text).ids == convert(file).encode(text).ids


@pytest.mark.parametrize("content", [b"", b"garbage" * 50, b"\x80\x04pickle"])
def test_a_file_that_is_no_model_is_refused(sentencepiece, tmp_path, content):
    file = tmp_path / "tokenizer.model"
    file.write_bytes(content)
    with pytest.raises(ModelRefused, match="is not a SentencePiece model"):
        convert(file)


def test_another_kind_of_model_is_refused(train, tmp_path):
    file = tmp_path / "tokenizer.model"
    file.write_bytes(train(model_type="bpe"))
    with pytest.raises(ModelRefused, match="not a unigram model"):
        convert(file)


def test_a_broken_or_absent_fast_tokenizer_is_refused(tmp_path):
    with pytest.raises(ModelRefused, match=r"no tokenizer\.json"):
        load_tokenizer(tmp_path)
    (tmp_path / "tokenizer.json").write_text(json.dumps({"version": "1.0"}))
    with pytest.raises(ModelRefused, match="cannot be read"):
        load_tokenizer(tmp_path)
