"""A model's folder that was tampered with, or is not whole, is found out."""

import json

import pytest

from models.catalogue import load_catalogue
from models.checking import check_folder, write_manifest
from models.domain import ModelMissing
from models.folders import card_of
from tests.models.folders import make_model

EUROLLM = load_catalogue()["eurollm-1.7b"]
SHAPE = {
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "num_key_value_heads": 8,
    "hidden_size": 2048,
}


@pytest.fixture
def eurollm(tmp_path):
    return make_model(tmp_path / "eurollm-1.7b", **SHAPE)


def found(folder, card=None, **options):
    findings = check_folder(card or card_of(folder), folder, **options)
    return {finding.what: finding.detail for finding in findings if finding.good is False}


def test_a_good_folder_passes_and_says_what_could_not_be_looked_at(eurollm):
    findings = check_folder(EUROLLM, eurollm)
    assert {finding.what: finding.good for finding in findings} == {
        "files": True,
        "no code": True,
        "no pickles": True,
        "configuration": True,
        "tokenizer": True,
        "template": True,
        "hashes": None,
    }


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(ModelMissing, match="nowhere"):
        check_folder(EUROLLM, tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors"])
def test_a_missing_file_is_named(tiny, name):
    (tiny / name).unlink()
    assert "not there" in found(tiny)["files"]


def test_a_part_of_the_weights_that_the_index_names_must_be_there(tiny):
    index = {"weight_map": {"a": "model.safetensors", "b": "model-00002-of-00002.safetensors"}}
    (tiny / "model.safetensors.index.json").write_text(json.dumps(index))
    assert found(tiny)["files"] == "not there: model-00002-of-00002.safetensors"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda content: content[:-3], "not whole"),
        (lambda content: content + b"more", "not whole"),
        (lambda content: content[:4], "not in the safetensors form"),
        (lambda content: b"\x80\x04\x95" + b"pickle" * 9, "not in the safetensors form"),
        (lambda content: b"", "not in the safetensors form"),
    ],
    ids=["cut off", "longer", "a stump", "a pickle", "empty"],
)
def test_weights_are_whole_and_really_safetensors(tiny, change, said):
    weights = tiny / "model.safetensors"
    weights.write_bytes(change(weights.read_bytes()))
    assert said in found(tiny)["files"]


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
def test_a_reference_to_code_is_refused(tiny, name):
    told = json.loads((tiny / name).read_text())
    (tiny / name).write_text(json.dumps({**told, "auto_map": {"AutoModel": "evil.Model"}}))
    assert name in found(tiny)["no code"]


@pytest.mark.parametrize("name", ["modeling.py", "deep/down/kernel.so"])
def test_code_is_refused_wherever_it_lies(tiny, name):
    (tiny / name).parent.mkdir(parents=True, exist_ok=True)
    (tiny / name).write_text("")
    assert "there is code" in found(tiny)["no code"]


@pytest.mark.parametrize("name", ["pytorch_model.bin", "optimizer.pt", "old/weights.ckpt"])
def test_pickles_are_refused(tiny, name):
    (tiny / name).parent.mkdir(parents=True, exist_ok=True)
    (tiny / name).write_bytes(b"\x80\x04")
    assert name.rsplit("/", 1)[-1] in found(tiny)["no pickles"]


def test_an_embedder_needs_no_template_and_only_the_parts_of_its_library(tiny):
    card = load_catalogue()["e5-small-trm-nl"]
    (tiny / "tokenizer_config.json").write_text("{}")
    kinds = [{"type": "sentence_transformers.models.Transformer"}]
    (tiny / "modules.json").write_text(json.dumps(kinds))
    assert found(tiny, card) == {}
    (tiny / "modules.json").write_text(json.dumps([*kinds, {"type": "evil.Pooling"}]))
    assert found(tiny, card) == {"no code": "modules.json names code of others: evil.Pooling"}


def test_another_model_than_the_card_says_is_found_out(tiny, tmp_path):
    assert "the card says layers 24" in found(tiny, EUROLLM)["configuration"]
    short = make_model(tmp_path / "short", **SHAPE, max_position_embeddings=2048)
    assert "2048 tokens, the card says 4096" in found(short, EUROLLM)["configuration"]


def test_a_template_of_another_model_is_found_out(eurollm):
    (eurollm / "chat_template.jinja").write_text(
        "{% for m in messages %}[INST]{{ m.content }}{% endfor %}"
    )
    assert "lacks <|im_start|>" in found(eurollm, EUROLLM)["template"]


@pytest.mark.parametrize(
    "template", ["{{ raise_exception('no') }}", "{% for %}", "", "{{ ''.__class__.__mro__ }}"]
)
def test_a_template_that_does_not_work_is_refused(tiny, template):
    (tiny / "chat_template.jinja").write_text(template)
    assert "template" in found(tiny)


def test_a_model_without_a_template_is_refused(tiny):
    (tiny / "tokenizer_config.json").write_text("{}")
    assert "no chat template" in found(tiny)["template"]


def test_broken_json_is_one_clear_finding(tiny):
    (tiny / "tokenizer_config.json").write_text("{")
    (tiny / "tokenizer.json").write_text("{")
    assert {"template", "tokenizer"} == set(found(tiny))


def test_hashes_hold_every_file(tiny):
    assert write_manifest(tiny) == 4
    assert "hashes" not in found(tiny)
    config = tiny / "config.json"
    config.write_text(config.read_text().replace("4096", "4095"))
    assert found(tiny)["hashes"] == "changed: config.json"
    (tiny / "extra.json").write_text("{}")
    assert found(tiny)["hashes"] == "not in SHA256SUMS: extra.json"
    config.unlink()
    (tiny / "params.json").write_text("{}")
    assert found(tiny)["hashes"] == "not there: config.json"
    assert "hashes" not in found(tiny, hashes=False)


def test_mistrals_own_form_is_known(tmp_path):
    folder = make_model(tmp_path / "mistral")
    (folder / "config.json").unlink()
    (folder / "model.safetensors").rename(folder / "consolidated.safetensors")
    told = {"n_layers": 40, "n_heads": 32, "n_kv_heads": 8, "head_dim": 128, "dim": 5120}
    (folder / "params.json").write_text(json.dumps(told))
    card = load_catalogue()["mistral-small-24b"]
    assert found(folder, card) == {"files": "not there: tekken.json"}
    (folder / "tekken.json").write_text("{}")
    assert found(folder, card) == {}
