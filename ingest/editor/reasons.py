"""The reasons of a sync in the words of a web editor: `configs/rules/reasons.yaml`."""

import re
from functools import cache

from configs.domain import ConfigurationError, Language
from configs.files import ROOT, read_yaml

FILE = ROOT / "rules" / "reasons.yaml"
GROUPED = re.compile(r"https?://\S+|„[^”]*”|\d+")


def explain(reason: str, language: Language) -> tuple[str, Language]:
    """The reason in this language where that is known, and the language that it is in."""
    for pattern, said in _rules().get(language.value, ()):
        if found := pattern.search(reason):
            return _filled(found, said, language), language
    return reason, Language.EN


def _filled(found: re.Match[str], said: str, language: Language) -> str:
    return re.sub(r"\\(\d)", lambda place: _inner(found[int(place[1])], language), said)


def _inner(text: str, language: Language) -> str:
    return text if text.isdigit() else explain(text, language)[0]


@cache
def _rules() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    try:
        return {
            str(language): [(re.compile(str(pattern)), str(said)) for pattern, said in rules]
            for language, rules in read_yaml(FILE).items()
        }
    except (re.error, ValueError, TypeError) as error:
        raise ConfigurationError(
            f"{FILE}: must hold pairs of pattern and words: {error}."
        ) from error
