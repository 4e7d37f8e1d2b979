"""Teuken as published needs code to run; the prepared folder does not."""

import json

import pytest

from models.catalogue import load_catalogue
from models.checking import check_folder
from models.domain import ModelError, ModelRefused
from models.preparing import prepare
from models.templates import template_of
from tests.models.folders import LLAMA, safetensors

CARD = load_catalogue()["teuken-7b"]
SHAPE = {
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 2,
    "hidden_size": 4096,
}


@pytest.fixture
def published(tmp_path, pieces):
    """A folder as Teuken's maker publishes it: code, a slow tokenizer, and references to it."""
    folder = tmp_path / "published"
    folder.mkdir()
    code = {"AutoTokenizer": ["gptx_tokenizer.SPTokenizer", None]}
    (folder / "config.json").write_text(json.dumps({**LLAMA, **SHAPE, "auto_map": code}))
    (folder / "tokenizer_config.json").write_text(json.dumps({"auto_map": code}))
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": 2}))
    (folder / "gptx_tokenizer.py").write_text("raise SystemExit('code of the maker ran')\n")
    (folder / "tokenizer.model").write_bytes(pieces)
    (folder / "model.safetensors").write_bytes(safetensors())
    return folder


def wrong(findings):
    return {finding.what for finding in findings if finding.good is False}


def test_as_published_it_is_refused_and_the_remedy_named(published):
    findings = check_folder(CARD, published)
    assert {"files", "no code", "tokenizer"} <= wrong(findings)
    code = next(finding for finding in findings if finding.what == "no code")
    assert "python -m models prepare teuken-7b" in code.detail


def test_prepared_it_passes_every_check_and_the_published_folder_is_as_it_was(published, tmp_path):
    before = {file.name: file.read_bytes() for file in published.iterdir()}
    target = prepare(CARD, published, tmp_path / "models" / "teuken-7b")
    assert not wrong(check_folder(CARD, target))
    assert sorted(file.name for file in target.iterdir()) == [
        "chat_template.jinja",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    assert "auto_map" not in (target / "config.json").read_text()
    assert template_of(target).startswith("{#- Teuken")
    assert (target / "model.safetensors").stat().st_ino == (
        (published / "model.safetensors").stat().st_ino
    )
    assert before == {file.name: file.read_bytes() for file in published.iterdir()}


def test_the_library_that_vllm_uses_loads_it_without_code(published, tmp_path, pieces, dutch_lines):
    transformers = pytest.importorskip("transformers", reason="install vraagbaak[dense]")
    sentencepiece = pytest.importorskip("sentencepiece")
    target = prepare(CARD, published, tmp_path / "teuken-7b")
    tokenizer = transformers.AutoTokenizer.from_pretrained(
        str(target), local_files_only=True, trust_remote_code=False
    )
    slow = sentencepiece.SentencePieceProcessor(model_proto=pieces)
    for line in dutch_lines[:50]:
        assert tokenizer.encode(line, add_special_tokens=False) == slow.encode(line)
    assert (tokenizer.eos_token_id, tokenizer.bos_token_id) == (2, 1)
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": "Hoi"}], tokenize=False, add_generation_prompt=True
    )
    assert prompt.endswith("User: Hoi\nAssistant:")


def test_nothing_half_made_is_left_behind(published, tmp_path):
    (published / "tokenizer.model").write_bytes(b"garbage" * 20)
    with pytest.raises(ModelRefused, match="not a SentencePiece model"):
        prepare(CARD, published, tmp_path / "models" / "teuken-7b")
    assert list((tmp_path / "models").iterdir()) == []


def test_what_is_there_already_is_never_overwritten(published, tmp_path):
    (tmp_path / "teuken-7b").mkdir()
    with pytest.raises(ModelError, match="is there already"):
        prepare(CARD, published, tmp_path / "teuken-7b")


def test_a_folder_without_weights_is_refused(tmp_path):
    with pytest.raises(ModelRefused, match="no model with safetensors"):
        prepare(CARD, tmp_path / "nowhere", tmp_path / "teuken-7b")
