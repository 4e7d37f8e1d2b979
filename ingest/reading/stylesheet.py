"""A style sheet → its rules as a reader at a desk meets them: nesting undone, media weighed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

KEPT = frozenset(
    """
    display visibility opacity filter content-visibility font-size font color background
    -webkit-text-fill-color background-color background-image position left right top bottom inset
    margin-left margin-top text-indent clip clip-path transform scale translate zoom width height
    max-height max-width overflow overflow-x overflow-y text-decoration text-decoration-line
    -webkit-text-security
    """.split()  # noqa: SIM905 - a word list reads better than fifty quoted lines
)
"""The properties that can make something unseen."""
_DEEPEST = 6
"""Levels of nested rules."""
_MOST_PARENTS = 40
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_BREAK = re.compile(r"[{;]")
_SIGN = re.compile(r"[{};]")
_BRACE = re.compile(r"[{}]")
_ROUGH_SIZE = re.compile(r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%)|0)(?=[\s/]|$)")
_GROUP = re.compile(r"@(?:media|layer|supports|scope|container)\b", re.I)
_FEATURE = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([\d.]+)\s*(px|em|rem)?\s*)?\)")
_DESK = (1280, 800)
"""Pixels of the screen that a page is weighed for."""


@dataclass(frozen=True)
class Declarations:
    """The declarations of one rule or `style` attribute; important ones apart (CSS Cascade 6.1)."""

    plain: dict[str, str]
    important: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.plain or self.important)


def rules_of(sheet: str) -> Iterator[tuple[str, Declarations]]:
    """Every selector with its declarations, in order; rules that hide nothing are left out."""
    text = _STRING.sub(lambda found: '""' if _SIGN.search(found[0]) else found[0], sheet)
    text = _COMMENT.sub(" ", text)
    yield from _rules(_unescaped(text), (), 0)


def declarations(body: str) -> Declarations:
    """The declarations in a rule or a `style` attribute that can make something unseen."""
    plain: dict[str, str] = {}
    important: dict[str, str] = {}
    for part in _unescaped(body).split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if not colon or not (name in KEPT or name.startswith("--")):
            continue
        words = " ".join(value.lower().split())
        told, mark, _ = words.partition("!")
        (important if mark else plain)[name] = told.strip()
    for kept in (plain, important):
        if "font" in kept and (size := _ROUGH_SIZE.search(kept["font"])):
            kept.setdefault("font-size", size[1])
    return Declarations(plain, important)


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF) or 0xFFFD), text)


def _rules(text: str, parents: tuple[str, ...], depth: int) -> Iterator[tuple[str, Declarations]]:
    own: list[str] = []
    place = 0
    while found := _BREAK.search(text, place):
        prelude = text[place : found.start()].strip()
        place = found.end()
        if found[0] == ";":
            own.append(prelude)
            continue
        end = _closing(text, place)
        inner = text[place : end - 1]
        place = end
        if depth < _DEEPEST:
            yield from _nested(prelude, inner, parents, depth)
    own.append(text[place:])
    if parents and (declared := declarations(";".join(own))):
        for selector in parents:
            yield selector, declared


def _nested(
    prelude: str, inner: str, parents: tuple[str, ...], depth: int
) -> Iterator[tuple[str, Declarations]]:
    if prelude.startswith("@"):
        if _GROUP.match(prelude) and (not prelude.lower().startswith("@media") or _shown(prelude)):
            yield from _rules(inner, parents, depth + 1)
        return
    selectors = _selectors(prelude)
    if parents:
        selectors = tuple(_under(up, own) for up in parents for own in selectors)[:_MOST_PARENTS]
    yield from _rules(inner, selectors, depth + 1)


def _selectors(prelude: str) -> tuple[str, ...]:
    """The selectors of a list; a comma between brackets parts nothing."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth <= 0:
            parts.append(prelude[start:place])
            start = place + 1
    return tuple(part.strip() for part in [*parts, prelude[start:]] if part.strip())


def _under(parent: str, selector: str) -> str:
    return selector.replace("&", parent) if "&" in selector else f"{parent} {selector}"


def _closing(text: str, start: int) -> int:
    """The place behind the brace that closes the block begun at `start`."""
    depth = 1
    for brace in _BRACE.finditer(text, start):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.end()
    return len(text) + 1


def _shown(prelude: str) -> bool:
    """Whether one of the media queries holds on a screen at a desk."""
    return any(_holds(query) for query in prelude[len("@media") :].lower().split(","))


def _holds(query: str) -> bool:
    words = query.split("(")[0].split()
    if "not" in words or "print" in words or "speech" in words:
        return "not" in words and not {"screen", "all"} & set(words)
    if re.search(r"\bor\b|\bnot\b|[<>]", query):
        return False
    return all(_fits(name, amount, unit) for name, amount, unit in _FEATURE.findall(query))


def _fits(name: str, amount: str, unit: str) -> bool:
    if not amount:
        return name in ("color", "hover", "width", "height")
    side, _, what = name.partition("-")
    if what not in ("width", "height"):
        return False
    pixels = float(amount) * (16 if unit in ("em", "rem") else 1) if amount.count(".") <= 1 else 0
    size = _DESK[what == "height"]
    return pixels <= size if side == "min" else pixels >= size
