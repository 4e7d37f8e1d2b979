"""Wrong values: one amount, date, article, address or name of a sentence becomes another."""

import random
import re
from collections.abc import Callable

from eval.planted.domain import Change, any_of, word_lists

WORDS = word_lists()
_MONTHS, _UNITS, _COUNTS = (any_of(WORDS[key]) for key in ("months", "units", "counts"))
_UNCOUNTED = rf"(?!(?:{_UNITS}|{_MONTHS}|euro|procent|jarigen?|lid|leden)\b)"
_HOST = r"(?:[a-z0-9-]+\.)+(?:nl|eu|com|org|net|io)\b"
PATTERNS = {
    "amount": r"(?:€ ?|EUR )\d[\d.]*(?:,\d\d)?|\b\d[\d.]*(?:,\d\d)?(?= euro\b)",
    "percentage": r"\b\d+(?:,\d+)?(?= ?(?:%|procent\b))",
    "date": rf"\b\d{{1,2}} (?:{_MONTHS})\b(?: \d{{4}})?|\b(?:{_MONTHS}) \d{{4}}\b",
    "period": rf"(?<![\d.,-])\b(?:\d+|{_COUNTS}) (?:{_UNITS})\b",
    "age": r"\b\d{1,2}(?= jaar (?:of|en) (?:ouder|jonger))|(?<=er dan )\d{1,2}(?= jaar)"
    r"|(?<=(?:vanaf|..tot) )\d{1,2}(?= jaar)|\b\d{1,2}(?=-?jarigen?\b)",
    "count": rf"(?<![\d.,-])\b(?:\d{{1,3}}|{_COUNTS})(?= {_UNCOUNTED}[a-z]{{3,}}(?:en|s)\b)",
    "article": r"(?<=rtikel )\d+[a-z]?(?:[.:]\d+)*|(?<=rtikelen )\d+[a-z]?(?:[.:]\d+)*"
    r"|\b(?:eerste|tweede|derde|vierde|vijfde)(?= lid\b)",
    "url": rf"(?:https?://|www\.)[^\s)<>\"]*[a-z0-9/]|(?<![@\w.]){_HOST}(?:/[^\s)<>\"]*[a-z0-9/])?",
    "phone": r"(?<![\d.,/-])0\d{1,3}[ -]?\d{2,3}[ -]?\d{2}[ -]?\d{2,3}\b|\b14 ?0\d{2,3}\b",
    "email": r"[\w.-]+@[\w-]+\.\w+",
    "opening time": r"\b\d{1,2}[.:]\d\d(?=(?: uur| tot | en | - ))|\b\d{1,2}(?= uur\b)",
    "organisation": rf"\b(?:{any_of(WORDS['organisations'])})\b",
    "place": rf"\b(?:{any_of(WORDS['places'])})\b",
}
ORDINALS = ["eerste", "tweede", "derde", "vierde", "vijfde"]


def wrong(kind: str) -> Change:
    """The change that gives one value of `kind` another value."""
    pattern = re.compile(PATTERNS[kind])

    def change(text: str, rng: random.Random) -> str | None:
        found = [match for match in pattern.finditer(text) if match.group()]
        if not found:
            return None
        match = rng.choice(found)
        other = _other(kind, match.group(), rng)
        clear = other and other not in text and not text.endswith(match.group())
        return text[: match.start()] + other + text[match.end() :] if clear else None

    return change


def _other(kind: str, value: str, rng: random.Random) -> str:
    if kind in {"organisation", "place"}:
        return str(rng.choice([name for name in WORDS[f"{kind}s"] if name != value]))
    if kind in CHANGERS:
        return CHANGERS[kind](value, rng)
    if value in ORDINALS:
        return rng.choice([word for word in ORDINALS if word != value])
    return _other_number(value, rng)


def _other_number(value: str, rng: random.Random) -> str:
    """One digit changed, two swapped, or one more; a number in words becomes another word."""
    if value in WORDS["counts"]:
        return str(rng.choice([word for word in WORDS["counts"] if word != value]))
    places = [place for place, letter in enumerate(value) if letter.isdigit()]
    place = rng.choice(places)
    digit = rng.choice([n for n in "123456789" if n != value[place]])
    changed = value[:place] + digit + value[place + 1 :]
    swaps = [n for n in places if n + 1 in places and value[n] != value[n + 1] and value[n] != "0"]
    if swaps and value[swaps[0] + 1] != "0" and rng.random() < 1 / 3:
        n = rng.choice(swaps[:1])
        return value[:n] + value[n + 1] + value[n] + value[n + 2 :]
    return changed


def _other_date(value: str, rng: random.Random) -> str:
    parts = value.split()
    for place, part in enumerate(parts):
        if part in WORDS["months"] and rng.random() < 1 / 2:
            parts[place] = rng.choice([month for month in WORDS["months"] if month != part])
            return " ".join(parts)
    if len(parts) > 1 and parts[-1].isdigit():
        parts[-1] = str(int(parts[-1]) + rng.choice([-2, -1, 1, 2]))
    else:
        parts[0] = str(int(parts[0]) % 27 + 1)
    return " ".join(parts)


def _other_period(value: str, rng: random.Random) -> str:
    number, unit = value.split()
    if rng.random() < 1 / 2:
        return f"{number} {rng.choice([word for word in WORDS['units'] if word != unit])}"
    return f"{_other_number(number, rng)} {unit}"


def _other_address(value: str, rng: random.Random) -> str:
    """Another ending, a letter more, a letter less, a word before or behind."""
    host = re.sub(r"^https?://|^www\.", "", value)
    ways = [
        value.replace(".nl", ".com") if ".nl" in value else f"{value}.nl",
        value.replace(host, f"mijn-{host}"),
        value.replace(host, host[0] + host),
        value.replace(host, host[:2] + host[3:]),
        f"{value.rstrip('/')}/aanvragen",
    ]
    return rng.choice([way for way in ways if way != value])


def _other_mail(value: str, rng: random.Random) -> str:
    name, host = value.split("@")
    return rng.choice([f"info1@{host}", f"{name}.{name}@{host}", f"{name}@mijn{host}"])


def _other_time(value: str, rng: random.Random) -> str:
    digits = re.sub(r"\D.*", "", value)
    return f"{(int(digits) + rng.choice([1, 2, 3])) % 24}{value[len(digits) :]}"


CHANGERS: dict[str, Callable[[str, random.Random], str]] = {
    "date": _other_date,
    "period": _other_period,
    "url": _other_address,
    "email": _other_mail,
    "opening time": _other_time,
}


def drawn(kind: str, rng: random.Random) -> str:
    """A value of `kind` out of the blue, for a sentence that has none or must not have it."""
    digits = "".join(rng.choice("123456789") for _ in range(8))
    word = "".join(rng.choice("bdklmnprst") + rng.choice("aeiou") for _ in range(4))
    made = {
        "phone": [f"0{digits[:2]} {digits[2:5]} {digits[5:7]} {digits[6:]}", f"14 0{digits[:2]}"],
        "email": [f"info@{word}.nl", f"{word}@gemeente{word}.nl"],
        "url": [f"www.{word}.nl", f"https://www.{word}.nl/{word}", f"mijn.{word}.eu"],
        "opening time": [f"{rng.randint(7, 11)}.{rng.choice(['00', '15', '30'])}"],
        "age": [str(rng.randint(12, 67))],
        "amount": [f"{digits[:2]},{digits[2:4]}", f"{digits[0]}.{digits[1:4]}", digits[:3]],
        "percentage": [str(rng.randint(2, 99)), f"{digits[0]},{digits[1]}"],
    }
    return rng.choice(made[kind])
