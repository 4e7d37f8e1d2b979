"""With an embedder, a passage without a word of the question can be found."""

import pytest

from configs.slices.library import LibraryWeights
from ingest.domain import LibraryMismatch, Search
from ingest.library.embedded import EmbeddedEngine
from ingest.library.library import Library
from ingest.library.server import ServerEngine
from tests.ingest.library.conftest import PARKING, PASSPORT, WASTE


class Topics:
    """An embedder that knows three topics; a real one is tested in tests/models."""

    size = 3
    fingerprint = "topics"
    floor = 0.0
    _words = (("paspoort", "reisdocument"), ("grofvuil", "bankstel"), ("parkeer", "auto"))

    def passages(self, texts):
        return [self.query(text) for text in texts]

    def query(self, text):
        found = [float(any(word in text.lower() for word in words)) for words in self._words]
        length = sum(found) ** 0.5 or 1.0
        return [one / length for one in found]


@pytest.fixture(params=["embedded", "local"])
def engine(request, tmp_path):
    folder = tmp_path / "library"
    made = (
        EmbeddedEngine(folder)
        if request.param == "embedded"
        else ServerEngine(str(folder), "vraagbaak")
    )
    yield made
    made.close()


def filled(engine, dense):
    library = Library(engine, LibraryWeights(dense=dense), Topics())
    with library.writing("gemeente") as writing:
        writing.put([PASSPORT, WASTE, PARKING])
        writing.publish()
    return library


def test_meaning_is_found_without_a_shared_word(engine):
    best = filled(engine, dense=1.0).find(Search(text="Waar laat ik mijn oude bankstel?"))[0]
    assert best.passage == WASTE
    assert 0 < best.relevance < 1


class Narrow(Topics):
    """As many real ones: no cosine is low, so what has nothing to do with the question has 0.8."""

    floor = 0.8

    def query(self, text):
        return [0.8**0.5, *((0.2**0.5) * one for one in super().query(text))]

    size = 4


def test_a_cosine_counts_from_the_embedders_floor_on(engine):
    library = Library(engine, LibraryWeights(dense=1.0), Narrow())
    with library.writing("gemeente") as writing:
        writing.put([PASSPORT, WASTE, PARKING])
        writing.publish()
    best, *others = library.find(Search(text="Waar laat ik mijn oude bankstel?"))
    assert best.passage == WASTE
    assert all(hit.relevance < 0.1 for hit in others)
    assert best.relevance > 0.3


def test_with_weight_zero_the_embedder_does_not_count(engine):
    assert filled(engine, dense=0.0).find(Search(text="bankstel")) == []


def test_vectors_come_back_with_a_rollback(engine):
    library = filled(engine, dense=1.0)
    with library.writing("gemeente") as writing:
        writing.end([WASTE.id])
        writing.publish()
    library.rollback()
    with library.writing("rijk") as writing:
        writing.publish()
    assert library.find(Search(text="bankstel"))[0].passage == WASTE


def test_another_embedder_is_refused(engine):
    filled(engine, dense=1.0)
    with pytest.raises(LibraryMismatch, match="VRAAGBAAK_LIBRARY__EMBEDDER"):
        Library(engine, LibraryWeights())
