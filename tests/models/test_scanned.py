"""What a scanner read wrongly is found by what was meant; nothing else changes."""

import pytest

from models.dutch import stems, tokens
from models.scanned import mended


@pytest.mark.parametrize(
    "text",
    [
        "de inzet van generatieve Al.",
        "de Europese Al-verordening",
        "kunstmatige intelligentie (Al) en meer",
        "eisen aan AlI-modellen",
    ],
)
def test_ai_with_a_small_l_is_found_by_ai(text):
    assert "ai" in stems(text)


@pytest.mark.parametrize(
    "text",
    [
        "Al jaren geldt deze regel.",
        "U hebt dit al gedaan.",
        "Hij schreef voor Al Jazeera.",
        "Al met al is dat goed. Al doet u niets, u betaalt.",
        "Alphen aan den Rijn",
    ],
)
def test_the_adverb_and_names_stay_what_they_are(text):
    assert mended(text) == text
    assert "ai" not in stems(text)


def test_nothing_moves():
    text = "de Al-verordening en AlI-modellen gelden"
    assert len(mended(text)) == len(text)
    assert [text[one.start : one.end] for one in tokens(text)][-1] == "gelden"
