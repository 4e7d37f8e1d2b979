"""A source whose review is overdue warns first, and later rests: it is not cited any more."""

from datetime import UTC, date, datetime, timedelta

import pytest

from configs.domain import Audience
from ingest.domain import Passage, Search, Source, Span
from ingest.library.library import open_library
from ingest.review import Resting, Standing, refusal, rests_from, standing
from ingest.sources import SourceList
from tests.ingest.sites import text_about

TODAY = datetime.now(UTC).date()


def a_source(**changes):
    fields = {"name": "gemeente", "owner": "X", "start": ("https://a.nl/",)}
    return Source(**{**fields, "review_by": date(2026, 6, 30), **changes})


@pytest.mark.parametrize(
    ("today", "stands"),
    [
        ("2026-05-01", Standing.APPROVED),
        ("2026-05-31", Standing.SOON),
        ("2026-06-30", Standing.SOON),
        ("2026-07-01", Standing.OVERDUE),
        ("2026-07-30", Standing.OVERDUE),
        ("2026-07-31", Standing.RESTS),
    ],
)
def test_it_warns_for_the_days_of_grace_and_then_rests(today, stands):
    source = a_source()
    assert standing(source, date.fromisoformat(today), 30) is stands
    assert rests_from(source, 30) == date(2026, 7, 31)
    assert bool(refusal(source, date.fromisoformat(today), 30)) == (stands is Standing.RESTS)


def test_a_change_of_the_list_counts_and_a_broken_list_leaves_what_was_known(tmp_path):
    now = [0.0]
    file = tmp_path / "bron.yaml"
    text = "name: gemeente\nowner: X\nreview_by: {}\nstart: [https://a.nl/]\n"
    file.write_text(text.format("2090-01-01"))
    resting = Resting(SourceList(file, clock=lambda: now[0]), 30)
    assert resting() == frozenset()
    file.write_text(text.format("2020-01-01"))
    assert resting() == frozenset(), "the files are not read for every question"
    now[0] += 31
    assert resting() == {"gemeente"}
    file.write_text("{")
    now[0] += 31
    assert resting() == {"gemeente"}


@pytest.fixture
def written(tmp_path, settings):
    """Writes the one source file; gives settings that read it."""
    file = tmp_path / "bron.yaml"

    def write(review_by, more=""):
        file.write_text(
            f"name: gemeente\nowner: X\nreview_by: {review_by}\nstart: [https://a.nl/]\n{more}"
        )
        ingest = settings.ingest.model_copy(update={"sources": file})
        return settings.model_copy(update={"ingest": ingest})

    return write


def put(library):
    text = text_about("een paspoort")[0]
    passage = Passage(
        source="gemeente",
        owner="X",
        audience=Audience.PUBLIC,
        authority=1.0,
        url="https://a.nl/paspoort",
        title="Paspoort",
        text=text,
        sentences=(Span(start=0, end=len(text)),),
        read_at=datetime.now(UTC),
    )
    with library.writing("gemeente") as writing:
        writing.put([passage])
        writing.publish()


def test_a_source_that_rests_is_not_cited_without_any_sync_and_comes_back(written):
    """Only the date passes, or a person moves it: nobody runs a sync."""
    fresh = TODAY + timedelta(days=200)
    library = open_library(written(fresh))
    put(library)
    assert library.find(Search(text="paspoort"))
    library.close()

    library = open_library(written(TODAY - timedelta(days=100)))
    assert library.find(Search(text="paspoort")) == []
    assert library.find(Search(text="paspoort", edition=1)), "what was answered can be replayed"
    assert library.holdings("gemeente"), "nothing was erased"
    library.close()

    library = open_library(written(TODAY - timedelta(days=80)))
    assert library.find(Search(text="paspoort")), "overdue only warns"
    library.close()

    library = open_library(written(fresh, "proposed: true\n"))
    assert library.find(Search(text="paspoort")) == [], "a proposal is not cited"
    library.close()
