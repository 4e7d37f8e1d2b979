"""How each kind of personal data is recognised; every rule takes time linear in the text."""

import re
from collections.abc import Callable

from assistant.masking_words import (
    CALLING_CODES,
    CASE_WORDS,
    IBAN_LENGTHS,
    PLATE_SERIES,
    SMALL_WORDS,
    UNITS,
)

SPACE = r"[ \t\u00a0\u202f]"
DASH = r"[-\u2010-\u2013]"
JOIN = rf"(?:{SPACE}|{DASH}|\.)?"
EDGE = r"(?<!\w)(?<!\d[-.,/\u2010-\u2013])"
END = r"(?!\w)(?![-\u2010-\u2013]\d)"
AREA = rf"\)?{SPACE}?{DASH}?{SPACE}?[1-9]"

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
IBAN = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z]{2}\d\d", re.ASCII)
LETTER_OR_DIGIT = re.compile("[A-Za-z0-9]")
GAP = re.compile(rf"{SPACE}|{DASH}|\.")
WORD = re.compile(r"\w")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
PHONE = re.compile(
    rf"""{EDGE}(?:
        (?:\+|00)31{JOIN}(?:\(0\){JOIN})?[1-9](?:{JOIN}\d){{8}}       # +31, 0031
      | (?:\+|00)(?:{"|".join(CALLING_CODES)})(?:{JOIN}\d){{7,11}}     # other countries
      | \(?06{AREA}(?:{JOIN}\d){{7}}                                  # mobile
      | \(?0[1-9]\d{AREA}(?:{JOIN}\d){{6}}                            # an area code of three
      | \(?0[1-9]\d\d{AREA}(?:{JOIN}\d){{5}}                          # an area code of four
    ){END}""",
    re.VERBOSE,
)
BSN = re.compile(
    rf"""(?:{EDGE}|(?<=[bB][sS][nN]))(?:
        \d{{9}}
      | \d{{3}}(?P<a>[.]|{SPACE}|{DASH})\d{{3}}(?P=a)\d{{3}}
      | \d{{4}}(?P<b>[.]|{SPACE}|{DASH})\d\d(?P=b)\d{{3}}
      | \d\d(?P<c>[.]|{SPACE}|{DASH})\d\d(?P=c)\d\d(?P=c)\d{{3}}
      | \d(?P<d>[.]|{SPACE}|{DASH})\d(?:(?P=d)\d){{7}}
    ){END}(?![.,]\d)""",
    re.VERBOSE,
)
CASE = re.compile(
    rf"(?<!\w)(?:{'|'.join(CASE_WORDS)})-?(?:nummer|nr\.?)?"
    r"(?:\s(?:is|nummer|nr\.?|number|no\.?))?[\s:#]{0,3}$",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(r"(?:€|(?<!\w)eur|(?<!\w)euro)\s?$", re.IGNORECASE)
MONEY_AFTER = re.compile(r"\s?(?:€|,-|euro?(?!\w))", re.IGNORECASE)
NUMBER_OF_HOUSE = rf"""(?:
    (?:,|{SPACE}(?:en|and|met|with))?(?:{SPACE}(?:mijn|my|op))?{SPACE}?
    (?:huis|house{SPACE}?)?(?:nummer|number|nr\.?)(?:{SPACE}is)?:?{SPACE}?
  | {SPACE}?[,/]?{SPACE}?
)\d{{1,5}}(?:-?[A-Za-z]{{1,4}}|{SPACE}[A-Z]|-\d{{1,4}})?"""
ADDRESS = re.compile(
    rf"""(?<![\w-])(?<!\d[.,])(?:
        (?P<digits>[1-9]\d{{3}})(?P<gap>{SPACE}?)(?P<letters>[A-Za-z]{{2}}){NUMBER_OF_HOUSE}(?![.,]\d\d(?!\d))
      | \d{{1,5}}{SPACE}?[A-Za-z]?,?{SPACE}
        (?P<year>[1-9]\d{{3}})(?P<space>{SPACE}?)(?P<end>[A-Z]{{2}})
    )(?!\w)""",
    re.VERBOSE,
)
PLATE_NAME = r"(?:kenteken(?:nummer)?|licen[cs]e\splate|number\splate)"


def _plates(between: str) -> str:
    """A pattern of all series, with `between` where the hyphens stand."""
    parts = {"L": "[A-Za-z]", "D": r"\d"}
    series = (
        between.join(f"{parts[group[0]]}{{{len(group)}}}" for group in one.split("-"))
        for one in PLATE_SERIES
    )
    return f"(?P<plate>{'|'.join(series)})"


PLATES = (
    re.compile(rf"(?<![\w-])(?P<lead>){_plates(DASH)}(?![\w-])", re.ASCII),
    re.compile(
        rf"(?P<lead>(?<![\w\[]){PLATE_NAME}(?:\s\w{{1,6}}){{0,4}}?[\s:=]{{1,3}})"
        rf"{_plates(f'(?:{SPACE}|{DASH})?')}(?![\w-])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![\w-])(?P<lead>){_plates(f'(?:{SPACE}|{DASH})?')}"
        rf"(?=(?:,?\s\w{{1,5}}){{0,3}},?\s{PLATE_NAME})",
        re.IGNORECASE,
    ),
)


def sweep(pattern: re.Pattern[str], text: str, decide: Callable[[re.Match[str]], str]) -> str:
    """Replace each match by what `decide` says; what follows a replacement touches nothing."""
    done, place = [], 0
    while match := pattern.search(text, place):
        if (instead := decide(match)) == match[0]:
            place = match.end()
        else:
            done += [text[: match.start()], instead]
            text, place = text[match.end() :], 0
    return "".join([*done, text])


def emails(text: str, token: str) -> str:
    """Replace e-mail addresses."""
    return sweep(EMAIL, text, lambda _: token)


def ibans(text: str, token: str) -> str:
    """Replace account numbers whose check digits are right (ISO 13616, mod 97)."""
    parts, last = [], 0
    for match in IBAN.finditer(text):
        end = _end_of_iban(text, match.start())
        if end and match.start() >= last:
            parts += [text[last : match.start()], token]
            last = end
    return "".join([*parts, text[last:]])


def _end_of_iban(text: str, start: int) -> int:
    """Where the account number that starts here ends, or 0 where there is none."""
    length = IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    characters, place, gap = "", start, False
    while place < len(text) and len(characters) < length:
        if LETTER_OR_DIGIT.match(text, place):
            characters, gap = characters + text[place], False
        elif gap or not GAP.match(text, place):
            return 0
        else:
            gap = True
        place += 1
    whole = len(characters) == length > 0 and not WORD.match(text, place)
    number = "".join(str(int(sign, 36)) for sign in characters[4:] + characters[:4])
    return place if whole and int(number) % 97 == 1 else 0


def phones(text: str, token: str) -> str:
    """Replace phone numbers, except a number that is called a case number."""

    def replace(match: re.Match[str]) -> str:
        return match[0] if _is_case(match) else token

    return sweep(PHONE, text, replace)


def bsns(text: str, token: str) -> str:
    """Replace nine digits that pass the eleven-test and are no amount and no case number."""

    def replace(match: re.Match[str]) -> str:
        digits = [int(sign) for sign in match[0] if sign.isdecimal()]
        total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True))
        if total % 11 or not any(digits) or _is_case(match):
            return match[0]
        before = match.string[max(0, match.start() - 6) : match.start()]
        money = MONEY_BEFORE.search(before) or MONEY_AFTER.match(match.string, match.end())
        return match[0] if money else token

    return sweep(BSN, text, replace)


def _is_case(match: re.Match[str]) -> bool:
    return bool(CASE.search(match.string[max(0, match.start() - 40) : match.start()]))


def addresses(text: str, token: str) -> str:
    """Replace a postcode with a house number; a postcode alone is no address."""

    def replace(match: re.Match[str]) -> str:
        digits, letters = match["digits"] or match["year"], match["letters"] or match["end"]
        gap = bool(match["gap"] or match["space"])
        small = gap and letters.lower() in SMALL_WORDS
        if letters.isupper():
            return match[0] if small and digits[:2] in {"19", "20"} else token
        return match[0] if small or letters in UNITS else token

    return sweep(ADDRESS, text, replace)


def plates(text: str, token: str) -> str:
    """Replace licence plates written with hyphens, and others where they are called one."""

    def replace(match: re.Match[str]) -> str:
        groups = re.findall(r"[A-Za-z]+", match["plate"])
        words = any(group.islower() and group in SMALL_WORDS for group in groups)
        # Series with three letters have no vowels, so that they form no words (RDW).
        vowels = any(re.search("(?i)(?=...)(?:.*[aeiou]|mrt)", group) for group in groups)
        return match[0] if words or vowels else match["lead"] + token

    for pattern in PLATES:
        text = sweep(pattern, text, replace)
    return text
