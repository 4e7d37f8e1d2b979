"""The terms check: no forbidden words, and no link or contact that the source does not have."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from assistant.draft import Draft, Sentence
from assistant.evidence import Evidence, evidence
from configs.files import ROOT, read_yaml
from models.dutch import fold, tokens

Check = Callable[[Draft, Sentence], str | None]
_MARKUP = re.compile(
    r"!?\[[^\]]*\]\s?\([^)]*\)|\]\s?\[|<\s?[a-z/!][^>]*>?|&(?:[a-z]+|#\d+);|^\s?\[[^\]]+\]:", re.I
)
_NUMBERED = re.compile(r"\[\s?\d+(?:[.,\s-]+\d+)*\s?\]")
"""A citation number in the sentence itself: citations stand before it, and only there."""
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://\S+|(?:mailto|javascript|data|tel|vbscript):\S+|www\.\S+"
    r"|[\w.+-]+@[\w.-]+|\b[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,}\b(?:/\S*)?"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\+?\(?\d[\d\s().\u00a0/-]{3,}\d")
FEW = 5
"""A run of fewer digits is no phone number."""


def terms(allowed: Iterable[str] = (), forbidden: Iterable[str] = ()) -> Check:
    """The check; `allowed` links and contacts need no source, `forbidden` words come on top."""
    always = tuple(_link(text) for text in allowed)
    phrases = _forbidden() + tuple(_spaced(word) for word in forbidden)

    def check(draft: Draft, sentence: Sentence) -> str | None:
        held = evidence(draft, sentence)
        if held.verbatim:
            return None
        source = " ".join((*held.texts, *held.leads, *held.around))
        return (
            _marked(sentence.text)
            or _linked(sentence.text, held, always)
            or _called(sentence.text, source, always)
            or _said(sentence.text, source, phrases)
        )

    return check


@cache
def _forbidden() -> tuple[str, ...]:
    return tuple(_spaced(word) for word in read_yaml(ROOT / "rules" / "terms.yaml")["forbidden"])


def _marked(text: str) -> str | None:
    if _MARKUP.search(text):
        return "markup"
    return "a citation number in the sentence" if _NUMBERED.search(text) else None


def _linked(text: str, held: Evidence, always: tuple[str, ...]) -> str | None:
    first = next(unknown_links(text, held, always), None)
    return f"a link that is not in the source: {first}" if first else None


def unknown_links(text: str, held: Evidence, always: tuple[str, ...] = ()) -> Iterator[str]:
    """The addresses that neither the cited sentences nor the settings hold."""
    known = {
        *always,
        *(_link(found) for part in (*held.texts, *held.leads) for found in _LINK.findall(part)),
    }
    return (found for found in _LINK.findall(text) if _link(found) not in known)


def _link(address: str) -> str:
    bare = address.lower().rstrip("/.,;:!?)\u2019\u201d'\"")
    return re.sub(r"^https?://(?:www\.)?|^www\.|^mailto:", "", bare)


def _called(text: str, source: str, always: tuple[str, ...]) -> str | None:
    first = next(unknown_numbers(text, source, always), None)
    return f"a number that is not in the source: {first}" if first else None


def unknown_numbers(text: str, source: str, always: tuple[str, ...] = ()) -> Iterator[str]:
    """The runs of digits, as of phone numbers, that are in no source."""
    known = {_digits(run) for run in _DIGITS.findall(f"{source} {' ; '.join(always)}")}
    for run in _DIGITS.findall(text):
        digits = _digits(run)
        if len(digits) >= FEW and digits not in known and not _is_value(run, source):
            yield run.strip()


def _is_value(run: str, source: str) -> bool:
    """Whether it is a date or an amount, which the facts check compares."""
    return bool(re.fullmatch(r"\d{1,2}[-/]\d{1,2}[-/]\d{4}|\d{1,3}(?:[. ]\d{3})+", run.strip()))


def _digits(run: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^\s*(?:\+|00)31\s?(?:\(0\))?", "0", run))


def _said(text: str, source: str, phrases: tuple[str, ...]) -> str | None:
    """The first forbidden phrase that the source does not have."""
    words, known = _spaced(text), _spaced(source)
    found = (phrase for phrase in phrases if phrase in words and phrase not in known)
    first = next(found, None)
    return f"forbidden: {first.strip()}" if first else None


def _spaced(text: str) -> str:
    return f" {' '.join(fold(token.text) for token in tokens(text))} "
