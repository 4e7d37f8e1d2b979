"""The settings of the library."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from configs.domain import Noun

Weight = Annotated[float, Field(ge=0, le=10)]


class LibraryWeights(Noun):
    words: Weight = Field(1.0, description="Weight of the words vector")
    grams: Weight = Field(1.0, description="Weight of the character 5-grams vector")
    dense: Weight = Field(0.0, description="Weight of the dense vector, where an embedder is set")
    others: Weight = Field(0.25, description="Weight of synonyms beside the question's own words")
    enough: Weight = Field(
        0.65, description="Relevance from which on own words are enough; below half: all synonyms"
    )


class LibraryCluster(Noun):
    """How a collection is made on a Qdrant server; it counts when one is made or rebuilt."""

    shards: int = Field(0, ge=0, le=1000, description="Shards of a collection; 0: the server's own")
    replicas: int = Field(1, ge=1, le=20, description="Copies of each shard, on different nodes")
    write_consistency: int = Field(
        1, ge=1, le=20, description="Copies that must have a write before it counts"
    )
    quantisation: Literal["none", "int8", "binary"] = Field(
        "none", description="Small copies of the dense vectors to search in: none, int8 or binary"
    )
    oversampling: float = Field(
        2.0, ge=1, le=10, description="Candidates per hit that are scored again in full, with those"
    )
    vectors_on_disk: bool = Field(False, description="Keep the full dense vectors on disk")
    sparse_on_disk: bool = Field(False, description="Keep the index of words and 5-grams on disk")
    payload_on_disk: bool = Field(True, description="Keep the passages themselves on disk")
    indexes_on_disk: bool = Field(False, description="Keep the indexes of their fields on disk")
    hnsw_m: int = Field(16, ge=4, le=128, description="Links of a dense vector in its graph")
    hnsw_ef_construct: int = Field(
        100, ge=10, le=1000, description="Neighbours looked at when that graph is made"
    )
    hnsw_on_disk: bool = Field(False, description="Keep that graph on disk")
    search_ef: int = Field(
        0, ge=0, le=10_000, description="Neighbours looked at in a search; 0: the server's own"
    )


class LibrarySettings(Noun):
    engine: Literal["embedded", "server"] = Field(
        "embedded", description="Qdrant Edge in this process, or a Qdrant server"
    )
    url: str = Field("", description="Address of the Qdrant server, for `engine: server`")
    api_key: SecretStr | None = Field(None, description="Key of the Qdrant server (environment)")
    collection: str = Field("vraagbaak", pattern=r"^[a-z0-9_-]{1,40}$", description="Its name")
    keep_editions: int = Field(10, ge=1, le=1000, description="Editions kept for rollback")
    keep_days: int = Field(
        0, ge=0, le=36_500, description="Days that a replaced edition is kept; 0: no limit"
    )
    grace: float = Field(
        24.0, ge=0, le=8760, description="Hours that the old collection stays after a rebuild"
    )
    embedder: str = Field("", description="Folder of a sentence-transformers model; empty: none")
    query_prefix: str = Field(
        "", description="Put before a question by it; no prefix set: as its card says"
    )
    passage_prefix: str = Field("", description="Put before a passage by it")
    weights: LibraryWeights = LibraryWeights()
    cluster: LibraryCluster = LibraryCluster()
