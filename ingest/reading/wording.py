"""Clean words: one form per character, single spaces, nothing that a reader cannot see."""

import re
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
"""Controls, soft hyphens, zero-width and bidirectional marks, variation selectors, tags."""

_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
_TURNED = re.compile("[\u202d\u202e][^\u202c\n]{0,200}")
_SPACES = re.compile(r"\s+")
_HYPHENATED = re.compile(r"[^\W\d_][-\u2010]$")
_KEEPS_HYPHEN = re.compile(r"(?:en|of|and|or|tot|als|dan wel|respectievelijk)\b")
_KEPT_IN_FRONT = re.compile(r"(?:^|[^\w])(?:[A-Z][A-Z0-9]+|A[li])-$|\w-\w+-$")
_KEPT_BEHIND = re.compile(r"[a-z]+-[a-z]")


def clean(text: str) -> str:
    """NFC on one line: unseen characters gone, every run of white space one space."""
    if not text.isascii():
        text = normalize("NFC", UNSEEN.sub("", text))
    elif UNSEEN.search(text):
        text = UNSEEN.sub("", text)
    return _SPACES.sub(" ", text).strip()


def smuggled(text: str) -> str:
    """Words written in characters that are not seen: tags, or runs of variation selectors.

    Tags U+E0020 to U+E007E stand for ASCII; variation selectors 1 to 256 for bytes of UTF-8.
    """
    if text.isascii():
        return ""
    found = ["".join(chr(ord(sign) - 0xE0000) for sign in run) for run in _TAGS.findall(text)]
    runs = _SELECTORS.findall(text)
    found += [bytes(map(_selected, run)).decode("utf-8", "replace") for run in runs]
    return clean(" ".join(found))


def _selected(sign: str) -> int:
    code = ord(sign)
    return code - 0xFE00 if code <= 0xFE0F else code - 0xE0100 + 16  # noqa: PLR2004


def turning(text: str) -> str:
    """Words behind an override of the reading direction (U+202D, U+202E), which shows others."""
    return "" if text.isascii() else clean(" ".join(_TURNED.findall(text)))


def join_lines(first: str, second: str) -> str:
    """Two lines of running text as one; a word broken off at the line's end is mended."""
    if not first or not second:
        return first or second
    if first.endswith("\u00ad"):
        first = first[:-1] + "-"
    if first.endswith("/") and len(first) > 1 and first[-2] != " ":
        return first + second
    if not _HYPHENATED.search(first) or _KEEPS_HYPHEN.match(second):
        return f"{first} {second}"
    kept = _KEPT_IN_FRONT.search(first) or _KEPT_BEHIND.match(second) or not second[0].islower()
    return first + second if kept else first[:-1] + second


def words_of_file(url: str) -> str:
    """The name of a file in words, for want of a title: `aanvraag-wmo_2025.pdf` → two words."""
    parts = urlsplit(url)
    name = PurePosixPath(unquote(parts.path)).stem or parts.hostname or ""
    words = clean(re.sub(r"[-_+.\s]+", " ", name))
    return words[:1].upper() + words[1:]


def shortened(text: str, most: int = 80) -> str:
    """The first characters of a text, cut at a word."""
    return text if len(text) <= most else text[: text.rfind(" ", 1, most) % (most + 1)] + " …"
