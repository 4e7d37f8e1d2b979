"""Questions as people type them: keys beside the right one, letters lost, doubled or swapped."""

import random
import re

LONG = 5
SHARE = 0.5
"""Words of so many letters go wrong, so often; at least one of a question."""
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
HEARD = (("ei", "ij"), ("ij", "ei"), ("au", "ou"), ("ou", "au"), ("dt", "t"), ("ch", "g"))
"""What Dutch people mix up because it sounds the same."""


def misspelt(question: str, seed: int) -> str:
    """The question with typing errors; the same seed makes the same ones."""
    dice = random.Random(f"{seed} {question}")  # noqa: S311
    parts = re.split(r"(\w+)", question)
    long = [place for place, part in enumerate(parts) if len(part) >= LONG and part.isalpha()]
    chosen = [place for place in long if dice.random() < SHARE] or long[:1]
    for place in chosen:
        parts[place] = _wrong(parts[place], dice)
    return "".join(parts)


def _wrong(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    heard = [pair for pair in HEARD if pair[0] in word[1:]]
    kind = dice.choice(["lost", "doubled", "swapped", "beside", *(["heard"] * bool(heard))])
    if kind == "heard":
        one, other = dice.choice(heard)
        return word[0] + word[1:].replace(one, other, 1)
    changed = {
        "lost": "",
        "doubled": word[at] * 2,
        "swapped": word[at + 1] + word[at],
        "beside": _beside(word[at], dice),
    }[kind]
    return word[:at] + changed + word[at + 1 + (kind == "swapped") :]


def _beside(letter: str, dice: random.Random) -> str:
    row = next((row for row in KEYS if letter.lower() in row), "")
    if not row:
        return ""
    at = row.index(letter.lower())
    return dice.choice([row[place] for place in (at - 1, at + 1) if 0 <= place < len(row)])
