"""What stands around the text of a page that does not mark its parts: told by links and place."""

import re
from dataclasses import dataclass

from ingest.reading.dates import without_dates

_CONTENTS = re.compile(
    r"(?:inhoud(?:sopgave)?|op deze pagina|in dit artikel|snel naar|ga direct naar|direct naar"
    r"|(?:table of )?contents|on this page|in this article)\s*:?",
    re.IGNORECASE,
)
_BACK_TO_TOP = re.compile(r"(?:terug naar (?:boven|het begin)|back to (?:the )?top)\b", re.I)
_SITE = re.compile(r"\s+[|\u2013—»·:-]\s+")
_NUMBER = re.compile(r"^[\d.]+\s+|\W+$")
_LINKED = 0.9
"""Share of a text that is links, from where on it is there to be clicked rather than read."""
_LABELS = 3
_LISTED = 3
_TITLES = (1, 2)
_LINE = 80
"""Characters of a line with dates, at most."""
_EXPLAINED = re.compile(r"\*(?=[^\s*])[^*:]{1,90}: ")
"""A word that is explained where the mouse rests on it, as html2text writes it down below."""
_MANY = 4


@dataclass(frozen=True)
class Piece:
    """A heading (`level` from 1), an item or a paragraph; `links` in it, `linked` share of it."""

    text: str
    level: int = 0
    item: bool = False
    links: int = 0
    linked: float = 0.0
    inside: bool = False  # whether all its links point at this very page

    @property
    def words(self) -> int:
        """How long it is."""
        return len(self.text.split())


def surroundings(pieces: list[Piece], title: str) -> set[int]:
    """The places of menus, labels, contents and whatever follows the way back to the top."""
    left_out = set(range(begin(pieces, title)))
    left_out |= contents(pieces)
    left_out |= {place for place, piece in enumerate(pieces) if _labels(piece)}
    return left_out | _ending(pieces)


def begin(pieces: list[Piece], title: str) -> int:
    """The place of the heading that bears the page's title, when only menus stand before it."""
    told = sum(map(_told, pieces))
    following = 0
    for place in range(len(pieces) - 1, 0, -1):
        piece = pieces[place]
        told -= _told(piece)
        following += piece.words
        if piece.level in _TITLES and told * 4 <= following and is_title(piece.text, title):
            return place
    return 0


def is_title(heading: str, title: str) -> bool:
    """Whether a heading is the title, with or without the name of the site behind it."""
    name, wanted = heading.casefold(), title.casefold()
    behind = wanted[len(name) :] if wanted.startswith(name) else ""
    return bool(name) and (name == wanted or bool(_SITE.match(behind)))


def announced(text: str) -> bool:
    """Whether words that stand above a list of headings are anywhere in a text."""
    return bool(_CONTENTS.search(text))


def contents(pieces: list[Piece]) -> set[int]:
    """The places of a list that only repeats the headings, and of the words above it."""
    headings = {_bare(piece.text) for piece in pieces if piece.level}
    found: set[int] = set()
    run: list[int] = []
    for place, piece in enumerate([*pieces, Piece("")]):
        if piece.item and _bare(piece.text) in headings:
            run.append(place)
            continue
        if run:
            found |= _if_contents(pieces, run)
        run = []
    return found


def _if_contents(pieces: list[Piece], run: list[int]) -> set[int]:
    above = run[0] - 1
    label = pieces[above].text if above >= 0 else ""
    if _CONTENTS.fullmatch(label):
        return {above, *run}
    clickable = len(run) >= _LISTED and all(pieces[place].inside for place in run)
    return set(run) if clickable and not label.endswith(":") else set()


def _labels(piece: Piece) -> bool:
    loose = not piece.level and not piece.item
    return loose and piece.links >= _LABELS and piece.linked >= _LINKED


def _ending(pieces: list[Piece]) -> set[int]:
    end = len(pieces)
    while end and _EXPLAINED.match(pieces[end - 1].text):
        end -= 1
    end = end if len(pieces) - end >= _MANY else len(pieces)
    for place in range(end - 1, -1, -1):
        if pieces[place].level:
            break
        if _BACK_TO_TOP.match(pieces[place].text):
            end = place
    while end and _tells_only_when(pieces[end - 1]) and not pieces[end - 2 :][0].level:
        end -= 1
    return set(range(end, len(pieces)))


def _tells_only_when(piece: Piece) -> bool:
    return len(piece.text) <= _LINE and not without_dates(piece.text)


def _told(piece: Piece) -> int:
    """Words that were written to be read."""
    return 0 if piece.item or piece.level or piece.linked >= _LINKED / 2 else piece.words


def _bare(text: str) -> str:
    return _NUMBER.sub("", text.casefold()).strip()
