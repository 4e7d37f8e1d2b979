"""Document frequencies: counted, added, taken off, stored, and worth what the engine says."""

from math import log

import numpy as np
import pytest

from ingest.domain import Search
from ingest.library.domain import EVERY_PASSAGE, WORDS
from ingest.library.lexicon import PIECE, Lexicon, Lexicons
from ingest.library.searching import fields_of
from models.domain import SparseVector
from models.dutch import Fields, passage_vectors, query_vectors
from tests.ingest.library.conftest import PASSPORT, SITE, WASTE

TEXTS = ["Een paspoort kost geld.", "Het paspoort is klaar.", "Grofvuil ophalen."]


def counted(texts):
    return Lexicon.of(passage_vectors(Fields(text=text)) for text in texts)


def same(one, other):
    return one.passages == other.passages and all(
        np.array_equal(mine.ids, its.ids) and np.array_equal(mine.counts, its.counts)
        for mine, its in ((one.words, other.words), (one.grams, other.grams))
    )


def test_rare_and_unknown_words_weigh_more():
    lexicon = counted(TEXTS)
    weights = [
        lexicon.weight(WORDS, query_vectors(word)[0]) for word in ("paspoort", "grofvuil", "zebra")
    ]
    assert weights == pytest.approx([log(1 + (3 - n + 0.5) / (n + 0.5)) for n in (2, 1, 0)])


def test_how_rare_the_words_of_a_question_are():
    lexicon = counted(TEXTS)
    paspoort, zebra, both = (
        lexicon.rarity(query_vectors(text)[0]) for text in ("paspoort", "zebra", "paspoort zebra")
    )
    assert zebra == pytest.approx(1)
    assert 0 < paspoort < 1
    assert both == pytest.approx(1 + paspoort)
    assert lexicon.knows(query_vectors("paspoort zebra")[0])
    assert not lexicon.knows(query_vectors("zebra")[0])
    assert Lexicon().rarity(query_vectors("paspoort")[0]) == pytest.approx(1)


def test_adding_and_taking_off():
    both = counted(TEXTS[:2]).plus([counted(TEXTS[2:])])
    assert same(both, counted(TEXTS))
    assert same(both.plus([counted(TEXTS[:1])], sign=-1), counted(TEXTS[1:]))
    assert counted(TEXTS[:1]).plus([counted(TEXTS)], sign=-1).passages == 0


def test_stored_and_read_back():
    lexicon = counted(TEXTS)
    assert same(Lexicon.read(lexicon.pieces()), lexicon)
    assert Lexicon.read([]) is None
    assert Lexicon.read(["bm9uc2Vuc2U="]) is None


def test_a_large_lexicon_is_stored_in_pieces():
    terms = np.random.default_rng(1).choice(2**32, size=400_000, replace=False)
    vector = SparseVector(indices=tuple(terms.tolist()), values=(1.0,) * len(terms))
    lexicon = Lexicon.of([(vector, vector)])
    pieces = list(lexicon.pieces())
    assert len(pieces) > 1
    assert max(map(len, pieces)) == PIECE
    assert same(Lexicon.read(pieces), lexicon)
    assert Lexicon.read(pieces[:1]) is None


def test_a_lost_lexicon_is_counted_again(library):
    with library.writing("gemeente") as writing:
        writing.put(SITE)
        writing.publish()
    library.forget(WASTE.url)
    engine = library._engine
    state = library._shelf.state()
    stored = Lexicons(engine).get(state.stamp, state.pieces)
    assert stored.passages == len(SITE) - 1
    assert same(stored, Lexicons(engine).count(EVERY_PASSAGE))
    engine.amend("lexicon-1", {"stamp": 0})
    assert same(stored, Lexicons(engine).get(state.stamp, state.pieces))


def test_a_passage_that_holds_all_of_the_question_scores_what_the_lexicon_says(embedded):
    """The engine's score and the lexicon's sum follow one formula."""
    library = embedded.open(weights={"words": 1.0, "grams": 0.0})
    with library.writing("gemeente") as writing:
        writing.put(SITE)
        writing.publish()

    [hit] = library.find(Search(text="paspoort"))
    [wanted] = query_vectors("paspoort")[0].indices

    vector = passage_vectors(fields_of(PASSPORT))[0]
    weight = dict(zip(vector.indices, vector.values, strict=True))[wanted]
    assert hit.score == pytest.approx(weight / 2.2, rel=1e-4)
