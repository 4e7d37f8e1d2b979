"""Dutch and English say the same things, with the same fields."""

import re
from pathlib import Path

import pytest

from assistant.domain import Outcome
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


def test_every_text_is_said_somewhere():
    roots = [Path(__file__).parents[2] / floor for floor in ("assistant", "ingest")]
    kinds = ("*.py", "*.html", "*.js")
    files = [file for root in roots for kind in kinds for file in root.rglob(kind)]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    begun = set(re.findall(r"""f["']([a-z]+\.[a-z_]*)\{""", source))
    begun |= set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']\s*~""", source))
    begun.discard("answering.")
    answered = [f"answering.{key}" for key in re.findall(r"""["']([a-z_]+)["']""", source)]
    known = set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", source)) | set(answered)
    ends = tuple(re.findall(r"""~\s*["'](\.[a-z_]+)["']""", source))  # the section is a value
    unsaid = {key for key in TEXTS.keys(Language.NL) - known if not key.endswith(ends)}
    assert [key for key in sorted(unsaid) if not key.startswith(tuple(begun))] == []


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("language", list(Language))
def test_the_auditor_reads_every_outcome_in_words(outcome, language):
    assert TEXTS.say(f"audit.outcome_{outcome}", language)
