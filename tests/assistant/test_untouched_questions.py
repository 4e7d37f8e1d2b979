"""What askers get on questions by people who had not seen the rules."""

import pytest

from assistant.domain import Completeness
from tests.assistant.test_rendering import answer
from tests.assistant.web.scripted import SCRIPT
from tests.ingest.test_real_sources import CORPORA
from tests.untouched.bodies import body
from tests.untouched.scoring import Asked, Snippet, counted, questions, verdict

REAL = pytest.param(
    "generatieve-ai",
    marks=[
        pytest.mark.real,
        pytest.mark.skipif(
            not CORPORA.is_dir(), reason=f"{CORPORA} is absent; put the Dutch corpora there"
        ),
    ],
)


@pytest.mark.parametrize("name", ["waterveen", REAL])
def test_what_is_called_complete_is_seldom_wrong(name, tmp_path):
    asked = questions(name)
    with body(name, tmp_path) as service:
        counts = counted(service, asked)
    answerable = sum(one.answerable for one in asked)
    assert counts["right"] + counts["shown"] >= 0.30 * answerable, counts
    assert counts["wrong"] <= 0.10 * answerable, counts
    assert counts["answered the unanswerable"] <= 0.20 * (len(asked) - answerable), counts


def test_a_snippet_is_known_by_its_words_alone():
    one, same = (
        Snippet.of("Binnen 5 dagen, na uw verhuizing."),
        Snippet.of("binnen 5 DAGEN na uw verhuizing"),
    )
    assert one == same
    assert one.words == 6


@pytest.mark.parametrize(("needed", "got"), [("ook de rest", "wrong"), ("kost een", "right")])
def test_a_complete_answer_is_right_only_with_what_is_needed(needed, got):
    asked = Asked(id="x", question="?", answerable=True, must=[[Snippet.of(needed)]], seen=False)
    sure = answer(SCRIPT["paspoort"], completeness=Completeness.COMPLETE)
    claims = (sure.claims[0].model_copy(update={"text": "Het kost een tientje."}),)
    assert verdict(asked, sure.model_copy(update={"claims": claims})) == got
