"""What is found decides whether there can be an answer at all."""

import pytest

from assistant.domain import Conversation, Outcome, Question, Turn
from assistant.draft import Draft
from assistant.steps.retrieve import Retrieve, related
from configs.domain import Audience, Language
from tests.passages import hits, passage

PASSPORT = passage("Een paspoort kost € 88,25.")
OLD = passage("Een paspoort kost € 77,85.", title="Tarieven 2024", url="https://w.example/t-2024/")
ENGLISH = passage("A passport costs € 88.25.", url="https://w.example/en/", language="en")


class Shelf:
    def __init__(self, found):
        self.found, self.asked = found, []

    def find(self, search):
        self.asked.append(search)
        return self.found


def retrieved(
    found,
    *,
    now=lambda text: False,
    language=Language.NL,
    text="Wat kost een paspoort?",
    turns=(),
    edition=1,
):
    shelf = Shelf(found)
    staff = frozenset({Audience.PUBLIC, Audience.INTERNAL})
    conversation = Conversation(id="c", turns=turns, audiences=staff)
    draft = Draft(Question(text=text), conversation, language, text, text)
    step = Retrieve(find=shelf.find, show=lambda *_: [], edition=lambda: edition, now=now)
    return step(draft), draft, shelf


def test_an_empty_library_is_said():
    outcome, draft, shelf = retrieved([], edition=0)
    assert outcome is Outcome.NO_SOURCE
    assert draft.message_key == "library_empty"
    assert not shelf.asked


def test_nothing_relevant_is_no_source():
    weak = [hit.model_copy(update={"relevance": 0.01}) for hit in hits(PASSPORT)]
    assert retrieved(weak)[0] is Outcome.NO_SOURCE


def test_what_shows_too_little_evidence_is_no_source_however_relevant():
    step = Retrieve(
        find=Shelf(hits(PASSPORT)).find,
        show=lambda *_: [],
        edition=lambda: 1,
        now=lambda text: False,
        enough=lambda found: len(found) > 1,
    )
    text = "Wat kost een paspoort?"
    draft = Draft(Question(text=text), Conversation(id="c"), Language.NL, text, text)
    assert step(draft) is Outcome.NO_SOURCE
    assert not draft.hits


def test_the_library_is_asked_for_the_askers_audiences_only():
    _, _, shelf = retrieved(hits(PASSPORT))
    assert shelf.asked[0].audiences == {Audience.PUBLIC, Audience.INTERNAL}


def test_a_page_of_an_earlier_year_counts_less_unless_it_is_asked_for():
    assert retrieved(hits(OLD, PASSPORT))[1].age[OLD.url] > 0
    assert OLD.url not in retrieved(hits(OLD, PASSPORT), text="Wat kostte het in 2024?")[1].age


def test_what_holds_today_is_not_read_from_the_year_that_a_question_names():
    asked = "Geldt het tarief van 2024 nog?"
    assert retrieved(hits(OLD, PASSPORT), text=asked, now=lambda text: True)[1].age[OLD.url] > 0


def test_a_dutch_question_is_not_answered_in_english():
    _, draft, _ = retrieved(hits(ENGLISH, PASSPORT))
    assert [hit.passage.language for hit in draft.hits] == ["nl"]


def test_an_english_question_is_answered_in_english_first():
    _, draft, _ = retrieved(hits(PASSPORT, ENGLISH), language=Language.EN)
    assert [hit.passage.language for hit in draft.hits] == ["en", "nl"]


def test_dutch_pages_are_searched_with_dutch_words_for_an_english_question():
    shelf = Shelf(hits(PASSPORT))
    text = "How much is a passport?"
    draft = Draft(Question(text=text), Conversation(id="c"), Language.EN, text, text)
    draft.other_words = "paspoort reisdocument"
    Retrieve(find=shelf.find, show=lambda *_: [], edition=lambda: 1, now=bool)(draft)
    assert [search.text for search in shelf.asked] == [text, "paspoort reisdocument"]
    assert len(draft.hits) == 1


@pytest.mark.parametrize("count", [1, 5])
def test_related_pages_are_few_and_named_once(count):
    pages = [passage("x", title=f"T{n}", url=f"https://w.example/{n}/") for n in range(count)]
    found = related(hits(*pages, *pages), lambda title: True)
    assert len(found) == min(3, count)


def test_pages_about_something_else_are_not_related():
    assert not related(hits(PASSPORT), lambda title: "rijbewijs" in title)


def test_a_follow_up_is_drawn_to_the_pages_before_it():
    turn = Turn(question="Wat kost een paspoort?", outcome=Outcome.REFERENCES, titles=("Paspoort",))
    shelf = Shelf(hits(passage("x", title="Paspoort", url="https://w.example/p/")))
    draft = Draft(Question(text="en?"), Conversation(id="c", turns=(turn,)), Language.NL, "en?", "")
    draft.search_text, draft.context = "en? Wat kost een paspoort?", turn.question
    Retrieve(find=shelf.find, show=lambda *_: [], edition=lambda: 1, now=bool)(draft)
    assert draft.age["https://w.example/p/"] < 0
