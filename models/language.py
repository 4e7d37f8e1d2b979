"""Dutch or English? By the function words that only one of them has."""

from configs.domain import Language
from models.dutch import fold, tokens
from models.stopwords import DUTCH, ENGLISH

ENOUGH = 4
"""Words below which a question may well be mere keywords."""
_OWN = {Language.NL: DUTCH - ENGLISH, Language.EN: ENGLISH - DUTCH}


def recognise(text: str, otherwise: Language) -> Language:
    """The language with most function words in `text`; a draw is `otherwise`."""
    words = [fold(token.text) for token in tokens(text)]
    counts = {language: sum(word in own for word in words) for language, own in _OWN.items()}
    most = max(counts.values())
    best = [language for language, count in counts.items() if count == most]
    return best[0] if len(best) == 1 else otherwise


def foreign(text: str) -> bool:
    """Whether a text of some length is English, or has no Dutch function word at all."""
    words = [fold(token.text) for token in tokens(text)]
    if len(words) < ENOUGH:
        return False
    english = recognise(text, Language.NL) is Language.EN
    return english or not any(word in DUTCH for word in words)
