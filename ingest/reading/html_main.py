"""Finds the main content of a page: by its landmarks, else as trafilatura sees it; pruned."""

import re
from copy import deepcopy
from itertools import islice
from typing import NamedTuple

import trafilatura

from ingest.reading.html_passing import passes
from ingest.reading.html_trim import trim_contents, trim_surroundings
from ingest.reading.html_words import HEADINGS, phrase
from ingest.reading.tree import Element, count_words, cut, find_all
from ingest.reading.wording import clean

_NOT_CONTENT = frozenset(("nav", "aside", "footer", "dialog"))
_ROLES = frozenset(
    [
        "navigation",
        "complementary",
        "search",
        "contentinfo",
        "banner",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
        "toolbar",
        "alert",
        "status",
        "tablist",
        "form",
    ]
)
_NAMES = frozenset(
    [
        "breadcrumb",
        "breadcrumbs",
        "kruimelpad",
        "kruimelspoor",
        "cookie",
        "cookies",
        "cookiebar",
        "cookiebalk",
        "cookiebanner",
        "cookieconsent",
        "share",
        "sharing",
        "sharebar",
        "socialshare",
        "social",
        "socialmedia",
        "addthis",
        "addtoany",
        "feedback",
        "feedbackform",
        "reactions",
        "reacties",
        "skip",
        "skiplink",
        "skiplinks",
        "pager",
        "pagination",
        "paginering",
        "toc",
        "tableofcontents",
        "inhoudsopgave",
        "printbutton",
        "print",
        "backtotop",
        "naarboven",
        "readspeaker",
        "webreader",
        "rs_skip",
        "userfeedback",
        "sidebar",
        "zijbalk",
        "zijkolom",
    ]
)
_FOOT = re.compile(r"(?:^|\s)(?:(?:site|page|pagina)[-_]?)?footer(?:\s|$)")
"""A footer of the page; a name such as `card-footer` is of something in it."""
_WORDS_OF_NAME = re.compile(r"[A-Za-z_]+")
_FEEDBACK = re.compile(
    r"^(?:heeft deze (?:informatie|pagina) (?:u|je) geholpen|was deze (?:informatie|pagina) nuttig"
    r"|hebt? (?:u|je) gevonden wat (?:u|je) zocht|heeft u gevonden wat u zocht"
    r"|vond (?:u|je) deze (?:informatie|pagina)|deel deze pagina|delen op social"
    r"|did you find what you were looking for|was this (?:page|information) helpful"
    r"|share this page|print deze pagina|geef uw (?:mening|reactie) over deze pagina)",
    re.IGNORECASE,
)
_LEAVES = frozenset(("p", "li", "td", "th", "dd", "dt", "blockquote", "pre", *HEADINGS))
MOST_ELEMENTS = 20_000
"""In a larger tree the main content is not searched for: it takes too long."""
ENOUGH = 20
"""Words that the main content of a page has at least; with fewer, the landmark is not believed."""

_NO_LETTERS = re.compile(r"[\W_]+")
_LEAST_SHARE = 0.3
"""Of the words that are left once menus are gone; a choice of less missed the text."""
_PARTS_OF_TABLE = frozenset(("table", "thead", "tbody", "tr", "td", "th"))
_PARTS = 5
"""Children of an element that asks one question, at most."""


class Main(NamedTuple):
    """The content's element, and how it was found: landmark, trafilatura or body."""

    element: Element
    by: str


def find_main(root: Element, title: str = "") -> Main:
    """The element that holds the main content, stripped of what surrounds it. Changes the tree."""
    body = root.find("body")
    body = root if body is None else body
    landmark = _landmark(body)
    if landmark is not None:
        _prune(landmark)
        trim_contents(landmark)
        return Main(landmark, "landmark")
    _prune(body)
    trim_surroundings(body, title)
    found = _as_trafilatura_sees(body)
    return Main(body, "body") if found is None else Main(found, "trafilatura")


def _landmark(body: Element) -> Element | None:
    for path in (
        ".//main | .//*[@role='main']",
        ".//article",
        ".//*[@id='content' or @id='main-content']",
    ):
        found = find_all(body, path)
        outermost = [element for element in found if not set(element.iterancestors()) & set(found)]
        if "article" in path and len(outermost) != 1:
            continue
        best = max(outermost, key=count_words, default=None)
        if best is not None and (
            count_words(best) >= ENOUGH or count_words(best) * 2 >= count_words(body)
        ):
            return best
    return None


def _prune(main: Element) -> None:
    """Take out navigation, forms, sharing, feedback, breadcrumbs and cookie bars."""
    total = max(1, count_words(main))
    for element in list(main.iterdescendants()):
        if element.getparent() is None or not isinstance(element.tag, str):
            continue
        if _beside_the_point(element) and not _carries_the_page(element, total):
            cut(element)
        elif element.tag in HEADINGS and _FEEDBACK.match(phrase(element)):
            _cut_with_what_follows(element)
        elif (
            element.tag in ("p", "span", "div", "strong")
            and len(element) <= _PARTS
            and (_asks_feedback(element) or passes(element))
        ):
            cut(element)


def _beside_the_point(element: Element) -> bool:
    if element.tag in _NOT_CONTENT or element.tag == "form" or element.get("role") in _ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if not names.strip() or element.tag in HEADINGS or element.tag in ("table", "details"):
        return False
    names = names.lower()
    return bool(_FOOT.search(names)) or not _NAMES.isdisjoint(_WORDS_OF_NAME.findall(names))


def _carries_the_page(element: Element, total: int) -> bool:
    """Some sites wrap all their text in one form, or call their content after its subject."""
    if element.tag in _NOT_CONTENT:
        return False
    return next(element.iter("h1"), None) is not None or count_words(element) * 2 > total


def _asks_feedback(element: Element) -> bool:
    return bool(_FEEDBACK.match(clean(element.text or ""))) and count_words(element) < 3 * ENOUGH


def _cut_with_what_follows(heading: Element) -> None:
    level = HEADINGS[str(heading.tag)]
    for sibling in list(heading.itersiblings()):
        if HEADINGS.get(str(sibling.tag), 9) <= level:
            break
        if next(sibling.iter(*HEADINGS), None) is not None:
            break
        cut(sibling)
    cut(heading)


def _as_trafilatura_sees(body: Element) -> Element | None:
    """The smallest element that holds nearly all the text that trafilatura chose."""
    if next(islice(body.iter(), MOST_ELEMENTS, None), None) is not None:
        return None
    wrapped = _document_of(body)
    chosen = trafilatura.extract(
        wrapped, output_format="txt", include_comments=False, include_tables=True, fast=True
    )
    lines = {_bare(line) for line in (chosen or "").splitlines()} - {""}
    best = _holder([leaf for leaf in body.iter(*_LEAVES) if _bare(phrase(leaf)) in lines])
    while best is not None and best.tag in _PARTS_OF_TABLE:
        best = best.getparent()
    enough = max(ENOUGH, _LEAST_SHARE * count_words(body))
    return best if best is not None and count_words(best) >= enough else None


def _document_of(body: Element) -> Element:
    document = body.makeelement("html")
    document.append(deepcopy(body))
    return document


def _holder(leaves: list[Element]) -> Element | None:
    """Walk up from the leaves until one element has nine tenths of their words."""
    weight: dict[Element, int] = {}
    total = 0
    for leaf in leaves:
        words = count_words(leaf)
        total += words
        for around in leaf.iterancestors():
            weight[around] = weight.get(around, 0) + words
    enough = [element for element, words in weight.items() if words >= 0.9 * total]
    return max(enough, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())
