"""Dense vectors from a sentence-transformers model in a local folder; never from the network."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import file_digest, sha256
from operator import mul
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from models.domain import Embedder, ModelMissing
from models.loading import sentence_transformer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32
ASKED = 64
"""Questions whose vectors stay known: one question is searched with more than once. No more than
are asked at the same time: nobody's words are kept longer than they are needed."""
APART = (
    ("Wat kost een paspoort?", "De kat ligt in de zon te slapen."),
    ("Wanneer wordt het afval opgehaald?", "Bij een ellips is de som van de afstanden gelijk."),
    ("Hoe vraag ik bijstand aan?", "De schaatser won goud op de tien kilometer."),
    ("Mag ik een boom kappen?", "Klop de eieren los en voeg de bloem toe."),
    ("Waar kan ik stemmen?", "De trein uit Parijs heeft een kwartier vertraging."),
)
"""Questions and texts of which none has to do with any other."""
MOST = 0.95
"""A floor above this would leave nothing to tell texts apart by."""
PARTS = {".json", ".safetensors", ".txt", ".model"}
"""Endings of the files that a model is made of: configuration, weights, vocabulary."""
SETTING = "VRAAGBAAK_LIBRARY__EMBEDDER"


def load_embedder(folder: Path, query_prefix: str = "", passage_prefix: str = "") -> Embedder:
    """The model in `folder`, whose weights must be safetensors.

    Raises `ModelMissing` when the folder or the package is absent, `ModelError` when the model
    cannot be loaded.
    """
    if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelMissing(
            f"{SETTING}: there is no sentence-transformers model in the folder {folder}. Put its "
            "files there, or leave the setting empty to search without an embedder."
        )
    model = sentence_transformer(folder, SETTING)
    return _SentenceEmbedder(model, _digest(folder), query_prefix, passage_prefix)


class _SentenceEmbedder:
    """An `Embedder` on sentence-transformers."""

    def __init__(
        self, model: "SentenceTransformer", digest: str, query_prefix: str, passage_prefix: str
    ) -> None:
        self._model = model
        self._query_prefix, self._passage_prefix = query_prefix, passage_prefix
        self._asked = lru_cache(maxsize=ASKED)(self._question)
        self.size = len(self.query("a"))
        self.floor = self._floor()
        prefixes = sha256(f"{query_prefix}\0{passage_prefix}".encode()).hexdigest()
        self.fingerprint = f"{digest[:16]}-{prefixes[:8]}"

    def passages(self, texts: Sequence[str]) -> list[list[float]]:
        return self._encode([self._passage_prefix + text for text in texts])

    def query(self, text: str) -> list[float]:
        return list(self._asked(text))

    def _question(self, text: str) -> tuple[float, ...]:
        return tuple(self._encode([self._query_prefix + text])[0])

    def _floor(self) -> float:
        asked = [self.query(question) for question, _ in APART]
        told = self.passages([text for _, text in APART])
        cosines = [float(sum(map(mul, one, other))) for one in asked for other in told]
        return min(MOST, max(0.0, fmean(cosines)))

    def _encode(self, texts: list[str]) -> list[list[float]]:
        vectors = self._model.encode(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return [[float(number) for number in vector] for vector in vectors]


def _digest(folder: Path) -> str:
    """SHA-256 over the names and the content of the model's files."""
    whole = sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in PARTS:
            with file.open("rb") as content:
                part = file_digest(content, "sha256").hexdigest()
            whole.update(f"{file.relative_to(folder).as_posix()} {part}\n".encode())
    return whole.hexdigest()
