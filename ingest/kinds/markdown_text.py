"""What a Markdown site adds to Markdown: includes, admonitions, MDX, abbreviations, anchors.

MkDocs with PyMdown snippets and mkdocs-include-markdown, Docusaurus with MDX.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from ingest.domain import Section

DEEPEST = 5  # includes within includes
_INCLUDE = re.compile(
    r"^[ \t]*(?:-{1,2}8<-{1,2}|\{%-?[ \t]*include(?:-markdown)?)[ \t]+[\"']([^\"'\n]+)[\"'].*$",
    re.M,
)
_ABBREVIATION = re.compile(r"^\*\[[^\]\n]+\]:.*$", re.M)
_TITLED = re.compile(r"^([ \t]*):{3,}[ \t]*\w+[ \t]*(?:\[(.*)\]|(?![{\[])(\S.*))[ \t]*$", re.M)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*?^[ \t]*(?:```|~~~)[ \t]*$", re.M | re.DOTALL)
_MDX = re.compile(
    r"^(?:import\s+(?:[\w*{][^;'\"]{0,500}?\s+from\s+)?[\"'][^\"'\n]+[\"'];?"
    r"|export\s+(?:const|default|function|let|class)\b.*)[ \t]*$",
    re.M,
)
_EMPTY = re.compile(
    r'^[ \t]*(?:!!!|\?\?\?\+?|===)[^\n"]*"[^"\n]*"[ \t]*\n(?:[ \t]*\n)*+(?![ \t])', re.M
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_OWN_ANCHOR = re.compile(r"\{[ \t]*#([\w.:-]+)[^}]*\}\s*$")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.M)
_ATTRIBUTES = re.compile(r"\s*\{[^}]*\}\s*$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|</?[a-zA-Z][^>]*>|[*`]")


def included(text: str, find: Callable[[str], str], depth: int = 0) -> str:
    """The text with the files it includes in their place; `find` gives a file's text or nothing."""
    if depth >= DEEPEST:
        return _INCLUDE.sub("", text)
    parts, at = [], 0
    for match in _INCLUDE.finditer(text):
        parts.append(text[at : match.start()])
        parts.append(included(find(match[1].strip()), find, depth + 1))
        at = match.end()
    return "".join([*parts, text[at:]])


def readable(text: str) -> str:
    """Plain Markdown: what only a site's builder understands is gone, its titles are paragraphs."""
    text = _ABBREVIATION.sub("", _COMMENT.sub("", text))
    pieces, at = [], 0
    for fence in _FENCE.finditer(text):
        pieces += [_prose(text[at : fence.start()]), fence[0]]
        at = fence.end()
    return "".join([*pieces, _prose(text[at:])])


def _prose(text: str) -> str:
    text = _EMPTY.sub("\n", _MDX.sub("", text))
    text = _HEADING.sub(lambda found: _ATTRIBUTES.sub("", found[0]), text)
    return _TITLED.sub(lambda found: f"\n{found[1]}{found[2] or found[3]}\n", text)


def anchored(sections: tuple[Section, ...], text: str) -> tuple[Section, ...]:
    """The sections with the anchors that a builder gives their headings, in the order of `text`."""
    marks, start, placed = list(_anchors(text)), 0, []
    for section in sections:
        name = _words(section.headings[-1]) if section.headings else ""
        rest = enumerate(marks[start:], start)
        place = next((at for at, (words, _) in rest if name and words == name), None)
        if place is not None:
            section = section.model_copy(update={"anchor": marks[place][1]})
            start = place
        placed.append(section)
    return tuple(placed)


def _anchors(text: str) -> Iterator[tuple[str, str]]:
    """The words of every heading, and its anchor: its own, or made of the words."""
    met: Counter[str] = Counter()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        own = _OWN_ANCHOR.search(heading)
        words = _LINK.sub(r"\1", _ATTRIBUTES.sub("", heading))
        slug = own[1] if own else _slug(words)
        yield _words(words), f"{slug}_{met[slug]}" if met[slug] and not own else slug
        met[slug] += 1


def _slug(words: str) -> str:
    """As Python-Markdown's `toc` does it: ASCII letters, digits and hyphens."""
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", ascii_only).strip().lower())


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
