"""What a collection of the library is made with on a server: vectors, indexes, cluster."""

from typing import Any

from qdrant_client import models

from configs.slices.library import LibraryCluster
from ingest.library.domain import DENSE, GRAMS, INTEGERS, KEYWORDS, WORDS


def collection_of(size: int, cluster: LibraryCluster) -> dict[str, Any]:
    """The arguments of `create_collection`; dense vectors have `size` numbers, 0 for none."""
    index = models.SparseIndexParams(on_disk=True) if cluster.sparse_on_disk else None
    sparse = models.SparseVectorParams(modifier=models.Modifier.IDF, index=index)
    chosen: dict[str, Any] = {
        "vectors_config": {DENSE: _dense(size, cluster)} if size else {},
        "sparse_vectors_config": {WORDS: sparse, GRAMS: sparse},
        "replication_factor": cluster.replicas,
        "write_consistency_factor": cluster.write_consistency,
        "on_disk_payload": cluster.payload_on_disk,
    }
    return chosen | ({"shard_number": cluster.shards} if cluster.shards else {})


def _dense(size: int, cluster: LibraryCluster) -> models.VectorParams:
    hnsw = models.HnswConfigDiff(
        m=cluster.hnsw_m,
        ef_construct=cluster.hnsw_ef_construct,
        on_disk=cluster.hnsw_on_disk,
    )
    return models.VectorParams(
        size=size,
        distance=models.Distance.COSINE,
        on_disk=cluster.vectors_on_disk,
        hnsw_config=hnsw,
        quantization_config=_quantisation(cluster),
    )


def _quantisation(
    cluster: LibraryCluster,
) -> models.ScalarQuantization | models.BinaryQuantization | None:
    """The small copies stay in memory: they are read for every question."""
    if cluster.quantisation == "int8":
        scalar = models.ScalarQuantizationConfig(
            type=models.ScalarType.INT8, quantile=0.99, always_ram=True
        )
        return models.ScalarQuantization(scalar=scalar)
    if cluster.quantisation == "binary":
        return models.BinaryQuantization(binary=models.BinaryQuantizationConfig(always_ram=True))
    return None


def indexes_of(cluster: LibraryCluster) -> dict[str, Any]:
    """The index of every field that conditions are put on."""
    on_disk = cluster.indexes_on_disk
    integer = models.IntegerIndexParams(
        type=models.IntegerIndexType.INTEGER, lookup=False, range=True, on_disk=on_disk
    )
    keyword = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, on_disk=on_disk)
    return dict.fromkeys(INTEGERS, integer) | dict.fromkeys(KEYWORDS, keyword)


def dense_search(cluster: LibraryCluster) -> models.SearchParams | None:
    """How dense vectors are searched: more candidates, scored again with the full vectors."""
    quantised = None
    if cluster.quantisation != "none":
        quantised = models.QuantizationSearchParams(rescore=True, oversampling=cluster.oversampling)
    if quantised is None and not cluster.search_ef:
        return None
    return models.SearchParams(hnsw_ef=cluster.search_ef or None, quantization=quantised)
