"""What shows that a library answers a question, whatever its length and the library's size."""

import pytest

from ingest.domain import Search
from ingest.library.evidence import Evidence, read_evidence
from tests.ingest.library.conftest import SITE

EVIDENCE = read_evidence()


def best(library, text, **more):
    return EVIDENCE.best(library.find(Search(text=text, **more)))


@pytest.fixture
def site(library):
    with library.writing("gemeente") as writing:
        writing.put(SITE)
        writing.publish()
    return library


def test_more_relevance_and_more_matched_are_more_evidence_and_strange_words_are_less():
    assert EVIDENCE.of(0.8, 2.0, 0.5) > EVIDENCE.of(0.3, 2.0, 0.5)
    assert EVIDENCE.of(0.8, 2.0, 0.5) > EVIDENCE.of(0.8, 0.5, 0.5)
    assert EVIDENCE.of(0.8, 2.0, 0.5) > EVIDENCE.of(0.8, 2.0, 1.0)


def test_nothing_found_is_the_least_evidence():
    assert EVIDENCE.best([]) == EVIDENCE.of(0.0, 0.0, 1.0) < EVIDENCE.of(0.1, 0.1, 0.9)


def test_the_mark_changes_with_the_weights():
    other = EVIDENCE.model_copy(update={"always": EVIDENCE.always + 0.1})
    assert other.mark != EVIDENCE.mark == Evidence(**EVIDENCE.model_dump()).mark


def test_a_question_in_words_of_the_library_is_less_strange(site):
    (known, *_) = site.find(Search(text="Wat kost een paspoort?"))
    (half, *_) = site.find(Search(text="Wat kost een paspoort voor een zebravink?"))
    assert known.strange < half.strange < 1
    assert known.matched == pytest.approx(half.matched, rel=0.5)
    assert best(site, "Wat kost een paspoort?") > best(site, "paspoort voor een zebravink")


def test_a_word_that_the_library_has_another_for_is_not_strange(site):
    plain = Search(text="reisdocument", also="paspoort")
    named = plain.model_copy(update={"named": (("reisdocument", "paspoort"),)})
    foreign = plain.model_copy(update={"named": (("reisdocument", "zebravink"),)})
    assert site.find(plain)[0].strange == pytest.approx(1.0)
    assert site.find(named)[0].strange == 0
    assert site.find(foreign)[0].strange == pytest.approx(1.0)
