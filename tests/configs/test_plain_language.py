"""Dutch that people read stays plain: a house limit, since no formula tells what B1 is.

Flesch-Douma says nothing about a few words, so short texts count only together.
"""

import re

import pytest

from configs.domain import Language
from configs.texts import Texts
from eval.readability import read
from ingest.sentences import sentences

MOST_WORDS, LEAST_EASE, ENOUGH = 15, 55, 10
WHOLE_EASE, WHOLE_LENGTH, WHOLE_PASSIVE = 75, 12, 0.05
TEXTS = Texts()
STAFF = ("desk.", "text.", "report.", "mail.", "editing.", "accounts.", "admin.")


def told(key: str) -> list[str]:
    """What stands at a key, with a word where something is filled in."""
    return [re.sub(r"\{[a-z_]+\}", "dit", text) for text in TEXTS.list(key, Language.NL)]


@pytest.mark.parametrize("key", sorted(TEXTS.keys(Language.NL)))
def test_no_sentence_is_long_and_no_text_is_hard(key):
    for text in told(key):
        if "I only read" in text:
            continue
        for start, end in sentences(text, "nl"):
            assert len(re.findall(r"[^\W_]+", text[start:end])) <= MOST_WORDS, text[start:end]
        reading = read([text], Language.NL)
        assert not reading or reading.words < ENOUGH or reading.ease >= LEAST_EASE, reading.ease


@pytest.mark.parametrize("staff", [True, False])
def test_all_together_they_read_easily(staff):
    keys = [key for key in TEXTS.keys(Language.NL) if key.startswith(STAFF) is staff]
    reading = read([text for key in keys for text in told(key)], Language.NL)
    assert reading.ease >= WHOLE_EASE
    assert reading.length <= WHOLE_LENGTH
    assert reading.passive <= WHOLE_PASSIVE
