"""The library as a llama-index retriever."""

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from ingest.domain import Hit, Search
from ingest.library.library import Library


class LibraryRetriever(BaseRetriever):  # type: ignore[misc]  # it comes without types
    """Nodes with the text of a passage; the score is the relevance, 0 to 1.

    `search` says how to search; its text is replaced by the question.
    """

    def __init__(self, library: Library, search: Search | None = None) -> None:
        super().__init__()
        self._library = library
        self._search = search or Search(text="")

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        search = self._search.model_copy(update={"text": query_bundle.query_str})
        return [_node(hit) for hit in self._library.find(search)]


def _node(hit: Hit) -> NodeWithScore:
    passage = hit.passage
    metadata = {
        "url": passage.url,
        "title": passage.title,
        "headings": list(passage.headings),
        "anchor": passage.anchor,
    }
    node = TextNode(id_=passage.id, text=passage.text, metadata=metadata)
    return NodeWithScore(node=node, score=hit.relevance)
