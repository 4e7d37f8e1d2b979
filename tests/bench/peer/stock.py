"""llama-index as its documentation starts with it; runs in an environment of its own.

`python stock.py FOLDER QUESTIONS OUT`: reads the folder, answers the questions, writes JSON. Knows
nothing of our code. An embedding model would have to be fetched, so the dense vectors are latent
semantic analysis (Deerwester et al. 1990) of the same texts; BM25 stands beside it, as a retriever
of llama-index's own, in English, which is its default, and with a Dutch stemmer.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import Stemmer
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.qdrant import QdrantVectorStore
from pydantic import PrivateAttr
from qdrant_client import QdrantClient
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer

DIMENSIONS, NODES, PAGES = 256, 40, 10


class Latent(BaseEmbedding):
    """Latent semantic analysis as an embedding of llama-index."""

    _model: Pipeline = PrivateAttr()

    def __init__(self, texts: list[str]) -> None:
        """Learn it from these texts."""
        super().__init__(model_name="lsa", embed_batch_size=256)
        size = min(DIMENSIONS, len(texts) - 1)
        self._model = make_pipeline(
            TfidfVectorizer(sublinear_tf=True, min_df=2),
            TruncatedSVD(size, random_state=7),
            Normalizer(),
        ).fit(texts)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._model.transform(texts).tolist()

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class Clock:
    """Wall and processor seconds."""

    def __init__(self) -> None:
        self._wall, self._cpu = perf_counter(), process_time()

    def read(self) -> dict[str, float]:
        """Since the start."""
        return {"wall": perf_counter() - self._wall, "cpu": process_time() - self._cpu}


def asked(retrieve: Callable[[str], Any], questions: list[dict[str, str]]) -> dict[str, Any]:
    """The pages of each question, best first, and the seconds it took."""
    found, seconds, clock = {}, [], Clock()
    for question in questions:
        started = perf_counter()
        nodes = retrieve(question["query"])
        seconds.append(perf_counter() - started)
        names = [node.node.metadata["file_name"] for node in nodes]
        found[question["id"]] = list(dict.fromkeys(names))[:PAGES]
    return {"found": found, "seconds": seconds, "cpu": clock.read()["cpu"] / len(questions)}


def dense(nodes: list[TextNode], asking: list[dict[str, str]]) -> dict[str, Any]:
    """Vectors in Qdrant's local mode."""
    embedding = Latent([node.get_content() for node in nodes])
    with tempfile.TemporaryDirectory() as place:
        client, clock = QdrantClient(path=place), Clock()
        store = QdrantVectorStore("stock", client=client)
        context = StorageContext.from_defaults(vector_store=store)
        index = VectorStoreIndex(nodes, storage_context=context, embed_model=embedding)
        indexed = clock.read()
        answers = asked(index.as_retriever(similarity_top_k=NODES).retrieve, asking)
        client.close()
    return {**answers, "index": indexed}


def bm25(nodes: list[TextNode], asking: list[dict[str, str]], **chosen: Any) -> dict[str, Any]:
    """Words, with llama-index's own retriever."""
    clock, most = Clock(), min(NODES, len(nodes))
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=most, **chosen)
    indexed = clock.read()
    return {**asked(retriever.retrieve, asking), "index": indexed}


def main(folder: str, questions: str, out: str) -> None:
    """Index, ask, write."""
    lines = Path(questions).read_text(encoding="utf-8").splitlines()
    asking = [json.loads(line) for line in lines]
    clock = Clock()
    documents = SimpleDirectoryReader(folder, recursive=True).load_data()
    nodes = SentenceSplitter().get_nodes_from_documents(documents)
    result = {
        "split": clock.read(),
        "nodes": len(nodes),
        "dense": dense(nodes, asking),
        "bm25": bm25(nodes, asking),
        "bm25_dutch": bm25(nodes, asking, stemmer=Stemmer.Stemmer("dutch"), language="nl"),
    }
    Path(out).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
