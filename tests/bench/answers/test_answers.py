"""The same cases for everybody, a dash for what can't be had, and what became of the drafts."""

import pytest

from configs.settings import load_settings
from eval.domain import Given, Said, Score
from eval.scoring import Scores
from tests.bench.answers.asking import Asked, Way
from tests.bench.answers.corpus import SHARED, cases
from tests.bench.answers.plotting import drawn
from tests.bench.answers.reporting import Part, markdown, written

RIGHT = Score(metric="right_page", value=0.5, low=0.25, high=0.75, count=8)


@pytest.fixture
def part(tmp_path):
    settings = load_settings("demo", data=tmp_path)
    scores = Scores(name="rijksoverheid", endpoint="assistant", scores=(RIGHT,))
    asked = Asked("rijksoverheid", 8, (scores, None), ((), ()))
    ways = (Way("quotes", "assistant", settings), Way("closed book", "chat", settings))
    return Part("Two ways", "How to read it.", ways, [asked])


def test_a_way_that_could_not_be_asked_leaves_a_dash(part):
    assert part.rows == [("rijksoverheid", "8", "right_page", "50.0% [25.0%, 75.0%]", "-")]


def test_the_page_says_how_to_read_it_and_shows_its_picture(part):
    page = markdown("3 pages", [part], "report.svg")
    assert "How to read it." in page
    assert "| rijksoverheid | 8 | right_page | 50.0% [25.0%, 75.0%] | - |" in page
    assert "](report.svg)" in page
    assert "](" not in markdown("3 pages", [part], "")


def test_the_picture_has_a_point_for_each_figure_and_a_key_for_each_way(part):
    picture = drawn(part)
    assert "rijksoverheid (8): right_page" in picture
    assert picture.count("<circle") == 2 + 1


def test_what_became_of_the_drafts_is_counted():
    own = Said(text="Het kost € 5.", cited=(1,), written=True)
    quote = Said(text="Het duurt een week.", cited=(1,))
    answers = (
        Given(case="a", claims=(own, quote), dropped={"facts": 1}, written_tokens=9),
        Given(case="b", claims=(quote,), dropped={"support": 2}, written_tokens=9),
        Given(case="c", written_tokens=3),
        Given(case="d"),
    )
    told = written([Asked("rijksoverheid", 4, (), (answers,))], 0)
    assert "began 3 answers of 4" in told
    assert "Of its 4 lines 3 were dropped and 1 shown" in told
    assert "1 answers hold a line of its own, 1 fell back to quotes alone, 1 ended" in told


@pytest.mark.real
def test_a_sample_is_the_same_each_time_and_asks_no_case_twice():
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is absent; put the Dutch corpora and questions there.")
    once, again = cases("rijksoverheid", 12), cases("rijksoverheid", 12)
    assert once.cases == again.cases
    assert len({case.id for case in once.cases}) == 12
    assert len(cases("amsterdam", 40).cases) == 10
