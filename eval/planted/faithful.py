"""Faithful variants: other words, fewer words or another order, and the same is said."""

import random
import re

from eval.planted.domain import Change, any_of, word_lists

WORDS = word_lists()
_BOUND = re.compile(
    rf"\b(?:niet|geen|zonder|nooit|tot|binnen|{any_of(WORDS['conditions'])}|{any_of(WORDS['limits'])}"
    rf"|{any_of([*WORDS['modality']])})\b|\d",
    re.IGNORECASE,
)
"""What a part that is left out must not hold."""
_MOVABLE, _SUBJECTS = any_of(WORDS["movable"]), any_of(WORDS["subjects"])
_NUMBERS = dict(zip(WORDS["counts"], range(2, 13), strict=True))
_LISTED = r"(?!ouder|jonger|meer|minder|hoger|lager|later|niet)[a-z]{4,}"
FEWEST = 5


def copied(text: str, rng: random.Random) -> str | None:
    """The same words; spaces, quotes and the full stop as a model might set them."""
    ways = [text, text.replace(" ", "  ", 1), text.rstrip("."), text.replace(" ", "\u00a0", 1)]
    ways += [text.replace("\u2018", "'").replace("\u2019", "'"), f" {text} "]
    return rng.choice(ways)


def shortened(text: str, rng: random.Random) -> str | None:
    """Without an aside, a word such as `daarnaast`, a reason or a consequence."""
    ways = [re.sub(r" \([^()]+\)(?=[ .,;])", "", text, count=1)]
    ways.append(re.sub(rf", (?:{any_of(WORDS['tails'])}) [^.]+\.$", ".", text))
    ways.append(re.sub(r", (?:en|maar) [^,]+\.$", ".", text))
    ways.append(re.sub(r"; [^;]+\.$", ".", text))
    if opener := re.match(rf"(?:{any_of(WORDS['openers'])}) ({_MOVABLE}) ({_SUBJECTS}) (.+)", text):
        verb, subject, rest = opener.groups()
        ways.append(f"{subject.capitalize()} {verb} {rest}")
    ways = [way for way in ways if way != text and _whole(text, way)]
    return rng.choice(ways) if ways else None


def _whole(text: str, way: str) -> bool:
    """Whether what was left out binds nothing."""
    start = next((n for n, (a, b) in enumerate(zip(text, way, strict=False)) if a != b), len(way))
    tail = len(way) - start
    left_out = text[start : len(text) - tail] if tail else text[start:]
    return len(way.split()) >= FEWEST and not _BOUND.search(left_out)


def reordered(text: str, rng: random.Random) -> str | None:
    """The condition behind what it holds for, or a place or time at its usual place."""
    body = text.rstrip(".")
    ways = []
    if re.search(r"\b(?:alleen|zo|zowel|dezelfde|hetzelfde|net)\b", text, re.IGNORECASE):
        return None
    if leading := re.fullmatch(
        rf"(Als|Indien|Wanneer|Omdat) ([^,]+), (?:dan )?({_MOVABLE}) ({_SUBJECTS}) ([^,]+)", body
    ):
        word, clause, verb, subject, rest = leading.groups()
        ways.append(f"{subject.capitalize()} {verb} {rest} {word.lower()} {clause}.")
    if trailing := re.fullmatch(
        rf"({_SUBJECTS}) ({_MOVABLE}) ([^,]+?),? (als|indien|wanneer|omdat) ([^,]+)",
        body,
        re.IGNORECASE,
    ):
        subject, verb, rest, word, clause = trailing.groups()
        ways.append(f"{word.capitalize()} {clause}, {verb} {subject.lower()} {rest}.")
    fronts = any_of([word.capitalize() for word in WORDS["fronts"]])
    if front := re.fullmatch(
        rf"((?:{fronts}) [^,]{{3,40}}?) ({_MOVABLE}) ({_SUBJECTS}) ([^,]+)", body
    ):
        place, verb, subject, rest = front.groups()
        ways.append(f"{subject.capitalize()} {verb} {place[0].lower()}{place[1:]} {rest}.")
    listed = re.search(
        rf"\b((?!u )[a-z]{{4,}}) (en|of) ({_LISTED})(?=[.,])",
        text,
    )
    bound = r"(?:\b(?:de|het|een|van|voor|om) |\d )$"
    if listed and not re.search(bound, text[: listed.start()]):
        one, word, other = listed.groups()
        ways.append(f"{text[: listed.start()]}{other} {word} {one}{text[listed.end() :]}")
    return rng.choice(ways) if ways else None


def reworded(text: str, rng: random.Random) -> str | None:
    """One or two words replaced by plain ones that mean the same."""
    known = [word for word in WORDS["reworded"] if re.search(rf"\b{word}\b", text)]
    if not known:
        return None
    for word in rng.sample(known, min(len(known), rng.choice([1, 2]))):
        text = re.sub(rf"\b{word}\b", WORDS["reworded"][word], text, count=1)
    return text


def numbers_rewritten(text: str, rng: random.Random) -> str | None:
    """`€ 5` as 5 euro, 2 weeks as fourteen days, 1 januari 2026 as 01-01-2026."""
    months = {name: n for n, name in enumerate(WORDS["months"], 1)}
    counts = {str(n): word for word, n in _NUMBERS.items()}
    ways = [
        re.sub(r"€ ?(\d[\d.]*(?:,\d\d)?)(?!\d| (?:miljoen|miljard))", r"\1 euro", text, count=1),
        re.sub(r"\b(\d[\d.]*(?:,\d\d)?) euro\b", r"€ \1", text, count=1),
        re.sub(r"(\d) ?%", r"\1 procent", text, count=1),
        re.sub(r"(\d) procent\b", r"\1%", text, count=1),
        re.sub(
            rf"\b(\d{{1,2}}) ({any_of(WORDS['months'])}) (\d{{4}})\b",
            lambda m: f"{int(m[1]):02d}-{months[m[2]]:02d}-{m[3]}",
            text,
            count=1,
        ),
        re.sub(
            rf"(?<![\d-])\b({any_of(WORDS['counts'])}|\d+) weken\b",
            lambda m: f"{7 * (_NUMBERS.get(m[1]) or int(m[1]))} dagen",
            text,
            count=1,
        ),
        re.sub(
            rf"\b({any_of(WORDS['counts'])})(?= [a-z]+(?:en|s)\b)",
            lambda m: str(_NUMBERS[m[1]]),
            text,
            count=1,
        ),
        re.sub(r"(?<![\d.,/-])\b([2-9])(?= [a-z]+en\b)", lambda m: counts[m[1]], text, count=1),
        re.sub(r"\b(\d{1,2})\.(\d\d) uur\b", r"\1:\2 uur", text, count=1),
    ]
    ways = [way for way in ways if way != text]
    return rng.choice(ways) if ways else None


CHANGES: dict[str, Change] = {
    "copied": copied,
    "shortened": shortened,
    "reordered": reordered,
    "reworded": reworded,
    "numbers rewritten": numbers_rewritten,
}


def joined(first: str, second: str) -> str | None:
    """Two sentences as one."""
    name = second.split()[0]
    if name.isupper() and len(name) > 1:
        return None
    return f"{first.rstrip('.')}, en {second[0].lower()}{second[1:]}"
