"""Bytes → text: byte order mark, UTF-8 where it fits, what was declared, else a guess."""

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_WIDENED = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
"""Browsers read these names as their Windows superset (WHATWG Encoding Standard)."""
SAMPLE = 65_536
"""Bytes that a guess is based on."""


def decode(body: bytes, content_type: str = "") -> str:
    """Never fails: what cannot be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if wide := _wide(body):
        return body.decode(wide, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body, content_type)


def _wide(body: bytes) -> str:
    """UTF-16 without a mark shows as a zero beside nearly every Latin letter."""
    sample = body[:2000]
    if b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most = len(sample) // 2 * 0.7
    if odd > most and even < most / 3:
        return "utf-16-le"
    return "utf-16-be" if even > most and odd < most / 3 else ""


def _decode_other(body: bytes, content_type: str) -> str:
    declared = _declared(body, content_type)
    if declared in ("", "utf-8"):
        # Most of it is UTF-8 with a few strays, or all of it is windows-1252: one rule for both.
        mended = body.decode("utf-8", "windows-1252")
        if declared or mended.isprintable() or not _odd(mended):
            return mended
        best = from_bytes(body[:SAMPLE]).best()
        return body.decode(best.encoding, "replace") if best else mended
    return body.decode(declared, "replace")


def _declared(body: bytes, content_type: str) -> str:
    found = _HEADER.search(content_type)
    name = found[1] if found else ""
    if not name and (meta := _META.search(body[:4096])):
        name = meta[1].decode("ascii", "replace")
    try:
        known = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    if known.startswith(("utf-16", "utf-32")):  # it would have begun with a mark or with zeros
        return ""
    return _WIDENED.get(known, known) if _is_text(known) else ""


def _is_text(name: str) -> bool:
    try:
        return not name or isinstance(b"a".decode(name, "replace"), str)
    except (LookupError, ValueError, AssertionError):
        return False


def _odd(text: str) -> bool:
    """Whether signs that Dutch and English hardly use stand where letters are expected."""
    foreign = sum(1 for sign in text[:SAMPLE] if "\xa0" <= sign <= "\xff" and not sign.isalpha())
    return foreign * 3 > sum(1 for sign in text[:SAMPLE] if sign > "\x7f")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("windows-1252", _as_windows)
