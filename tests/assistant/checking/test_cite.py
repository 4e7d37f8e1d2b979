"""A sentence that points nowhere is not shown."""

import pytest

from assistant.checking.cite import cite
from assistant.domain import Conversation, Question
from assistant.draft import Draft, Sentence
from configs.domain import Language
from tests.passages import hits, passage


@pytest.fixture
def draft():
    made = Draft(Question(text="?"), Conversation(id="c"), Language.NL, "?", "?")
    made.hits = hits(passage("Een paspoort kost € 88,25."))
    return made


def test_a_sentence_of_a_found_passage_may_be_shown(draft):
    assert cite(draft, Sentence("Een paspoort kost € 88,25.", ((0, 0),))) is None


@pytest.mark.parametrize("cited", [(), ((1, 0),), ((-1, 0),), ((0, 1),), ((0, 0), (0, 9))])
def test_any_other_may_not(draft, cited):
    assert cite(draft, Sentence("Een paspoort kost € 88,25.", cited))
