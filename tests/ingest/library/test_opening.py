"""An embedder gets the prefixes of its card, unless others are set."""

import shutil

import pytest

from configs.settings import load_settings
from ingest.library.opening import embedder_of
from tests.models.test_embedding import model_folder

__all__ = ["model_folder"]


@pytest.fixture
def named(model_folder, tmp_path):
    """The tiny model in a folder of this name; gives the fingerprint of the embedder made of it."""

    def fingerprint(name, **settings):
        folder = tmp_path / name
        if not folder.exists():
            shutil.copytree(model_folder, folder)
        chosen = load_settings("demo", library={"embedder": str(folder), **settings})
        made = embedder_of(chosen)
        assert made is not None
        return made.fingerprint

    return fingerprint


def test_the_name_of_a_card_brings_its_prefixes(named):
    as_told = {"query_prefix": "query: ", "passage_prefix": "passage: "}
    assert named("e5-small-trm-nl") == named("mine", **as_told)
    assert named("e5-small-trm-nl") != named("mine")


def test_what_is_set_comes_first(named):
    own = {"query_prefix": "vraag: "}
    assert named("e5-small-trm-nl", **own) == named("mine", **own)


def test_without_an_embedder_there_is_none():
    assert embedder_of(load_settings("demo")) is None
