"""A real vLLM server per shape of model; all tests here need `make test-vllm`."""

import pytest

from tests.vllm.environment import problem
from tests.vllm.servers import MODEL, make_model, vllm


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """Makes a model of a shape, in a folder of its own."""
    if reason := problem():
        pytest.skip(reason)
    return lambda shape: make_model(tmp_path_factory.mktemp("models") / shape, shape)


@pytest.fixture(scope="session")
def eurollm(tmp_path_factory):
    """The server that most tests share, and that `python -m models serve` starts.

    A test that breaks it puts it right again.
    """
    if reason := problem():
        pytest.skip(reason)
    place = tmp_path_factory.mktemp("eurollm")
    folder = make_model(place / MODEL, "eurollm")
    with vllm(folder, place / "log", door=True) as server:
        yield server
