"""Take the disguise off a text: invisible signs, look-alike letters, leetspeak, codes.

Letters that look alike: the ones of Cyrillic and Greek that pass for Latin ones, after the
confusables of Unicode Technical Standard 39.
"""

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

_ALIKE = dict(
    zip(
        "абвгдеёкмнорстухіјѕһԁԛԝαβγειηκνορτυχωᴀѵ",
        "a6brдeekmhopctyxijshdqwabyeinkvoptuxwav",
        strict=True,
    )
)
_UNSEEN = dict.fromkeys(
    [
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE0080),
        *range(0x300, 0x370),  # accents, once they stand apart
        0xAD,
        0x34F,
        0x61C,
        0x180E,
        0xFEFF,
    ]
)
_FOLD = str.maketrans({**_ALIKE, **{chr(sign): None for sign in _UNSEEN}})
_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-"),
    }
)
_SPACES = re.compile(r"[^\S\n]+")
_CELLS = re.compile(r"(?<!<) \| (?!>)")
_MIXED = re.compile(r"(?<![\w@$])(?=[\w@$]{0,40}[\d@$])(?=[\w@$]{0,40}[a-z])[\w@$]{3,}")
_LEET = str.maketrans("013457@$", "oieastas")
_LEET_L = str.maketrans("013457@$", "oleastas")
_APART = re.compile(r"(?<!\w)[^\W_](?:[ .*\-\u00b7]{1,3}[^\W_]){5,}(?!\w)")
_SIGNS = re.compile(r"[\W_]")
_MANY = 0.3
"""Share of the words of a line from which on a disguise is supposed."""
_WITHIN = re.compile(r"(?<=[a-z])\.(?=[a-z])")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{20,}={0,2}(?![\w+/=])")
_HEX = re.compile(r"\b(?:[0-9a-f]{2}){12,}\b")
_ENCODED = re.compile(r"(?<!\w)\w{0,40}(?:%[0-9A-Fa-f]{2}\w{0,40}){3,}")
_ROT = re.compile(r"rot-?13", re.IGNORECASE)
_PRINTABLE = 0.9
_LONGEST = 4000
"""Characters of a code that are looked into."""


def folded(text: str) -> str:
    """`text` in plain lower-case letters, without invisible signs and accents; lines are kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    text = text.lower()
    if not text.isascii():
        text = text.translate(_FOLD)
    return _SPACES.sub(" ", _CELLS.sub(" ", text))


def guises(text: str, plain: str) -> Iterator[str]:
    """Other readings of `text`, whose folded form is `plain`; mostly there are none."""
    for line in plain.split("\n"):
        if _many(_MIXED, line):
            yield _MIXED.sub(lambda match: match[0].translate(_LEET), line)
            yield _MIXED.sub(lambda match: match[0].translate(_LEET_L), line)
        if _APART.search(line):
            yield _APART.sub(lambda match: _SIGNS.sub("", match[0]), line)
        if _many(_WITHIN, line):
            yield _WITHIN.sub("", line)
    for code in _codes(text):
        yield folded(code)


def _many(sign: re.Pattern[str], line: str) -> bool:
    return len(sign.findall(line)) > max(1, len(line.split()) * _MANY)


def _codes(text: str) -> Iterator[str]:
    """What is written in base64, hexadecimal, percent signs or rot13."""
    for match in _BASE64.finditer(text):
        yield from _readable(_base64(match[0][:_LONGEST]))
    for match in _HEX.finditer(text.lower()):
        yield from _readable(bytes.fromhex(match[0][:_LONGEST]))
    for match in _ENCODED.finditer(text):
        yield unquote(match[0][:_LONGEST])
    if _ROT.search(text):
        yield codecs.decode(text, "rot13")


def _base64(code: str) -> bytes:
    bare = code.rstrip("=")
    try:
        return base64.b64decode(
            bare + "=" * (-len(bare) % 4), altchars=b"-_" if "-" in bare or "_" in bare else None
        )
    except (binascii.Error, ValueError):
        return b""


def _readable(code: bytes) -> Iterator[str]:
    try:
        text = code.decode()
    except UnicodeDecodeError:
        return
    if text and sum(sign.isprintable() for sign in text) >= _PRINTABLE * len(text):
        yield text
