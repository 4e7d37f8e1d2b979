"""Dutch and English say the same things, with the same fields."""

import pytest

from configs.domain import ConfigurationError, Language
from configs.texts import Texts

TEXTS = Texts()


def test_both_languages_have_the_same_keys():
    assert TEXTS.keys(Language.NL) == TEXTS.keys(Language.EN)


@pytest.mark.parametrize("key", sorted(TEXTS.keys(Language.NL)))
def test_both_languages_have_the_same_fields(key):
    assert TEXTS.fields(key, Language.NL) == TEXTS.fields(key, Language.EN)


def test_a_theme_may_change_a_text_but_not_invent_one():
    own = Texts({"nl": {"answering.thanks": "Tot ziens!"}})
    assert own.say("answering.thanks", Language.NL) == "Tot ziens!"
    assert TEXTS.say("answering.thanks", Language.NL) != "Tot ziens!"
    with pytest.raises(ConfigurationError, match=r"answering\.thx"):
        Texts({"nl": {"answering.thx": "Tot ziens!"}})
