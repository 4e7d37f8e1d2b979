"""Wrong meanings: the words stay almost the same, and what is said becomes another thing."""

import random
import re

from eval.planted.domain import Change, any_of, word_lists
from eval.planted.values import PATTERNS

WORDS = word_lists()
_DENIED = re.compile(rf"\b(?:{any_of(WORDS['denied'])})\b(?: (?:u|je|we|wij|ze|zij|hij)\b)?")
_NEXT = rf"(?= (?:{any_of(WORDS['small'])})\b|[,.;:)])"
_PHRASE = rf"(?:de|het|een|uw|onze|deze|elke) (?:[a-z]{{4,}}e )?[a-zë-]{{4,}}{_NEXT}"
_NAME = rf"(?<=[a-z] )(?:(?:de|het|een|deze|onze) )?[A-Z][\w-]+(?: [A-Z][\w-]+)*{_NEXT}(?! van)"
_PART = re.compile(rf"\b(?:{_PHRASE}|{_NAME})")
_SAME_VALUE = ("amount", "percentage", "date", "period", "place", "organisation")
FEWEST = 4
"""Words that a sentence keeps at least."""


def negation_added(text: str, rng: random.Random) -> str | None:
    """`Dat kan` becomes `dat kan niet`; `een` becomes `geen`; `geldig` becomes `ongeldig`."""
    if re.search(r"\b(?:niet|geen|nooit|zonder|niemand|niets)\b", text):
        return None
    ways = []
    if denied := list(_DENIED.finditer(text)):
        end = rng.choice(denied).end()
        ways.append(f"{text[:end]} niet{text[end:]}")
    if re.search(r"\been\b", text):
        ways.append(re.sub(r"\been\b", "geen", text, count=1))
    ways += [
        re.sub(rf"\b{word}\b", other, text, count=1)
        for word, other in WORDS["opposites"].items()
        if other.endswith(word) and re.search(rf"\b{word}\b", text)
    ]
    return rng.choice(ways) if ways else None


def negation_removed(text: str, rng: random.Random) -> str | None:
    """`Niet` goes; `geen`, `zonder` and `nooit` become their opposites."""
    ways = [
        re.sub(rf"\b{word}\b", other, text, count=1)
        for word, other in WORDS["opposites"].items()
        if not other.endswith(word) and re.search(rf"\b{word}\b(?! dat\b| te\b)", text)
    ]
    bare = r"(?<!hoeft )(?<!hoeven )(?<!dan )(?<!of )(?<!om )\bniet (?!alleen\b|of\b)"
    if re.search(bare, text):
        ways.append(re.sub(bare, "", text, count=1))
    return rng.choice(ways) if ways else None


def modality_changed(text: str, rng: random.Random) -> str | None:
    """May becomes must, must becomes can, need not becomes can."""
    known = [word for word in WORDS["modality"] if re.search(rf"\b{word}\b", text)]
    if not known:
        return None
    word = rng.choice(known)
    other = rng.choice(WORDS["modality"][word])
    if word == "hoeft":
        return re.sub(r"\bhoeft\b(.*?) (?:niet|geen)\b", rf"{other}\1", text, count=1)
    return re.sub(rf"\b{word}\b", other, text, count=1)


def condition_lost(text: str, rng: random.Random) -> str | None:
    """The clause behind `als` or `tenzij` goes, or a word such as `maximaal` or `alleen`."""
    compared = re.search(r"\b(?:zowel|dezelfde|hetzelfde|net|zo)\b", text, re.IGNORECASE)
    words = [word for word in WORDS["conditions"] if not (compared and word == "als")]
    conditions, harmless = any_of(words), any_of(WORDS["no condition"])
    clause = rf",? (?:{conditions})\b(?! ?(?:{harmless})) [^,.;:]+(?=[,.](?: |$))"
    limit = rf"\b(?:{any_of(WORDS['limits'])}) (?=\w|€)(?!dit |toe |door )"
    until = rf" (?:vanaf|tot|tot en met|uiterlijk) {_DATE}"
    ways = [re.sub(pattern, "", text, count=1) for pattern in (clause, limit, until)]
    if leading := re.match(rf"(?:{conditions}) [^,]+, (\w+) (\w+) (.+)", text, re.IGNORECASE):
        verb, subject, rest = leading.groups()
        if subject in WORDS["subjects"] and verb in WORDS["movable"]:
            ways.append(f"{subject.capitalize()} {verb} {rest}")
    ways = [way for way in ways if way != text and len(way.split()) >= FEWEST]
    way = rng.choice(ways) if ways else None
    return way[0].upper() + way[1:] if way else None


_DATE = f"(?:{PATTERNS['date']}|{PATTERNS['period']})"


def roles_swapped(text: str, rng: random.Random) -> str | None:
    """Two parts of one clause change places: who and whom, what and whose, this sum and that."""
    ways = []
    for clause in re.finditer(r"[^,;:()]+", text):
        parts = list(_PART.finditer(text, clause.start(), clause.end()))
        ways += [(one, other) for one in parts for other in parts if _apart(text, one, other)]
    for kind in _SAME_VALUE:
        values = [value for value in re.finditer(PATTERNS[kind], text) if value.group()]
        ways += [(one, other) for one in values for other in values if _apart(text, one, other)]
    if not ways:
        return None
    one, other = rng.choice(ways)
    between = text[one.end() : other.start()]
    return text[: one.start()] + other.group() + between + one.group() + text[other.end() :]


def _apart(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether these two may change places: they differ, and something decides who is who."""
    between = text[one.end() : other.start()].strip()
    last = one.group().split()[-1].lower() != other.group().split()[-1].lower()
    listed = not between or between in {
        "en",
        "of",
        "en/of",
        ",",
        "is",
        "zijn",
        "als",
        "en van",
        "of van",
    }
    return one.end() < other.start() and last and not listed


CHANGES: dict[str, Change] = {
    "negation added": negation_added,
    "negation removed": negation_removed,
    "modality changed": modality_changed,
    "condition lost": condition_lost,
    "roles swapped": roles_swapped,
}
