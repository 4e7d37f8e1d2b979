"""Dense vectors from a model that lies in a folder; a tiny one is made here."""

import sys

import pytest

from models.domain import ModelError, ModelMissing
from models.embedding import load_embedder
from tests.remembering import remembering

WORDS = ["[UNK]", "paspoort", "reisdocument", "grofvuil", "afval", "vraag", "tekst"]


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory):
    """A StaticEmbedding model of seven words, saved as safetensors."""
    pytest.importorskip("sentence_transformers", reason="install vraagbaak[dense]")
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(
        models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(7).normal(size=(len(WORDS), 8)).astype("float32")
    weights[WORDS.index("reisdocument")] = weights[WORDS.index("paspoort")]
    folder = tmp_path_factory.mktemp("model")
    module = StaticEmbedding(tokenizer, embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu").save(str(folder), create_model_card=False)
    return folder


def cosine(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_vectors_have_length_one_and_meaning(model_folder):
    embedder = load_embedder(model_folder)
    passport, waste = embedder.passages(["reisdocument", "grofvuil"])
    assert len(passport) == embedder.size == 8
    assert cosine(passport, passport) == pytest.approx(1)
    asked = embedder.query("paspoort")
    assert cosine(asked, passport) == pytest.approx(1)
    assert cosine(asked, waste) < 0.9


def test_a_question_is_forgotten_once_enough_others_were_asked(model_folder):
    embedder = load_embedder(model_folder)
    embedder.query("paspoort voor Balthazar Zebravink")
    assert remembering("Balthazar Zebravink") == {"_SentenceEmbedder._question"}
    for number in range(64):
        embedder.query(f"afval {number}")
    assert remembering("Balthazar Zebravink") == set()


def test_the_prefixes_are_put_before_the_text(model_folder):
    plain, prefixed = load_embedder(model_folder), load_embedder(model_folder, "vraag ", "tekst ")
    assert prefixed.query("paspoort") == pytest.approx(plain.query("vraag paspoort"))
    [passage] = prefixed.passages(["paspoort"])
    assert passage == pytest.approx(plain.query("tekst paspoort"))


def test_the_fingerprint_follows_files_and_prefixes(model_folder, tmp_path):
    same = [load_embedder(model_folder).fingerprint for _ in range(2)]
    assert same[0] == same[1]
    assert load_embedder(model_folder, "vraag ").fingerprint != same[0]
    for file in model_folder.rglob("*"):
        if file.is_file():
            copy = tmp_path / file.relative_to(model_folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    assert load_embedder(tmp_path).fingerprint == same[0]
    (tmp_path / "added.json").write_text("{}")
    assert load_embedder(tmp_path).fingerprint != same[0]


def test_an_absent_folder_is_named(tmp_path):
    with pytest.raises(ModelMissing, match=r"VRAAGBAAK_LIBRARY__EMBEDDER.*nowhere"):
        load_embedder(tmp_path / "nowhere")


def test_a_missing_package_says_what_to_install(tmp_path, monkeypatch):
    (tmp_path / "modules.json").write_text("[]")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelMissing, match=r"vraagbaak\[dense\]"):
        load_embedder(tmp_path)


def test_a_broken_model_gives_one_clear_error(model_folder, tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(tmp_path)
