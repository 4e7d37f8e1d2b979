"""The settings decide which checks there are."""

import pytest

from assistant.checks import checkable, checks
from assistant.domain import Conversation, Question
from assistant.draft import Draft
from configs.domain import Language
from configs.slices.answering import AnsweringSettings
from models.domain import ModelMissing
from tests.assistant.checking.drafts import verdict
from tests.passages import hits, passage


def test_four_checks_need_no_model():
    assert [name for name, _ in checks(AnsweringSettings())] == [
        "cite",
        "facts",
        "support",
        "terms",
    ]


def test_the_settings_name_links_that_are_allowed_and_words_that_are_not():
    settings = AnsweringSettings(allowed_links=("www.w.example",), forbidden_words=("zeker",))
    terms = dict(checks(settings))["terms"]
    assert verdict(terms, "Betaal online.", "Betaal op www.w.example.") is None
    assert verdict(terms, "Betaal online.", "Betaal zeker online.")


@pytest.mark.parametrize(
    ("asked", "pages", "model", "expected"),
    [
        (Language.NL, ("nl",), "", True),
        (Language.EN, ("nl", "nl"), "", False),
        (Language.EN, ("nl", "en"), "", True),
        (Language.EN, ("nl",), "a-model", True),
    ],
)
def test_what_is_written_across_languages_can_be_checked_by_a_model_only(
    asked, pages, model, expected
):
    draft = Draft(Question(text="?"), Conversation(id="c"), asked, "?", "?")
    draft.hits = hits(*(passage("Zin.", language=language) for language in pages))
    assert checkable(AnsweringSettings(entailment=model))(draft) is expected


def test_a_model_that_is_not_there_is_said_at_once(tmp_path):
    with pytest.raises(ModelMissing, match="ENTAILMENT"):
        checks(AnsweringSettings(entailment=str(tmp_path / "nowhere")))
