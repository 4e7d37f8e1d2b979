"""Text → sentences, as offsets: sentencex, mended for the abbreviations of Dutch officials."""

import re

import sentencex

_NEVER_LAST = re.compile(
    r"(?:^|[\s(\[„“\u2018'\"/])(?:"
    r"bijv|art|artt|nr|nrs|ca|dr|drs|mr|mrs|ir|ing|dhr|mw|mevr|mej|ds|blz|pag|p|pp|par|hfst|tel|"
    r"afd|vgl|resp|incl|excl|evt|zgn|zog|wnd|plv|ms|"
    r"(?:[a-z]\.)+(?:v|w|z|n|t|q|b|h|g|c|e|i|k)|[A-Z]"
    r")\.$",
    re.IGNORECASE,
)
"""A sentence that seems to end in one of these goes on."""
_BEFORE_NUMBER = re.compile(
    r"\b(?:jan|feb|febr|mrt|apr|jun|jul|aug|sep|sept|okt|oct|nov|dec|max|min|gem|lid|no|st|fig|vol|"
    r"bijl|stb|stcrt|kamerst|sec|vs)\.$",
    re.IGNORECASE,
)
_MAY_BE_LAST = re.compile(r"\b(?:enz|etc|jl|a\.s|o\.a|e\.d|e\.a|e\.v|p\.p|p\.m|m\.i|t\.z)\.$", re.I)
_CONTINUES = re.compile(r"(?!['\u2019][st] [A-Z])[\"'“\u2018„(\[]?[a-zà-öø-ÿ]|[,;:%)\]]")
_ORDINAL = re.compile(r"^(?:artikel|art\.|lid|hoofdstuk|punt|nummer|stap|bijlage)?\s?\d+\.$", re.I)
_BREAK = re.compile(r"\s*\n\s*")
_OVERLOOKED = re.compile(
    r"(?:\.(?:nl|eu|org|com)|[a-zà-ÿ]{3}|\benz|\betc|\d,-|\d{2}|€ ?\d+|[)\]”\"])[.!?]\s+"
    r"(?=[A-ZÀ-Ý“„]|['\u2019][st] [A-Z])"
)


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of each sentence, without the white space around it, in order.

    A line break ends a sentence. `language` is an ISO 639-1 code.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for line in [*_BREAK.finditer(text), None]:
        end = line.start() if line else len(text)
        found += _of_line(text, start, end, language)
        start = line.end() if line else end
    return found


def _of_line(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    line = text[start:end]
    if not line.strip():
        return []
    pieces: list[tuple[int, int]] = []
    first = 0
    for stop in _stops(line, language):
        if stop < len(line) and _goes_on(line[first:stop].rstrip(), line[stop:].lstrip()):
            continue
        piece = line[first:stop]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            pieces.append((start + first + lead, start + first + len(piece.rstrip())))
        first = stop
    return pieces


def _stops(line: str, language: str) -> list[int]:
    """Where sentencex would cut, and where it overlooks a full stop before a capital."""
    stops = {len(line), *(match.end() for match in _OVERLOOKED.finditer(line))}
    place = 0
    if any(sign in line for sign in ".!?…。"):
        for piece in sentencex.segment(language if language in ("nl", "en") else "nl", line):
            at = line.find(piece, place)
            if at < 0:
                break
            place = at + len(piece)
            stops.add(place)
    return sorted(stops)


def _goes_on(before: str, after: str) -> bool:
    """Whether a full stop between these two does not end a sentence."""
    if not before or not after:
        return True
    if before[-1] != "." or _CONTINUES.match(after):
        return bool(_CONTINUES.match(after))
    number = after[0].isdigit() and _BEFORE_NUMBER.search(before)
    abbreviated = _NEVER_LAST.search(before) and not _MAY_BE_LAST.search(before)
    return bool(number or abbreviated or _ORDINAL.search(before))
