"""Clean the question: invisible characters go, personal data is masked before anything else."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.domain import Outcome
from assistant.draft import Draft
from assistant.masking import mask

_BREAKS = re.compile(r"[ \t\u00a0]+")
_LINES = re.compile(r"\s*\n\s*")


@dataclass(frozen=True)
class Screen:
    """`length` is the most characters a question may have."""

    length: int

    def __call__(self, draft: Draft) -> Outcome | None:
        """Refuse what is too long; everything after this step sees the masked text only."""
        text = visible(draft.question.text)
        if len(text) > self.length:
            draft.text = draft.search_text = f"{mask(text[: self.length]).text} …"
            draft.message_key, draft.fields = "too_long", {"limit": self.length}
            return Outcome.REFUSED
        masked = mask(text)
        draft.text = draft.search_text = masked.text
        draft.masked = tuple(masked.kinds)
        if not text:
            draft.message_key = "empty"
            return Outcome.CLARIFY
        return None


def visible(text: str) -> str:
    """`text` without control, format, tag and surrogate characters, in NFC, spaces single."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(
        letter for letter in composed if letter == "\n" or unicodedata.category(letter)[0] != "C"
    )
    return _LINES.sub("\n", _BREAKS.sub(" ", kept)).strip()
