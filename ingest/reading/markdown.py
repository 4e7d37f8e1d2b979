"""Markdown → `Content`; front matter gives the title, links become their text."""

import re

from ingest.domain import CELL
from ingest.reading.content import Content
from ingest.reading.dates import first_date
from ingest.reading.surroundings import Piece, is_title, surroundings
from ingest.reading.units import Part, Unit, lay_out
from ingest.reading.wording import clean, words_of_file

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(
    r"^(title|titel|date|modified|lastmod|lang|language)\s*:\s*[\"']?(.*?)[\"']?\s*$", re.M | re.I
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_EXPLAINED = re.compile(r"  \*[^\s*\[][^*:]{1,90}: [^*]*$")
"""A word that is explained where the mouse rests on it: html2text puts these lines last."""
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_HEADING = re.compile(r"^\s*(?:[-*+]\s+)?(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^\s{0,3}(?:[-*_]\s*){3,}$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_TABLE_BREAK = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ADMONITION = re.compile(r'^\s*(?:!!!|\?\?\?\+?|===)\s*[\w -]*?(?:"(.*)")?\s*$')
_LEFT_OUT = re.compile(
    r"^\s*(?:\{[%:{].*|\[\^?[^\]]+\]:\s.*|:::.*|import .* from .*|\[TOC\]|--8<--.*)$"
)

_LINK = re.compile(r"\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)(?:\{[^}]*\})?")
_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)(?:\{[^}]*\})?"), ""),
    (_LINK, r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"</?[a-zA-Z][^>]*>"), ""),
    (re.compile(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r":(?:material|octicons|fontawesome|simple)-[\w-]+:(?:\{[^}]*\})?"), ""),
    (re.compile(r"\{[.:#][^}]*\}"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>-])"), r"\1"),
)


def has_front_matter(text: str) -> bool:
    """Whether the text begins with YAML between dashes, as Markdown does."""
    return bool(_FRONT.match(text.replace("\r\n", "\n")))


def read_markdown_text(text: str, url: str) -> Content:
    """Never raises: any text is Markdown."""
    text = re.sub(r"\r\n?", "\n", text)
    front = _FRONT.match(text)
    fields = {name.lower(): value for name, value in _FIELD.findall(front[1])} if front else {}
    title = clean(fields.get("title") or fields.get("titel") or "")
    body = _COMMENT.sub("", text[front.end() :] if front else text)
    lines = body.rstrip().split("\n")
    while lines and _EXPLAINED.match(lines[-1]):
        lines.pop()
    units = _own(_Reader(lines).units(), title)
    heads = [unit for unit in units if unit.part is Part.HEADING]
    if heads and heads[0].level == 1 and (not title or is_title(heads[0].text, title)):
        title = heads[0].text
    title = title or words_of_file(url)
    dated = fields.get("modified") or fields.get("lastmod") or fields.get("date") or ""
    language = (fields.get("lang") or fields.get("language") or "")[:2].lower()
    return Content(
        title=title,
        language=language if language in ("nl", "en") else None,
        sections=lay_out(units, title),
        modified=first_date(dated),
    )


def _own(units: list[Unit], title: str) -> list[Unit]:
    """The units in plain words, without the menus and such that a scraped page still has."""
    pieces = []
    for unit in units:
        raw, unit.text = unit.text, clean(plain(unit.text))  # only now: a link may run on
        unlinked = clean(plain(_LINK.sub("", raw)))
        pieces.append(
            Piece(
                unit.text,
                level=unit.level if unit.part is Part.HEADING else 0,
                item=unit.part is Part.ITEM,
                links=len(_LINK.findall(raw)),
                linked=1 - len(unlinked) / max(1, len(unit.text)),
                inside=raw.count("](#") == raw.count("](") > 0,
            )
        )
    left_out = surroundings(pieces, title)
    return [unit for place, unit in enumerate(units) if unit.text and place not in left_out]


class _Reader:
    """One pass over the lines of one document."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._units: list[Unit] = []
        self._open = False  # whether a following line belongs to the last unit
        self._heads: list[str] = []
        self._indents: list[int] = []

    def units(self) -> list[Unit]:
        """The parts of the document."""
        fenced = False
        for place, line in enumerate(self._lines):
            if _FENCE.match(line):
                fenced, self._open = not fenced, False
            elif fenced:
                self._add(Part.PROSE, line)
                self._open = False
            else:
                self._read(place, line)
        return self._units

    def _read(self, place: int, line: str) -> None:
        following = self._lines[place + 1] if place + 1 < len(self._lines) else ""
        if not line.strip() or _RULE.match(line) or _LEFT_OUT.match(line):
            self._open, self._heads = False, self._heads if "|" in line else []
        elif found := _HEADING.match(line):
            self._add(Part.HEADING, found[2], len(found[1]))
            self._open = False
        elif self._is_title(line, following):
            self._add(Part.HEADING, line, 1 if following.strip()[0] == "=" else 2)
            self._open = False
        elif _UNDERLINE.match(line):
            self._open = False
        elif found := _ADMONITION.match(line):
            self._add(Part.PROSE, found[1] or "")
            self._open = False
        else:
            self._read_text(line, following)

    def _is_title(self, line: str, following: str) -> bool:
        plain = not self._open and not _ITEM.match(line) and "|" not in line
        return plain and bool(_UNDERLINE.match(following)) and len(following.strip()) >= len("---")

    def _read_text(self, line: str, following: str) -> None:
        if "|" in line and (self._heads or _TABLE_BREAK.match(following)):
            self._row(line, following)
        elif found := _ITEM.match(line):
            self._add(Part.ITEM, found[2], self._depth(len(found[1].expandtabs(4))))
        elif self._open and self._units:
            self._units[-1].text += " " + line.lstrip("> ")
        else:
            self._add(Part.PROSE, line.lstrip("> ") if line.lstrip().startswith(">") else line)

    def _row(self, line: str, following: str) -> None:
        cells = [clean(plain(cell)) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        self._open = False
        if _TABLE_BREAK.match(line):
            return
        if _TABLE_BREAK.match(following):
            self._heads = cells or [""]
            return
        names = [*self._heads, *[""] * len(cells)]
        pairs = [(cell, name) for cell, name in zip(cells, names, strict=False) if cell]
        lead = CELL.join(name for _, name in pairs) if any(name for _, name in pairs) else ""
        self._units.append(Unit(Part.ROW, CELL.join(cell for cell, _ in pairs), lead=lead))

    def _depth(self, indent: int) -> int:
        if not self._units or self._units[-1].part is not Part.ITEM:
            self._indents = []
        while self._indents and self._indents[-1] >= indent:
            self._indents.pop()
        self._indents.append(indent)
        return len(self._indents) - 1

    def _add(self, part: Part, text: str, level: int = 0) -> None:
        self._units.append(Unit(part, text, level))
        self._open, self._heads = True, []


def plain(text: str) -> str:
    """A line of Markdown without its marks."""
    for pattern, words in _INLINE:
        text = pattern.sub(words, text)
    return text
