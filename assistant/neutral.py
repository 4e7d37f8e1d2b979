"""Make text of others harmless before a model reads it: no template tokens, links or citations."""

import re
import unicodedata
from functools import lru_cache

SIGNS = str.maketrans(
    {
        **dict.fromkeys("<\uff1c\u27e8\u3008", "\u2039"),
        **dict.fromkeys(">\uff1e\u27e9\u3009", "\u203a"),
        **dict.fromkeys("[\uff3b\u3010{\uff5b", "("),
        **dict.fromkeys("]\uff3d\u3011}\uff5d", ")"),
        **dict.fromkeys("|\uff5c\u2502", "/"),
        "\u2581": " ",
        "`": "'",
    }
)
"""Signs that chat templates and our citations are made of, also in their wide forms, which some
tokenizers fold into the plain ones."""
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SPEAKER = re.compile(
    r"(?i)\b(system(?:_prompt)?|user|assistant|human|inst|im_start|im_end|endoftext)\s*:"
)
_FENCE = re.compile(r"(?m)^\s*[=#]+\s*|={2,}|#{2,}")


def neutral(text: str) -> str:
    """`text` on one line, in words that mean the same and signs that mean nothing to a model."""
    return _calm(_LINK.sub("", _shown(text)))


@lru_cache(maxsize=20_000)
def neutral_source(text: str) -> str:
    """The same, remembered: for texts of pages, which come back; never for what somebody asks."""
    return neutral(text)


def harmless(text: str) -> str:
    """The same, with its links: for a text that somebody works on."""
    return _calm(_shown(text))


def _shown(text: str) -> str:
    return "".join(
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )


def _calm(text: str) -> str:
    calm = _SPEAKER.sub(r"\1 -", text.translate(SIGNS))
    return " ".join(_FENCE.sub("", calm).split())
