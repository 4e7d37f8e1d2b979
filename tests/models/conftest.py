"""A tiny model, and a small SentencePiece model trained here."""

import io
import re
from pathlib import Path

import pytest

from tests.models.folders import make_model

SITE = Path(__file__).parents[2] / "configs/demo/site"


@pytest.fixture
def tiny(tmp_path):
    return make_model(tmp_path / "tiny")


@pytest.fixture(scope="session")
def dutch_lines():
    """Sentences of the demo municipality."""
    pages = [page.read_text(encoding="utf-8") for page in sorted(SITE.glob("*/index.html"))]
    texts = [re.sub(r"<[^>]+>|\s+", " ", page) for page in pages]
    return [
        line.strip() for text in texts for line in re.split(r"(?<=[.!?]) ", text) if line.strip()
    ]


@pytest.fixture(scope="session")
def train(dutch_lines):
    """Train a SentencePiece model as Teuken's maker did, but small; gives its bytes."""
    sentencepiece = pytest.importorskip("sentencepiece", reason="install vraagbaak[serving]")

    def train(**changes):
        made = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            **{
                "sentence_iterator": iter(dutch_lines),
                "model_writer": made,
                "vocab_size": 900,
                "model_type": "unigram",
                "byte_fallback": True,
                "normalization_rule_name": "nfkc",
                "pad_id": 3,
                "num_threads": 1,
                "minloglevel": 2,
                **changes,
            }
        )
        return made.getvalue()

    return train


@pytest.fixture(scope="session")
def pieces(train):
    return train(control_symbols="<eod>")
