"""The forms of one word share a root; other words do not."""

import pytest

from models.wordforms import root


@pytest.mark.parametrize(
    "forms",
    [
        ("meld", "meldt", "melden", "gemeld"),
        ("huis", "huizen"),
        ("brief", "brieven"),
        ("betaal", "betaalt", "betalen"),
    ],
)
def test_forms_share_a_root(forms):
    assert len({root(form) for form in forms}) == 1


def test_other_words_have_another():
    assert len({root(word) for word in ("paspoort", "rijbewijs", "belasting", "bezwaar")}) == 4
