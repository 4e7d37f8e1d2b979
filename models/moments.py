"""Rough dates: `maart 2026`, `eind 2025`, `medio mei 2026`, `het tweede kwartaal van 2026`."""

from re import Match

from models.numbers import MONTHS

_PARTS = {
    **dict.fromkeys(("begin", "start of", "beginning of", "early"), "start"),
    **dict.fromkeys(("half", "medio", "midden", "mid", "halverwege"), "middle"),
    **dict.fromkeys(("eind", "einde", "ultimo", "end of", "late"), "end"),
    **dict.fromkeys(("voorjaar", "lente", "spring"), "spring"),
    **dict.fromkeys(("zomer", "summer"), "summer"),
    **dict.fromkeys(("najaar", "herfst", "autumn"), "autumn"),
    "winter": "winter",
}
_RANKS = {
    **{word: rank for rank, word in enumerate(["eerste", "tweede", "derde", "vierde"], 1)},
    **{word: rank for rank, word in enumerate(["first", "second", "third", "fourth"], 1)},
    **{f"{rank}e": rank for rank in range(1, 5)},
    **{f"q{rank}": rank for rank in range(1, 5)},
}


def _any(words: dict[str, str] | dict[str, int]) -> str:
    return "|".join(sorted((word.replace(" ", r"\s") for word in words), key=len, reverse=True))


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d.,]*\d)"
_OF = r"\s(?:(?:van|in|of)\s)?"
MOMENTS = (
    rf"\b(?:(?P<part>{_any(_PARTS)})[\s-])?(?P<month>{_MONTH}){_OF}{_YEAR}",
    rf"\b(?:(?P<rank>{_any(_RANKS)})\s(?:kwartaal|quarter)|(?P<short>q[1-4])){_OF}{_YEAR}",
    rf"\b(?P<part>{_any(_PARTS)})(?:-|{_OF}){_YEAR}",
)
"""Patterns, for texts in any case."""


def moment(match: Match[str]) -> str:
    """What a match of one of them says: `2026-03`, `2025 end`, `2026-05 middle`, `2026-Q2`."""
    said = match.groupdict()
    whole = said["year"]
    if month := said.get("month"):
        whole = f"{whole}-{MONTHS[month.lower()]:02d}"
    if rank := said.get("rank") or said.get("short"):
        whole = f"{whole}-Q{_RANKS[rank.lower()]}"
    part = " ".join((said.get("part") or "").lower().split())
    return f"{whole} {_PARTS[part]}" if part else whole
