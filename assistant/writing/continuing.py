"""Which sentences of a page can't be understood without the one before them."""

import re

from models.dutch import fold

_WORD = re.compile(r"\w+")


class Continuing:
    """Tells whether a sentence leans on the one before it, by the rules of `asking.yaml`."""

    def __init__(self, continuing: str, pointing: str) -> None:
        self._continuing = frozenset(continuing.split())
        # `meer dan`, `langer dan`, `anders dan` compare; behind a comma stands the own condition
        self._pointing = re.compile(rf"\w+(?: \w+){{0,2}} (?<!er )(?<!ers )(?:{pointing})\b")

    def __call__(self, sentence: str) -> bool:
        """Whether it begins with such a word, or has one that points back near its beginning."""
        folded = fold(sentence)
        begin = _WORD.match(folded)
        if begin is None:
            return False
        return begin.group() in self._continuing or self._pointing.match(folded) is not None
