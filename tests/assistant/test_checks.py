"""The settings decide which checks there are."""

import pytest

from assistant.checks import checks
from configs.settings import AnsweringSettings
from models.domain import ModelMissing
from tests.assistant.checking.drafts import verdict


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


def test_a_model_that_is_not_there_is_said_at_once(tmp_path):
    with pytest.raises(ModelMissing, match="ENTAILMENT"):
        checks(AnsweringSettings(entailment=str(tmp_path / "nowhere")))
