"""The model that three of the ways need: one that is served already, or a tiny one of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.vllm.environment import Unavailable, problem
from tests.vllm.servers import MODEL, make_model, vllm

NOISE = (
    "The model is one of the tests: its weights are random, so it writes noise, and a column that "
    "it writes says nothing of what a model can do. What is seen is what stands *around* it: what "
    "reaches an asker when a model knows nothing at all. Name one that is served "
    "(`--url`, `--model`) to compare answers."
)


@dataclass(frozen=True)
class Served:
    """The settings of `chat` that lead to it, and what to know of it."""

    chat: dict[str, Any]
    told: str


@contextmanager
def served(url: str, model: str, place: Path) -> Iterator[Served]:
    """The model at `url`, whose key is `VRAAGBAAK_CHAT__KEY`; without one, a tiny one made here.

    Raises `Unavailable` when vLLM is not there to serve it.
    """
    if url:
        yield Served(
            {"url": url, "model": model}, f"The model is {model or 'the one of that server'}."
        )
        return
    if why := problem():
        raise Unavailable(f"{why}, or name a server with --url.")
    place.mkdir()
    folder = make_model(place / MODEL, "eurollm")
    try:
        with vllm(folder, place / "log", door=True) as server:
            yield Served(server.settings(), NOISE)
    except RuntimeError as error:
        raise Unavailable(
            f"{error} Look for the cause above; the tests: make test-vllm."
        ) from error
