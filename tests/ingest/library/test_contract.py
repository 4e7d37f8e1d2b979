"""What every library promises, on the embedded engine and on a server."""

from datetime import UTC, datetime, timedelta

import pytest

from configs.domain import Audience
from ingest.domain import LibraryBusy, LibraryError, LibraryMismatch, Search
from tests.ingest.library.conftest import MONDAY, PARKING, PASSPORT, SITE, WASTE, passage


def sync(library, passages, source="gemeente", **publish):
    """Publish exactly these passages of a source, as a sync does: by set difference."""
    held = {one for ids in library.holdings(source).values() for one in ids}
    wanted = {one.id: one for one in passages}
    with library.writing(source) as writing:
        writing.put(one for key, one in wanted.items() if key not in held)
        writing.end(held - wanted.keys())
        return writing.publish(**publish)


def pages(library, text, **search):
    hits = library.find(Search(text=text, **search))
    return [hit.passage.url.rsplit("/", 1)[1] for hit in hits]


def everything(library, edition=None):
    return sorted(pages(library, "paspoort grofvuil parkeervergunning rijbewijs", edition=edition))


def test_an_empty_library_finds_nothing(library):
    assert library.published == 0
    assert library.find(Search(text="paspoort")) == []
    assert library.holdings("gemeente") == {}
    assert library.editions() == []
    assert library.sources() == {}
    assert library.count() == 0
    assert library.show("https://waterveen.example/paspoort") == []
    assert library.forget("https://waterveen.example/paspoort") == 0


def test_what_is_published_is_found_best_first(library):
    edition = sync(library, SITE, note="first")
    assert (edition.number, edition.source, edition.passages) == (1, "gemeente", 3)
    assert library.editions() == [edition]
    assert edition.note == "first"
    best = library.find(Search(text="Wat kost een paspoort?"))[0]
    assert best.passage == PASSPORT
    assert 0.5 < best.relevance <= 1
    assert library.sources() == {"gemeente": 3}
    assert library.count() == 3


def test_sources_that_are_left_out_are_not_found(library):
    sync(library, SITE)
    sync(library, [passage("afval", "Grofvuil ophalen.", source="afvaldienst")], "afvaldienst")
    assert set(pages(library, "grofvuil")) == {"grofvuil", "afval"}
    assert pages(library, "grofvuil", without=frozenset({"gemeente"})) == ["afval"]


def test_relevance_says_how_much_of_the_question_was_found(library):
    sync(library, SITE)
    full = library.find(Search(text="paspoort"))[0].relevance
    half = library.find(Search(text="paspoort voor een zebravink"))[0].relevance
    assert full > 1.5 * half
    assert library.find(Search(text="zebravink")) == []


def test_other_words_find_what_the_question_s_own_do_not(library):
    sync(library, SITE)
    assert library.find(Search(text="reisdocument")) == []
    assert pages(library, "reisdocument", also="paspoort")[0] == "paspoort"


def test_other_words_are_silent_where_the_question_s_own_find_enough(library):
    sync(library, SITE)
    plain = library.find(Search(text="Wat kost een paspoort?"))
    widened = library.find(Search(text="Wat kost een paspoort?", also="grofvuil afspraak"))
    assert [(hit.passage.id, hit.score) for hit in widened] == [
        (hit.passage.id, hit.score) for hit in plain
    ]


@pytest.mark.parametrize("text", ["", "hoe kan dat?", "🙂🙂", "***"])
def test_a_question_that_says_nothing_finds_nothing(library, text):
    sync(library, SITE)
    assert library.find(Search(text=text)) == []


def test_a_very_long_question_is_answered(library):
    sync(library, SITE)
    assert pages(library, "paspoort aanvragen voor mijn kind " * 300)[0] == "paspoort"


def test_a_typing_error_is_found_through_grams(library):
    sync(library, SITE)
    assert pages(library, "parkeervergunnning")[0] == "parkeren"


def test_internal_passages_are_for_those_who_may_see_them(library):
    secret = passage("paspoort-intern", "Een paspoort spoed.", audience=Audience.INTERNAL)
    sync(library, [*SITE, secret])
    everybody = frozenset({Audience.PUBLIC, Audience.INTERNAL})
    assert pages(library, "paspoort") == ["paspoort"]
    assert set(pages(library, "paspoort", audiences=everybody)) == {"paspoort", "paspoort-intern"}
    assert pages(library, "paspoort", audiences=frozenset()) == []


def test_only_the_asked_sources_are_searched(library):
    sync(library, SITE)
    sync(library, [passage("paspoort-rijk", "Een paspoort is geldig.", source="rijk")], "rijk")
    assert pages(library, "paspoort", sources=frozenset({"rijk"})) == ["paspoort-rijk"]
    assert len(pages(library, "paspoort")) == 2
    assert library.sources() == {"gemeente": 3, "rijk": 1}


def test_a_page_gives_no_more_passages_than_asked(library):
    many = [passage("paspoort", f"Paspoort aanvragen, stap {number}.") for number in range(80)]
    sync(library, [*many, passage("id-kaart", "Liever geen paspoort maar een identiteitskaart?")])
    found = pages(library, "paspoort aanvragen", limit=3, per_page=2)
    assert found == ["paspoort", "paspoort", "id-kaart"]
    assert len(pages(library, "paspoort aanvragen", limit=50)) == 50


def test_authority_decides_between_equals(library):
    text = "Een rijbewijs verlengt u bij de gemeente."
    less = passage("a", text, title="Rijbewijs", authority=0.5)
    more = passage("b", text, title="Rijbewijs", authority=2.0)
    sync(library, [less, more])
    assert pages(library, "rijbewijs verlengen") == ["b", "a"]


def test_a_page_is_shown_in_page_order_also_after_a_change(library):
    first, second, third = (passage("woo", f"Deel {n}.", place=n) for n in range(3))
    sync(library, [first, second, third])
    changed = passage("woo", "Deel anders.", place=1)
    sync(library, [first, changed, third])
    assert library.show(first.url) == [first, changed, third]
    assert library.show(first.url, edition=1) == [first, second, third]


def test_nothing_is_seen_before_it_is_published(library):
    sync(library, [PASSPORT])
    with library.writing("gemeente") as writing:
        writing.put([WASTE])
        writing.end([PASSPORT.id])
        assert everything(library) == ["paspoort"]
        writing.publish()
        assert everything(library) == ["grofvuil"]
        with pytest.raises(LibraryError, match="has ended"):
            writing.put([PARKING])


def test_a_writing_left_without_publishing_changes_nothing(library):
    sync(library, [PASSPORT, WASTE])
    with library.writing("gemeente") as writing:
        writing.put([PARKING])
        writing.end([PASSPORT.id])
    assert everything(library) == ["grofvuil", "paspoort"]

    def fail():
        with library.writing("gemeente") as writing:
            writing.end([PASSPORT.id])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert sync(library, [PASSPORT, WASTE, PARKING]).number == 4, "numbers are never used twice"
    assert everything(library) == ["grofvuil", "parkeren", "paspoort"]


def test_what_is_there_already_is_not_put_again(library):
    sync(library, SITE)
    with library.writing("gemeente") as writing:
        assert writing.put([*SITE, *SITE]) == 0
        assert writing.put([passage("nieuw", "Iets nieuws.")] * 2) == 1
        writing.publish()
    assert library.count() == 4


def test_old_editions_can_be_replayed(library):
    sync(library, [PASSPORT])
    sync(library, [PASSPORT, WASTE])
    sync(library, [WASTE])
    assert [everything(library, edition) for edition in (1, 2, 3)] == [
        ["paspoort"],
        ["grofvuil", "paspoort"],
        ["grofvuil"],
    ]
    with pytest.raises(LibraryError, match=r"Editions kept: 1, 2, 3\."):
        everything(library, 4)


def test_a_page_that_comes_back_is_found_again(library):
    for passages in ([PASSPORT], [], [PASSPORT]):
        sync(library, passages)
    assert [everything(library, edition) for edition in (1, 2, 3)] == [
        ["paspoort"],
        [],
        ["paspoort"],
    ]


def test_rollback_and_the_sync_after_it(place):
    library = place.open()
    sync(library, [PASSPORT, WASTE])
    sync(library, [WASTE, PARKING])
    assert everything(library) == ["grofvuil", "parkeren"]

    assert library.rollback().number == 1
    assert library.published == 1
    assert everything(library) == ["grofvuil", "paspoort"]
    library = place.reopen()
    assert set(library.holdings("gemeente")) == {PASSPORT.url, WASTE.url}

    sync(library, [WASTE, PARKING])
    assert everything(library) == ["grofvuil", "parkeren"]
    assert [everything(library, edition) for edition in (1, 2, 3)] == [
        ["grofvuil", "paspoort"],
        ["grofvuil", "parkeren"],
        ["grofvuil", "parkeren"],
    ]
    assert library.rollback().number == 1, "edition 3 was built on edition 1"


def test_rollback_lasts_when_another_source_is_synced(library):
    sync(library, [PASSPORT, WASTE])
    sync(library, [PARKING])
    library.rollback(1)
    other = passage("rijbewijs", "Een rijbewijs is geldig.", source="rijk")
    sync(library, [other], "rijk")
    expected = ["grofvuil", "paspoort", "rijbewijs"]
    assert everything(library) == expected
    assert everything(library, 2) == ["parkeren"]
    sync(library, [WASTE])
    assert everything(library) == ["grofvuil", "rijbewijs"]
    assert everything(library, 3) == expected


def test_rollback_needs_an_edition(library):
    with pytest.raises(LibraryError, match="no edition"):
        library.rollback()
    sync(library, SITE)
    with pytest.raises(LibraryError, match="no edition before the published one"):
        library.rollback()
    with pytest.raises(LibraryError, match="no edition 7"):
        library.rollback(7)


def test_forgetting_erases_a_page_from_every_edition(place):
    library = place.open()
    sync(library, SITE)
    sync(library, [WASTE])
    assert library.forget(PASSPORT.url) == 1
    assert everything(library, 1) == ["grofvuil", "parkeren"]
    assert library.show(PASSPORT.url, edition=1) == []
    assert everything(place.reopen(), 1) == ["grofvuil", "parkeren"]


def test_sweeping_keeps_the_newest_editions_whole(library):
    for passages in ([PASSPORT], [WASTE], [PARKING]):
        sync(library, passages)
    assert library.sweep(keep=2) == 1
    assert [edition.number for edition in library.editions()] == [2, 3]
    assert everything(library, 2) == ["grofvuil"]
    with pytest.raises(LibraryError, match="no edition 1"):
        everything(library, 1)


def test_sweeping_keeps_the_published_edition(library):
    for passages in ([PASSPORT], [WASTE], [PARKING]):
        sync(library, passages)
    library.rollback(1)
    assert library.sweep(keep=1) == 0
    assert everything(library) == ["paspoort"]


def test_sweeping_counts_days_from_when_an_edition_was_replaced(library):
    for passages in ([PASSPORT], [WASTE], [PARKING]):
        sync(library, passages)
    today = datetime.now(UTC)
    ages = {1: 400, 2: 100, 3: 40}
    state = library._shelf.state()
    aged = tuple(
        one.model_copy(update={"published_at": today - timedelta(days=ages[one.number])})
        for one in state.editions
    )
    library._shelf.amend(state.model_copy(update={"editions": aged}), "editions")
    assert library.sweep(keep=10, days=150) == 0, "edition 1 was replaced 100 days ago"
    assert library.sweep(keep=10, days=90) == 1
    assert [edition.number for edition in library.editions()] == [2, 3]
    assert library.sweep(keep=10, days=30) == 1, "edition 2 was replaced 40 days ago"
    assert everything(library) == ["parkeren"], "the published one stays, however old"


def test_pages_that_were_read_again_say_so(library):
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)

    def read(at, but=()):
        with library.writing("gemeente") as writing:
            writing.read_again("gemeente", at, but)
            writing.publish()

    def read_at(one, edition=None):
        return library.show(one.url, edition)[0].read_at

    sync(library, SITE)
    read(tuesday)
    assert (read_at(PASSPORT), read_at(WASTE)) == (tuesday, tuesday)
    read(wednesday, but=[WASTE.url])
    assert (read_at(PASSPORT), read_at(WASTE)) == (wednesday, tuesday)
    sync(library, [WASTE])
    read(wednesday + timedelta(days=1))
    assert read_at(PASSPORT, edition=1) == wednesday
    assert read_at(WASTE) == wednesday + timedelta(days=1)


def test_an_unchanged_source_was_read_again_without_an_edition(library):
    tuesday = MONDAY + timedelta(days=1)
    sync(library, SITE)
    before = library.published
    with library.writing("gemeente") as writing:
        writing.read_again("gemeente", tuesday, [WASTE.url])
        writing.confirm()
    assert library.published == before
    assert library.show(PASSPORT.url)[0].read_at == tuesday
    assert library.show(WASTE.url)[0].read_at < tuesday


def test_a_second_writing_must_wait(library):
    with library.writing("gemeente"):
        with pytest.raises(LibraryBusy), library.writing("rijk"):
            pass
        with pytest.raises(LibraryBusy):
            library.sweep(1)
        with pytest.raises(LibraryBusy):
            library.rollback()


def test_a_reader_cannot_write(place):
    sync(place.open(), SITE)
    place.close()
    reader = place.open(read_only=True)
    assert pages(reader, "paspoort") == ["paspoort"]
    for attempt in (lambda: reader.forget("x"), lambda: reader.sweep(1), reader.rollback):
        with pytest.raises(LibraryError, match="reading only"):
            attempt()
    with pytest.raises(LibraryError, match="reading only"), reader.writing("gemeente"):
        pass


def test_a_library_of_another_lexicon_is_refused(place, monkeypatch):
    sync(place.open(), SITE)
    place.close()
    monkeypatch.setattr("ingest.library.state.FINGERPRINT", "another")
    with pytest.raises(LibraryMismatch, match="ingest rebuild"):
        place.open()


def test_what_was_published_is_there_after_a_restart(place):
    sync(place.open(), SITE)
    library = place.reopen()
    assert pages(library, "wat kost een paspoort")[0] == "paspoort"
    assert library.editions()[0].number == library.published == 1
    before = library.find(Search(text="grofvuil ophalen paspoort"))
    sync(library, [*SITE, passage("nieuw", "Het grofvuil van de markt.")])
    assert [hit.passage for hit in before if hit.passage.url == WASTE.url] == [WASTE]
