"""The settings of the library."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from configs.domain import Noun

Weight = Annotated[float, Field(ge=0, le=10)]


class LibraryWeights(Noun):
    words: Weight = Field(1.0, description="Weight of the words vector")
    grams: Weight = Field(1.5, description="Weight of the character 5-grams vector")
    dense: Weight = Field(0.0, description="Weight of the dense vector, where an embedder is set")


class LibrarySettings(Noun):
    engine: Literal["embedded", "server"] = Field(
        "embedded", description="Qdrant Edge in this process, or a Qdrant server"
    )
    url: str = Field("", description="Address of the Qdrant server, for `engine: server`")
    api_key: SecretStr | None = Field(None, description="Key of the Qdrant server (environment)")
    collection: str = Field("vraagbaak", pattern=r"^[a-z0-9_-]{1,40}$", description="Its name")
    keep_editions: int = Field(10, ge=1, le=1000, description="Editions kept for rollback")
    embedder: str = Field("", description="Folder of a sentence-transformers model; empty: none")
    query_prefix: str = Field("", description="Put before a question by that model (E5: 'query: ')")
    passage_prefix: str = Field("", description="Put before a passage by that model")
    weights: LibraryWeights = LibraryWeights()
