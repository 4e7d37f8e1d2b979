"""llama-index can ask the library."""

from ingest.domain import Search
from ingest.library.retriever import LibraryRetriever
from tests.ingest.library.conftest import SITE, passage


def test_nodes_carry_the_text_and_where_it_stands(library):
    fee = passage("leges", "Het kost € 83,87.", headings=("Paspoort", "Kosten"), anchor="kosten")
    with library.writing("gemeente") as writing:
        writing.put([*SITE, fee])
        writing.publish()
    nodes = LibraryRetriever(library, Search(text="", limit=2)).retrieve("kosten van leges")
    assert 1 <= len(nodes) <= 2
    assert nodes[0].node.get_content() == fee.text
    assert nodes[0].node.metadata == {
        "url": fee.url,
        "title": fee.title,
        "headings": ["Paspoort", "Kosten"],
        "anchor": "kosten",
    }
    assert 0 < nodes[0].score <= 1
