"""Numbers, months and weekdays as they are written in Dutch and English."""

_ONES = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
_MORE = "zestien zeventien achttien negentien twintig"
_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve"
WORDS = {
    **{word: number for number, word in enumerate(f"{_ONES} {_MORE}".split())},
    **{word: number for number, word in enumerate(_ENGLISH.split())},
    "één": 1,
    "dertig": 30,
    "veertig": 40,
    "vijftig": 50,
    "zestig": 60,
    "negentig": 90,
    "honderd": 100,
}
NUMBER = r"\d+(?:[.,]\d+)?|" + "|".join(sorted(WORDS, key=len, reverse=True))
"""A pattern for a whole or decimal number, in digits or words."""

_DUTCH_MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
)
_ENGLISH_MONTHS = (
    "january february march april may june july august september october november december"
)
MONTHS = {
    **{name: number for number, name in enumerate(_DUTCH_MONTHS.split(), 1)},
    **{name: number for number, name in enumerate(_ENGLISH_MONTHS.split(), 1)},
}
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DUTCH_DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
WEEKDAYS = {
    **{day: day for day in _DAYS},
    **dict(zip(_DUTCH_DAYS, _DAYS, strict=True)),
    **{f"{dutch}en": day for dutch, day in zip(_DUTCH_DAYS, _DAYS, strict=True)},
}


def decimal(text: str) -> float:
    """Read 1.250,50 and 1250.50 and 1 250: a last group of other than three digits is cents."""
    compact = "".join(text.split())
    whole_part, mark, cents = compact.rpartition("," if "," in compact else ".")
    if not mark or (mark == "." and len(cents) == len("000")):
        return float(compact.replace(".", ""))
    return float(f"{whole_part.replace('.', '').replace(',', '')}.{cents}")


def whole(text: str) -> int | None:
    """A whole number in digits or words; None when it is not whole or not known."""
    lowered = text.lower()
    if lowered in WORDS:
        return WORDS[lowered]
    return int(lowered) if lowered.isdigit() else None
